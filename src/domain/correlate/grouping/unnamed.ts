import { firstPlace } from "../../sorted.ts";
import type { Instant, Span } from "../../time.ts";
import { type Facts, servicesOfChannelsAt } from "../facts.ts";
import { isTentative, type PlacedOpener } from "../openers/openers.ts";
import type { Clusters, Link } from "./clusters.ts";
import type { DeclaredApart } from "./declared.ts";
import { touch } from "./links.ts";

/** An opener that others may be linked to, and what its incident is about. */
interface Anchor {
  readonly place: number;
  readonly opener: PlacedOpener;
  readonly cluster: number;
  readonly services: ReadonlySet<string>;
  /** The latest instant at which it or an anchor before it is open. */
  readonly reach: Instant;
}

/**
 * Links each opener of no known service, that nothing has linked to one of a known service yet, to the nearest opener that it touches of
 * an incident that is no candidate and, if it came through a channel, has a service mapped to that channel. Where there is none, a page or a person's word goes to a candidate that is
 * burning when it comes: the nearest by its channel, or the only one there is. What a bot posts of an incident goes to the only firm one that is
 * open when it comes, else to the only candidate. Else it stands alone. None is linked to what its own tool declared as
 * another incident.
 */
export function nearestAnchors(
  facts: Facts,
  openers: readonly PlacedOpener[],
  clusters: Clusters,
  declared: DeclaredApart,
): Link[] {
  const { firm, tentative, named } = anchorsOf(openers, clusters);
  const { join } = facts.settings.incidents;
  return openers.flatMap((opener, second) => {
    if (opener.services.length > 0) return [];
    const own = clusters.find(second);
    if (named.has(own)) return [];
    const mayJoin = (anchor: Anchor) =>
      anchor.cluster !== own &&
      touch(anchor.opener, opener, join) &&
      !declared.has(anchor.cluster, own) &&
      !clusters.areApart(anchor.cluster, own);
    const fits = (anchor: Anchor) => mayJoin(anchor) && sharesChannel(facts, opener, anchor);
    const isBurning = (anchor: Anchor) => anchor.opener.start <= opener.start + join;
    const burns = (anchor: Anchor) => fits(anchor) && isBurning(anchor);
    const anchor =
      nearestOf(firm, opener, join, fits) ??
      (isTentative(opener) ? null : candidateFor(tentative, opener, join, burns)) ??
      (isBots(opener) ? theOnlyOne(firm, tentative, opener, join, (one) => mayJoin(one) && isBurning(one)) : null);
    if (!anchor) return [];
    return [{ first: anchor.place, second, rank: 2, distance: Math.abs(opener.start - anchor.opener.start) }];
  });
}

/** The candidate that a page or a person's word is about: what came through a channel knows its services, anything else must find only one. */
function candidateFor(
  candidates: readonly Anchor[],
  opener: PlacedOpener,
  join: Span,
  burns: (anchor: Anchor) => boolean,
): Anchor | null {
  return opener.event.event.kind === "message"
    ? nearestOf(candidates, opener, join, burns)
    : onlyOne(candidates, opener, join, burns);
}

/** The only firm incident that fits, else the only candidate. */
const theOnlyOne = (
  firm: readonly Anchor[],
  candidates: readonly Anchor[],
  opener: PlacedOpener,
  join: Span,
  fits: (anchor: Anchor) => boolean,
): Anchor | null =>
  nearestOf(firm, opener, join, fits) ? onlyOne(firm, opener, join, fits) : onlyOne(candidates, opener, join, fits);

/** The nearest anchor that fits, where all that fit are of one incident. */
function onlyOne(
  anchors: readonly Anchor[],
  opener: PlacedOpener,
  join: Span,
  fits: (anchor: Anchor) => boolean,
): Anchor | null {
  let nearest: Anchor | null = null;
  for (const anchor of nearestFirst(anchors, opener, join)) {
    if (!fits(anchor)) continue;
    if (nearest && nearest.cluster !== anchor.cluster) return null;
    nearest ??= anchor;
  }
  return nearest;
}

/** The openers of incidents that are no candidates, and those of candidates about a known service; which incidents know a service. */
function anchorsOf(
  openers: readonly PlacedOpener[],
  clusters: Clusters,
): { readonly firm: readonly Anchor[]; readonly tentative: readonly Anchor[]; readonly named: ReadonlySet<number> } {
  const services = new Map<number, Set<string>>();
  const isFirm = new Set<number>();
  openers.forEach((opener, place) => {
    const cluster = clusters.find(place);
    const known = services.get(cluster) ?? new Set<string>();
    services.set(cluster, known);
    for (const service of opener.services) known.add(service);
    if (!isTentative(opener)) isFirm.add(cluster);
  });
  const firm: Anchor[] = [];
  const tentative: Anchor[] = [];
  openers.forEach((opener, place) => {
    const cluster = clusters.find(place);
    const anchors = isFirm.has(cluster) ? firm : tentative;
    const reach = Math.max(anchors.at(-1)?.reach ?? -Infinity, opener.openUntil);
    anchors.push({ place, opener, cluster, services: services.get(cluster) ?? new Set(), reach });
  });
  const named = new Set([...services].flatMap(([cluster, known]) => (known.size > 0 ? [cluster] : [])));
  return { firm, tentative, named };
}

/** What an incident tool posts goes to a channel for all incidents: that tells of no service. */
const isBots = ({ event: { event } }: PlacedOpener): boolean =>
  event.kind === "message" && event.actor.type === "automation";

function sharesChannel(facts: Facts, { index, event: { event } }: PlacedOpener, { services }: Anchor): boolean {
  if (event.kind !== "message") return true;
  return servicesOfChannelsAt(facts, index).some((service) => services.has(service));
}

function nearestOf(
  anchors: readonly Anchor[],
  opener: PlacedOpener,
  join: Span,
  fits: (anchor: Anchor) => boolean,
): Anchor | null {
  for (const anchor of nearestFirst(anchors, opener, join)) if (fits(anchor)) return anchor;
  return null;
}

/**
 * Anchors that an opener may touch, from the nearest start to the farthest, the earlier first at equal distance. They stand in the order
 * of their starts.
 */
function* nearestFirst(anchors: readonly Anchor[], { start, openUntil }: PlacedOpener, join: Span): Generator<Anchor> {
  let later = firstPlace(anchors, ({ opener }) => opener.start >= start);
  let earlier = later - 1;
  for (;;) {
    const [left, right] = [anchors[earlier], anchors[later]];
    const before = left && left.reach + join >= start ? left : null;
    const after = right && right.opener.start <= openUntil + join ? right : null;
    if (before && (!after || start - before.opener.start <= after.opener.start - start)) {
      yield before;
      earlier--;
    } else if (after) {
      yield after;
      later++;
    } else return;
  }
}
