import { LIFECYCLES, type OpsEvent } from "../event.ts";
import type { Span } from "../time.ts";
import { eventAt, type Facts, keyName, servicesOfChannelsAt } from "./facts.ts";
import type { Group } from "./groups.ts";
import { distanceTo, type Window, Windows } from "./nearest.ts";
import type { OwnChannels } from "./own-channels.ts";
import { citedBy, type Register } from "./register.ts";

/** One incident's claim to an event. */
export interface Claim {
  /** The incident, by its place among the groups. */
  readonly place: number;
  readonly rank: 1 | 2 | 3 | 4;
  /** Whether only a dependency of the incident's services speaks for it. */
  readonly indirect: boolean;
  readonly distance: Span;
  readonly reason: string;
}

/** What attaching reads: the incidents, and all that events may refer to them by. */
export interface Ground {
  readonly facts: Facts;
  readonly groups: readonly Group[];
  readonly register: Register;
  readonly ownChannels: OwnChannels;
  /** By service: when the incidents about it, or about one that depends on it, take events. */
  readonly windows: ReadonlyMap<string, Windows<ServiceWindow>>;
}

interface ServiceWindow extends Window {
  readonly direct: boolean;
}

const HAPPENS_IN_CHANNEL: ReadonlySet<string> = new Set<OpsEvent["kind"]>(["message", "mark", "channel"]);

const REASON_OF_LIFECYCLE: Readonly<Record<string, string>> = {
  page: "same_page",
  episode: "same_episode",
  status: "same_status_post",
  incident: "same_incident",
  deployment: "same_deployment",
  run: "same_run",
};

/** The stable name of sharing a lifecycle, by its type. */
export const reasonOfLifecycle = (type: string): string => REASON_OF_LIFECYCLE[type] ?? "same_lifecycle";

/** The order of claims: rank, the incident's own service before a dependency, distance, incident id. */
export function compareClaims(groups: readonly Group[]): (a: Claim, b: Claim) => number {
  const idOf = ({ place }: Claim) => groups[place]?.id ?? "";
  return (a, b) =>
    a.rank - b.rank ||
    Number(a.indirect) - Number(b.indirect) ||
    a.distance - b.distance ||
    Number(idOf(a) > idOf(b)) - Number(idOf(a) < idOf(b));
}

/** By service: the windows of the incidents that are about it (`direct`) or about a service that depends on it. */
export function serviceWindows({ settings, catalogue }: Facts, groups: readonly Group[]): Ground["windows"] {
  const { lookback, lookahead } = settings.incidents;
  const windows = new Map<string, ServiceWindow[]>();
  const add = (service: string, window: ServiceWindow) => {
    const others = windows.get(service);
    if (others) others.push(window);
    else windows.set(service, [window]);
  };
  groups.forEach(({ services, start, end }, place) => {
    const window = { place, from: start - lookback, to: end + lookahead };
    const dependencies = new Set(services.flatMap((service) => [...(catalogue.dependencies.get(service) ?? [])]));
    for (const service of services) add(service, { ...window, direct: true });
    for (const service of dependencies) if (!services.includes(service)) add(service, { ...window, direct: false });
  });
  return new Map([...windows].map(([service, of]) => [service, new Windows(of)]));
}

/** What speaks for an event's belonging to incidents, taken by itself: only claims of the best rank that there is. */
export function claimsTo(ground: Ground, index: number): Claim[] {
  const event = eventAt(ground.facts.events, index);
  for (const claims of [byReference, byLifecycle, byService, byChannel]) {
    const found = claims(ground, index, event);
    if (found.length > 0) return found;
  }
  return [];
}

export function claim(
  { groups }: Ground,
  place: number,
  event: OpsEvent,
  of: Omit<Claim, "place" | "distance">,
): Claim {
  const group = groups[place];
  return { place, distance: group ? distanceTo(group, event.occurredAt) : Infinity, ...of };
}

function byReference(ground: Ground, index: number, event: OpsEvent): Claim[] {
  const { facts, register, ownChannels } = ground;
  const rank1 = (place: number, reason: string) => claim(ground, place, event, { rank: 1, indirect: false, reason });
  const ofRoot = register.ofOpener.get(facts.roots[index] ?? index);
  const cited = citedBy(facts, register, index).map((place) => rank1(place, "refers_to_incident"));
  const own = HAPPENS_IN_CHANNEL.has(event.kind) ? (facts.channels.of[index] ?? []) : [];
  return [
    ...(ofRoot === undefined ? [] : [rank1(ofRoot, reasonOfReference(event))]),
    ...cited,
    ...own.flatMap(({ id }) => ownChannels.get(id) ?? []).map((place) => rank1(place, "incident_channel")),
  ];
}

/** What sort of reference an event makes: a reply stands in a thread, anything else is about the message or page. */
export function reasonOfReference(event: OpsEvent): string {
  if (event.refersTo?.type !== "message") return "refers_to_incident";
  return event.kind === "message" && event.action === "posted" ? "same_thread" : "refers_to_message";
}

function byLifecycle(ground: Ground, _index: number, event: OpsEvent): Claim[] {
  return event.correlation
    .filter(({ type }) => LIFECYCLES.has(type))
    .flatMap((key) => {
      const reason = reasonOfLifecycle(key.type);
      const places = ground.register.ofLifecycle.get(keyName(key)) ?? [];
      return places.map((place) => claim(ground, place, event, { rank: 2, indirect: false, reason }));
    });
}

function byService(ground: Ground, index: number, event: OpsEvent): Claim[] {
  const claims: Claim[] = [];
  for (const service of ground.facts.services[index] ?? []) {
    for (const { place, direct } of ground.windows.get(service)?.at(event.occurredAt) ?? []) {
      const reason = direct ? "service_in_window" : "dependency_in_window";
      claims.push(claim(ground, place, event, { rank: 3, indirect: !direct, reason }));
    }
  }
  return claims;
}

/** The incidents that a message without a service may belong to by the mapping of its channel, candidates only where no other is there. */
function byChannel(ground: Ground, index: number, event: OpsEvent): Claim[] {
  const places = placesByChannel(ground, index, event).filter((place) => {
    const start = ground.groups[place]?.start ?? Infinity;
    return event.occurredAt >= start || ground.facts.readingOf(index).kind !== "message";
  });
  return places
    .filter((place) => places.length === 1 || !ground.groups[place]?.candidate)
    .map((place) => claim(ground, place, event, { rank: 4, indirect: false, reason: "mapped_channel" }));
}

/** The incidents about a service of the message's channel that have it in their window, `lookback` included. */
export function placesByChannel({ facts, windows }: Ground, index: number, event: OpsEvent): number[] {
  if (event.kind !== "message" || event.action !== "posted" || (facts.services[index] ?? []).length > 0) return [];
  const found = new Set<number>();
  for (const service of servicesOfChannelsAt(facts, index))
    for (const { place, direct } of windows.get(service)?.at(event.occurredAt) ?? []) if (direct) found.add(place);
  return [...found];
}
