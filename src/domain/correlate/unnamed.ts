import type { Clusters, Link } from "./clusters.ts";
import { type Facts, servicesOfChannelsAt } from "./facts.ts";
import { touch } from "./links.ts";
import { isTentative, type PlacedOpener } from "./openers.ts";

/** An opener of an incident that is no candidate, and what the incident is about. */
interface Anchor {
  readonly place: number;
  readonly opener: PlacedOpener;
  readonly cluster: number;
  readonly services: ReadonlySet<string>;
}

/**
 * Links each opener of no known service to the nearest opener that it touches of an incident that is no candidate and, if it came
 * through a channel, has a service mapped to that channel. One that finds none stands alone.
 */
export function nearestAnchors(facts: Facts, openers: readonly PlacedOpener[], clusters: Clusters): Link[] {
  const anchors = anchorsOf(openers, clusters);
  return openers.flatMap((opener, second) => {
    if (opener.services.length > 0) return [];
    const own = clusters.find(second);
    const fits = (anchor: Anchor) => anchor.cluster !== own && sharesChannel(facts, opener, anchor);
    const nearest = nearestTouching(anchors, opener, facts.settings.incidents.join, fits);
    if (!nearest) return [];
    return [{ first: nearest.place, second, rank: 1, distance: Math.abs(opener.start - nearest.opener.start) }];
  });
}

function anchorsOf(openers: readonly PlacedOpener[], clusters: Clusters): Anchor[] {
  const services = new Map<number, Set<string>>();
  const firm = new Set<number>();
  openers.forEach((opener, place) => {
    const cluster = clusters.find(place);
    const known = services.get(cluster) ?? new Set<string>();
    services.set(cluster, known);
    for (const service of opener.services) known.add(service);
    if (!isTentative(opener)) firm.add(cluster);
  });
  return openers.flatMap((opener, place) => {
    const cluster = clusters.find(place);
    return firm.has(cluster) ? [{ place, opener, cluster, services: services.get(cluster) ?? new Set() }] : [];
  });
}

function sharesChannel(facts: Facts, { index, event: { event } }: PlacedOpener, { services }: Anchor): boolean {
  if (event.kind !== "message") return true;
  return servicesOfChannelsAt(facts, index).some((service) => services.has(service));
}

/** Walks outwards from the opener's start through the anchors, which are in the order of theirs. At equal distance the earlier one counts. */
function nearestTouching(
  anchors: readonly Anchor[],
  opener: PlacedOpener,
  join: number,
  fits: (anchor: Anchor) => boolean,
): Anchor | null {
  const start = opener.start;
  const distanceTo = (anchor: Anchor | undefined) => (anchor ? Math.abs(anchor.opener.start - start) : Infinity);
  const accepts = (anchor: Anchor) => touch(anchor.opener, opener, join) && fits(anchor);
  let later = firstFrom(anchors, start);
  let earlier = later - 1;
  for (;;) {
    const before = anchors[earlier];
    const after = anchors[later];
    if (!before && !after) return null;
    const anchor = distanceTo(before) <= distanceTo(after) ? before : after;
    if (!anchor || (anchor === after && anchor.opener.start > opener.openUntil + join && !before)) return null;
    if (accepts(anchor)) return anchor;
    if (anchor === before) earlier--;
    else later++;
  }
}

/** The place of the first anchor that starts at or after an instant. */
function firstFrom(anchors: readonly Anchor[], instant: number): number {
  let low = 0;
  let high = anchors.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const anchor = anchors[middle];
    if (anchor && anchor.opener.start < instant) low = middle + 1;
    else high = middle;
  }
  return low;
}
