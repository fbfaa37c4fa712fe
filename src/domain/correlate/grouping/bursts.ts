import { alertNameOf } from "../../alert-name.ts";
import { MINUTE, type Span } from "../../time.ts";
import type { PlacedOpener } from "../openers/openers.ts";
import type { Link } from "./clusters.ts";

/** Alerts of one burst follow each other within this time, */
const PAUSE: Span = 1 * MINUTE;
/** and all of them within this: what spreads more slowly may be several things. */
const WHOLE: Span = 5 * MINUTE;

/** It fires for so many services at least: for two it may by chance. */
const LEAST = 3;

/** A name of its own, as rules have it (`HostDown`, `host_down`): words are what is said of many things. */
const IDENTIFIER = /^(?=.*(?:[a-z][A-Z]|[a-z\d][._-][a-z\d]))[A-Za-z][\w.-]{4,}$/;

type Placed = readonly [place: number, opener: PlacedOpener];

/**
 * One alert that fires for many services at once, in one environment, has one cause: a rack without power, a network that is gone. Each of a
 * burst is linked to the one before it.
 *
 * @param openers in their order
 */
export function burstLinks(openers: readonly PlacedOpener[]): Link[] {
  const alerts = [...openers.entries()].filter(([, { type }]) => type === "alert");
  const ofNames = Map.groupBy(alerts, ([, { event }]) => kindOf(event.event));
  ofNames.delete(null);
  return [...ofNames.values()].flatMap(burstsOf).flatMap(linksOf);
}

/** What is compared: the alert's name and where it fires; null where it has no name of its own. */
function kindOf(event: PlacedOpener["event"]["event"]): string | null {
  const name = alertNameOf(event);
  return IDENTIFIER.test(name) ? `${name}\n${event.environment ?? ""}` : null;
}

function burstsOf(ofName: readonly Placed[]): Placed[][] {
  const runs: Placed[][] = [];
  for (const placed of ofName) {
    const run = runs.at(-1);
    const [first, before] = [run?.[0]?.[1], run?.at(-1)?.[1]];
    const { start } = placed[1];
    if (run && first && before && start - before.start <= PAUSE && start - first.start <= WHOLE) run.push(placed);
    else runs.push([placed]);
  }
  return runs.filter((run) => new Set(run.flatMap(([, { services }]) => services)).size >= LEAST);
}

function linksOf(burst: readonly Placed[]): Link[] {
  return burst.slice(1).flatMap(([second, { start }], index): Link[] => {
    const before = burst[index];
    return before ? [{ first: before[0], second, rank: 2, distance: start - before[1].start }] : [];
  });
}
