import { alertNameOf } from "../../alert-name.ts";
import { MINUTE, type Span } from "../../time.ts";
import type { PlacedOpener } from "../openers/openers.ts";
import type { Link } from "./clusters.ts";

/** Alerts of one burst follow each other within this time. */
const PAUSE: Span = 1 * MINUTE;

/** So many of one name make a burst: two may fire at once by chance. */
const LEAST = 3;

type Placed = readonly [place: number, opener: PlacedOpener];

/**
 * One alert that fires for many at once has one cause, whatever services they are of: a rack without power, a network that is gone. Each of a
 * burst is linked to the one before it.
 *
 * @param openers in their order
 */
export function burstLinks(openers: readonly PlacedOpener[]): Link[] {
  const alerts = [...openers.entries()].filter(([, { type }]) => type === "alert");
  const ofNames = Map.groupBy(alerts, ([, { event }]) => alertNameOf(event.event));
  return [...ofNames.values()].flatMap(burstsOf).flatMap(linksOf);
}

function burstsOf(ofName: readonly Placed[]): Placed[][] {
  const runs: Placed[][] = [];
  for (const placed of ofName) {
    const run = runs.at(-1);
    const before = run?.at(-1)?.[1];
    if (run && before && placed[1].start - before.start <= PAUSE) run.push(placed);
    else runs.push([placed]);
  }
  return runs.filter((run) => run.length >= LEAST);
}

function linksOf(burst: readonly Placed[]): Link[] {
  return burst.slice(1).flatMap(([second, { start }], index): Link[] => {
    const before = burst[index];
    return before ? [{ first: before[0], second, rank: 2, distance: start - before[1].start }] : [];
  });
}
