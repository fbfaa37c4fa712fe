import { incidentId } from "../../served-names.ts";
import type { Instant } from "../../time.ts";
import { type Setting, settingOf, settingOfAll } from "../environment.ts";
import type { Facts } from "../facts.ts";
import { isTentative, type PlacedOpener } from "../openers/openers.ts";
import { Clusters, type Link } from "./clusters.ts";
import { DeclaredApart } from "./declared.ts";
import { linkOpeners } from "./links.ts";
import { nearestAnchors } from "./unnamed.ts";

/** Openers that belong together: an incident before anything is attached to it. */
export interface Group {
  readonly id: string;
  /** The opener that names it. */
  readonly namedBy: PlacedOpener;
  readonly pinned: boolean;
  readonly openers: readonly PlacedOpener[];
  /** When its openers start, in order. */
  readonly starts: Float64Array;
  readonly start: Instant;
  readonly end: Instant;
  readonly closed: boolean;
  readonly candidate: boolean;
  /** Of what would be a candidate, had people not taken it on: how long they spoke of it (`taken-on.ts`). Of anything else no end. */
  readonly talkedUntil: Instant;
  readonly services: readonly string[];
  /** Live as soon as one of its openers is known to be, else a rehearsal if one is. */
  readonly setting: Setting;
}

/** Whether it would be a candidate, had people not taken it on. */
export const isTakenOn = ({ talkedUntil }: Group): boolean => talkedUntil < Number.POSITIVE_INFINITY;

export interface Grouping {
  readonly groups: readonly Group[];
  /** Pairs of events that would have joined two pinned incidents. */
  readonly keptApart: readonly (readonly [number, number])[];
}

/** What messages tell of openers beside opening incidents. Openers are named by their events. */
export interface Said {
  /** By message that opens: the opener that it refers to although that came later. They are one incident. */
  readonly foretold: ReadonlyMap<number, number>;
  /** By opener: the declarations of its incident in chat that open nothing, since it was open. */
  readonly declarations: ReadonlyMap<number, readonly PlacedOpener[]>;
}

const NOTHING_SAID: Said = { foretold: new Map(), declarations: new Map() };

/**
 * Groups openers (in their order) into incidents, ordered by (start, id).
 *
 * @param said what messages tell of openers beside opening incidents
 * @param continued openers of incidents that were found to be one, earlier and later, by their events
 */
export function groupOpeners(
  facts: Facts,
  openers: readonly PlacedOpener[],
  pinned: ReadonlySet<string>,
  said: Said = NOTHING_SAID,
  continued: readonly (readonly [number, number])[] = [],
): Grouping {
  const pins = openers.flatMap(({ event }, place) => (pinned.has(event.event.key) ? [place] : []));
  const clusters = new Clusters(
    openers.map(({ event }) => settingOf(event.event)),
    pins,
  );
  const { cut } = facts.settings.incidents;
  const links = [...linkOpeners(openers, facts, said.foretold), ...linksOf(openers, continued)];
  const declared = new DeclaredApart(facts, openers, clusters, said.declarations);
  const apart = declared.join(links);
  apart.push(...declared.join(nearestAnchors(facts, openers, clusters, declared)));
  const reaching = reachOf(openers, links);
  const members = new Map<number, PlacedOpener[]>();
  openers.forEach((opener, place) => {
    members.getOrInsertComputed(clusters.find(place), () => []).push(opener);
  });
  const groups = [...members.values()]
    .flatMap((together) => cutApart(together, cut, reaching))
    .map((part) => group(part, pinned));
  return {
    groups: groups.sort((a, b) => a.start - b.start || (a.id < b.id ? -1 : 1)),
    keptApart: apart.flatMap((link) => pairOf(openers, link)),
  };
}

const pairOf = (openers: readonly PlacedOpener[], { first, second }: Link): [number, number][] => {
  const [a, b] = [openers[first], openers[second]];
  return a && b ? [[a.index, b.index]] : [];
};

function linksOf(openers: readonly PlacedOpener[], pairs: readonly (readonly [number, number])[]): Link[] {
  if (pairs.length === 0) return [];
  const placeOf = new Map(openers.map(({ index }, place) => [index, place]));
  return pairs.flatMap(([earlier, later]): Link[] => {
    const [first, second] = [placeOf.get(earlier), placeOf.get(later)];
    const [a, b] = [openers[first ?? -1], openers[second ?? -1]];
    return first === undefined || second === undefined || !a || !b
      ? []
      : [{ first, second, rank: 2, distance: b.start - a.start }];
  });
}

/** By opener: the last one that it is tied to for good, by a lifecycle or by being cited. */
function reachOf(openers: readonly PlacedOpener[], links: readonly Link[]): ReadonlyMap<PlacedOpener, PlacedOpener> {
  const reach = new Map<PlacedOpener, PlacedOpener>();
  for (const { first, second, rank } of links) {
    const [earlier, later] = [openers[first], openers[second]];
    if (rank !== 0 || !earlier || !later) continue;
    const known = reach.get(earlier);
    if (!known || known.index < later.index) reach.set(earlier, later);
  }
  return reach;
}

/** Cuts between consecutive openers further apart than `cut`, unless something ties one before the gap to one behind it for good. */
function cutApart(
  openers: readonly PlacedOpener[],
  cut: number,
  reaching: ReadonlyMap<PlacedOpener, PlacedOpener>,
): PlacedOpener[][] {
  const parts: PlacedOpener[][] = [];
  let reach = -1;
  openers.forEach((opener, place) => {
    const before = openers[place - 1];
    const part = parts.at(-1);
    if (!part || !before || (opener.start - before.start > cut && reach < opener.index)) parts.push([opener]);
    else part.push(opener);
    reach = Math.max(reach, reaching.get(opener)?.index ?? -1);
  });
  return parts;
}

function group(openers: readonly PlacedOpener[], pinned: ReadonlySet<string>): Group {
  const pin = openers.find(({ event }) => pinned.has(event.event.key));
  const namedBy = pin ?? openers[0];
  if (!namedBy) throw new RangeError("an incident has at least one opener");
  const enders = endersOf(openers);
  return {
    id: incidentId(namedBy.event.event.key),
    namedBy,
    pinned: pin !== undefined,
    openers,
    starts: Float64Array.from(openers, ({ start }) => start),
    start: openers[0]?.start ?? namedBy.start,
    end: enders.reduce((latest, { openUntil }) => Math.max(latest, openUntil), openers.at(-1)?.start ?? namedBy.start),
    closed: enders.every(({ closed }) => closed),
    candidate: openers.every(isTentative),
    talkedUntil: Number.POSITIVE_INFINITY,
    services: servicesOfGroup(openers),
    setting: settingOfAll(openers),
  };
}

/** A name that stands for several services means those that other openers name for sure; all of them, where none does. */
function servicesOfGroup(openers: readonly PlacedOpener[]): string[] {
  const named = openers.flatMap((opener) => opener.named);
  const services = new Set(named.filter(({ length }) => length === 1).flat());
  const sure = new Set(services);
  for (const several of named.filter(({ length }) => length > 1)) {
    const meant = several.filter((service) => sure.has(service));
    for (const service of meant.length > 0 ? meant : several) services.add(service);
  }
  return [...services].sort();
}

/**
 * The openers that say when it ends. A message has no lifecycle that anything could close: where another opener has one, a report or
 * a declaration in chat does not hold the incident open for hours after everything else was resolved.
 */
function endersOf(openers: readonly PlacedOpener[]): readonly PlacedOpener[] {
  const closable = openers.filter((opener) => opener.lifecycles.length > 0);
  return closable.length > 0 ? closable : openers;
}
