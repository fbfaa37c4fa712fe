import type { OpsEvent, RecordedEvent } from "../../event.ts";
import { DAY } from "../../time.ts";
import { eventAt } from "../facts.ts";
import { type Attached, type Ground, placesByChannel } from "./claims.ts";
import { type Window, Windows } from "./nearest.ts";
import type { SetAside } from "./set-aside.ts";

export interface Suggestion {
  readonly event: RecordedEvent;
  readonly reason: string;
}

interface Hint {
  readonly index: number;
  readonly reason: string;
  /** Smaller is more telling. */
  readonly weight: number;
}

/** As many as a person reads; the most telling ones. */
const MOST = 12;

/** How long before the start a change of an incident's service is still worth a look. */
const EARLIER_CHANGES = DAY;

/** What a change that took effect is called. */
const TOOK_EFFECT = new Set(["succeeded", "failed", "rolled_back", "merged", "pushed", "released"]);

/**
 * Events that may belong to an incident, by hints too weak to attach them: by incident, in the total order. Only for incidents that are
 * no candidates, and few.
 */
export function suggest(
  ground: Ground,
  attached: Attached,
  aside: SetAside,
  keptApart: readonly (readonly [number, number])[],
): Suggestion[][] {
  const hints = ground.groups.map((): Hint[] => []);
  const nearby = nearbyWindows(ground);
  ground.facts.events.forEach(({ event }, index) => {
    if (attached[index] || ground.register.ofOpener(index) !== undefined) return;
    const near = aside.get(index);
    if (near) {
      hints[near.place]?.push({ index, reason: near.reason, weight: weightOf(ground, near.place, event) });
      return;
    }
    hintsOfChannel(ground, hints, index, event);
    hintsOfService(ground, hints, nearby, index, event);
  });
  for (const [a, b] of keptApart) hintAtPinned(ground, hints, a, b);
  return hints.map((all) => mostTelling(ground, all));
}

/** What was set aside is the more telling the nearer it is to the start; talk comes after what machines tell. */
function weightOf({ groups }: Ground, place: number, { occurredAt, kind }: OpsEvent): number {
  return Math.abs((groups[place]?.start ?? occurredAt) - occurredAt) + (kind === "message" ? DAY : 0);
}

function mostTelling({ facts }: Ground, hints: readonly Hint[]): Suggestion[] {
  const best = new Map<number, Hint>();
  for (const hint of [...hints].sort((a, b) => b.weight - a.weight)) best.set(hint.index, hint);
  return [...best.values()]
    .sort((a, b) => a.weight - b.weight || a.index - b.index)
    .slice(0, MOST)
    .sort((a, b) => a.index - b.index)
    .flatMap(({ index, reason }) => {
      const event = facts.events[index];
      return event ? [{ event, reason }] : [];
    });
}

/** A message in a channel of the incident's services that no rule attached: talk before the start, or what several incidents might own. */
function hintsOfChannel(ground: Ground, hints: Hint[][], index: number, event: OpsEvent): void {
  for (const place of placesByChannel(ground, index, event)) {
    const group = ground.groups[place];
    if (!group || group.candidate) continue;
    hints[place]?.push({ index, reason: "mapped_channel_before_start", weight: group.start - event.occurredAt });
  }
}

interface Nearby extends Window {
  readonly reason: string;
}

/** Around each incident: the hours before it in which a change of its services counts, and its beginning, when alerts of others do. */
function nearbyWindows({ facts, groups }: Ground): { changes: Map<string, Windows<Nearby>>; alerts: Windows<Nearby> } {
  const { join, lookback } = facts.settings.incidents;
  const changes = new Map<string, Nearby[]>();
  const alerts: Nearby[] = [];
  groups.forEach(({ services, start, candidate }, place) => {
    if (candidate) return;
    alerts.push({ place, from: start - join, to: start + join, reason: "near_in_time" });
    const window = { place, from: start - EARLIER_CHANGES, to: start - lookback, reason: "earlier_change" };
    for (const service of services) changes.getOrInsertComputed(service, () => []).push(window);
  });
  return {
    changes: new Map([...changes].map(([service, windows]) => [service, new Windows(windows)])),
    alerts: new Windows(alerts),
  };
}

function hintsOfService(
  { facts, groups }: Ground,
  hints: Hint[][],
  { changes, alerts }: ReturnType<typeof nearbyWindows>,
  index: number,
  event: OpsEvent,
): void {
  const isAlert = event.kind === "alert" && event.action === "firing";
  const isChange = event.kind === "change" && TOOK_EFFECT.has(event.action);
  const near = isAlert || isChange ? alerts.at(event.occurredAt) : [];
  const earlier = isChange
    ? (facts.services[index] ?? []).flatMap((service) => changes.get(service)?.at(event.occurredAt) ?? [])
    : [];
  for (const { place, reason } of [...earlier, ...near]) {
    const start = groups[place]?.start ?? Infinity;
    hints[place]?.push({ index, reason, weight: Math.abs(start - event.occurredAt) });
  }
}

/** Two pinned incidents that would be one but for their pins: each suggests the other's opener. */
function hintAtPinned({ groups, register, facts }: Ground, hints: Hint[][], a: number, b: number): void {
  const [placeA, placeB] = [register.ofOpener(a), register.ofOpener(b)];
  if (placeA === undefined || placeB === undefined || placeA === placeB) return;
  for (const [from, to] of [
    [placeA, placeB],
    [placeB, placeA],
  ] as const) {
    const index = groups[to]?.namedBy.index;
    if (index !== undefined && eventAt(facts.events, index))
      hints[from]?.push({ index, reason: "linked_to_pinned_incident", weight: -1 });
  }
}
