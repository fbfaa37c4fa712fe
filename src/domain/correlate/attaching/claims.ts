import type { OpsEvent } from "../../event.ts";
import type { Catalogue } from "../../services.ts";
import type { Instant, Span } from "../../time.ts";
import { BELONGS_TO, type Setting, settingOf } from "../environment.ts";
import { eventAt, type Facts, servicesOfChannelsAt, tellsOfHappening } from "../facts.ts";
import { type Group, isTakenOn } from "../grouping/groups.ts";
import type { OwnChannels } from "../own-channels.ts";
import { citedBy, type Register } from "../register.ts";
import { distanceTo, type Window, Windows } from "./nearest.ts";

/** One incident's claim to an event. */
export interface Claim {
  /** The incident, by its place among the groups. */
  readonly place: number;
  readonly rank: 1 | 2 | 3 | 4;
  /** A weaker claim yields to others of its rank: a dependency speaks for it, or the incident had not begun when it was referred to. */
  readonly weaker: boolean;
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

/** How a service stands to an incident: the incident's own, one that those depend on, or one that depends on them. */
type Relation = "own" | "dependency" | "dependent";

interface ServiceWindow extends Window {
  readonly relation: Relation;
}

const REASON_OF_RELATION: Record<Relation, string> = {
  own: "service_in_window",
  dependency: "dependency_in_window",
  dependent: "dependent_in_window",
};

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

/** The order of claims: rank, weaker ones last, distance, incident id. */
export function compareClaims(groups: readonly Group[]): Better {
  const idOf = ({ place }: Claim) => groups[place]?.id ?? "";
  return (a, b) =>
    a.rank - b.rank ||
    Number(a.weaker) - Number(b.weaker) ||
    a.distance - b.distance ||
    Number(idOf(a) > idOf(b)) - Number(idOf(a) < idOf(b));
}

/** By service: the windows of the incidents that are about it, about a service that depends on it, or about one that it depends on. */
export function serviceWindows({ settings, catalogue }: Facts, groups: readonly Group[]): Ground["windows"] {
  const { lookback, lookahead } = settings.incidents;
  const windows = new Map<string, ServiceWindow[]>();
  groups.forEach(({ services, start, end }, place) => {
    const window = { place, from: start - lookback, to: end + lookahead };
    for (const [service, relation] of relationsOf(services, catalogue)) {
      windows.getOrInsertComputed(service, () => []).push({ ...window, relation });
    }
  });
  return new Map([...windows].map(([service, of]) => [service, new Windows(of)]));
}

/** How services stand to an incident about the given ones: the closest relation counts. */
function relationsOf(services: readonly string[], { dependencies, dependents }: Catalogue): Map<string, Relation> {
  const relations = new Map<string, Relation>();
  for (const service of services) {
    for (const dependent of dependents.get(service) ?? []) relations.set(dependent, "dependent");
  }
  for (const service of services) {
    for (const dependency of dependencies.get(service) ?? []) relations.set(dependency, "dependency");
  }
  for (const service of services) relations.set(service, "own");
  return relations;
}

export type Better = (a: Claim, b: Claim) => number;

/** The claim that comes first; of equal ones the one that is known. */
export const lesser = (best: Claim | null, one: Claim, better: Better): Claim =>
  best && better(best, one) <= 0 ? best : one;

/** What speaks most for an event's belonging to an incident, taken by itself; null where nothing does. */
export function bestClaimTo(ground: Ground, index: number, better: Better): Claim | null {
  const event = eventAt(ground.facts.events, index);
  return (
    byReference(ground, index, event, better) ??
    byLifecycle(ground, index, event, better) ??
    byService(ground, index, event, better) ??
    byChannel(ground, index, event, better)
  );
}

const NONE: readonly never[] = [];

export function claim(
  { groups }: Ground,
  place: number,
  event: OpsEvent,
  { rank, weaker, reason }: Omit<Claim, "place" | "distance">,
): Claim {
  const group = groups[place];
  const distance = group ? distanceTo(group, event.occurredAt) : Number.POSITIVE_INFINITY;
  return { place, rank, weaker, distance, reason };
}

function byReference(ground: Ground, index: number, event: OpsEvent, better: Better): Claim | null {
  const { facts, register, ownChannels } = ground;
  const ofRoot = register.ofOpener(facts.roots[index] ?? index);
  const cited = citedBy(facts, register, index);
  const own = ownChannels.size > 0 && HAPPENS_IN_CHANNEL.has(event.kind) ? (facts.channels.of[index] ?? NONE) : NONE;
  if (ofRoot === undefined && cited.length === 0 && own.length === 0) return null;
  let best: Claim | null = null;
  const add = (place: number, reason: string): void => {
    const one = claim(ground, place, event, { rank: 1, weaker: !hasBegun(ground, place, index), reason });
    best = lesser(best, one, better);
  };
  if (ofRoot !== undefined) add(ofRoot, reasonOfReference(event));
  for (const place of cited) add(place, "refers_to_incident");
  for (const { id } of own) for (const place of ownChannels.get(id) ?? NONE) add(place, "incident_channel");
  return best;
}

/** What refers to several incidents is about one that had begun, if any had. */
const hasBegun = ({ groups }: Ground, place: number, index: number): boolean =>
  (groups[place]?.openers[0]?.index ?? Infinity) < index;

/** What sort of reference an event makes: a reply stands in a thread, anything else is about the message or page. */
export function reasonOfReference(event: OpsEvent): string {
  if (event.refersTo?.type !== "message") return "refers_to_incident";
  return event.kind === "message" && event.action === "posted" ? "same_thread" : "refers_to_message";
}

function byLifecycle(ground: Ground, index: number, event: OpsEvent, better: Better): Claim | null {
  let best: Claim | null = null;
  for (const lifecycle of ground.facts.lifecycles.of[index] ?? NONE) {
    const reason = reasonOfLifecycle(lifecycle.type);
    for (const place of ground.register.ofLifecycle.get(lifecycle) ?? NONE)
      best = lesser(best, claim(ground, place, event, { rank: 2, weaker: false, reason }), better);
  }
  return best;
}

/**
 * By the event's services. What breaks shows in the services that use it, so that their alerts and what is said of them count too;
 * their changes do not: a change breaks what depends on the changed service, hardly ever what that depends on.
 * What happens where a team tries things out belongs only to an incident there, and what is live to none there.
 */
function byService(ground: Ground, index: number, event: OpsEvent, better: Better): Claim | null {
  const services = ground.facts.services[index] ?? NONE;
  if (services.length === 0) return null;
  let best: Claim | null = null;
  const setting = settingOf(event);
  for (const service of services) {
    for (const { place, relation } of ground.windows.get(service)?.at(event.occurredAt) ?? []) {
      if (relation === "dependent" && event.kind === "change") continue;
      if (!BELONGS_TO[setting].includes(settingAt(ground, place))) continue;
      const reason = REASON_OF_RELATION[relation];
      const weaker = relation !== "own" || isGuessedRehearsal(ground, place, setting);
      best = lesser(best, claim(ground, place, event, { rank: 3, weaker, reason }), better);
    }
  }
  return best;
}

const settingAt = ({ groups }: Ground, place: number): Setting => groups[place]?.setting ?? "unknown";

/** What says no setting is about what is live, if anything is. */
const isGuessedRehearsal = (ground: Ground, place: number, setting: Setting): boolean =>
  setting === "unknown" && settingAt(ground, place) === "rehearsal";

/**
 * The incidents that a message without a service may belong to by the mapping of its channel. A candidate, of which nobody has said yet
 * that it is an incident, gets it only where no other kind of incident is there, and while one of its openers is fresh (within `join`); later talk
 * needs more (`late-talk.ts`).
 */
function byChannel(ground: Ground, index: number, event: OpsEvent, better: Better): Claim | null {
  const places = placesByChannel(ground, index, event);
  if (places.length === 0) return null;
  const isCandidate = (place: number) => isUnspokenOf(ground, place, event.occurredAt);
  const areCandidates = places.every(isCandidate);
  const { join } = ground.facts.settings.incidents;
  let best: Claim | null = null;
  for (const place of places) {
    if (isCandidate(place) !== areCandidates) continue;
    const weaker = isGuessedRehearsal(ground, place, settingOf(event));
    const one = claim(ground, place, event, { rank: 4, weaker, reason: "mapped_channel" });
    if (areCandidates && one.distance > join) continue;
    const hasStarted = event.occurredAt >= (ground.groups[place]?.start ?? Number.POSITIVE_INFINITY);
    if (hasStarted || tellsOfHappening(ground.facts, index)) best = lesser(best, one, better);
  }
  return best;
}

/** Whether nobody speaks of an incident at a time, as far as one knows: a candidate, and what people took on before it began and once they left it. */
export function isUnspokenOf({ groups }: Ground, place: number, at: Instant): boolean {
  const group = groups[place];
  return group !== undefined && (group.candidate || (isTakenOn(group) && (at < group.start || at > group.talkedUntil)));
}

/** The incidents about a service of the message's channel that have it in their window, `lookback` included. */
export function placesByChannel({ facts, windows }: Ground, index: number, event: OpsEvent): readonly number[] {
  if (event.kind !== "message" || event.action !== "posted" || (facts.services[index] ?? NONE).length > 0) return NONE;
  const found: number[] = [];
  const services = servicesOfChannelsAt(facts, index);
  for (const service of services)
    for (const { place, relation } of windows.get(service)?.at(event.occurredAt) ?? NONE)
      if (relation === "own") found.push(place);
  return services.length < 2 ? found : [...new Set(found)];
}

/** By event: the claim that won, or null. Openers have none: they are the incidents. */
export type Attached = readonly (Claim | null)[];
