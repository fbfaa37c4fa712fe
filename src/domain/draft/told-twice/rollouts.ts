import { settingOf } from "../../correlate/environment.ts";
import { MINUTE, type Span } from "../../time.ts";
import { isDeployment } from "../happenings/changes.ts";
import { absorb, byStart, type Happening, keyOf, startOf } from "../happenings/happening.ts";

/** What is rolled out place by place reaches the next one within this time. */
const NEXT_PLACE: Span = 5 * MINUTE;

/**
 * Joins what is rolled out to several places in one go: the same hand, service and title, each time in another environment, all live or all
 * not, each within minutes of the one before. It is one change, from the first place to the last; a place that it fails in stands for itself.
 *
 * @returns the changes that stand, in the order given
 */
export function joinRollouts(changes: readonly Happening[]): Happening[] {
  const rows = Map.groupBy([...changes].sort(byStart).filter(isPlaced), nameOf);
  for (const row of rows.values()) joinRow(row);
  return changes.filter(({ foldedInto }) => foldedInto === null);
}

/** Only what says whose it is, or of what, can be told from another change. */
const isPlaced = ({ event, kind }: Happening): boolean =>
  kind !== "failed_attempt" &&
  event.environment !== undefined &&
  (event.service !== undefined || event.names.length > 0) &&
  isDeployment(event);

/** What a rollout is called in each of its places. */
function nameOf({ event, kind }: Happening): string {
  const { actor, service, title, names, environment = "" } = event;
  const who = actor.id ?? actor.name ?? "";
  const what = [service ?? "", ...names, keyOf(event, "commit") ?? "", title.replaceAll(environment, "")];
  return [kind, settingOf(event), who, ...what].join("\n");
}

/** One place twice is another rollout. */
function joinRow(row: readonly Happening[]): void {
  let first: Happening | undefined;
  let last = 0;
  let places = new Set<string | undefined>();
  for (const one of row) {
    const { environment } = one.event;
    if (first && startOf(one) - last <= NEXT_PLACE && !places.has(environment)) {
      absorb(first, one);
      first.until = Math.max(first.until ?? 0, one.until ?? startOf(one));
    } else {
      first = one;
      places = new Set();
    }
    places.add(environment);
    last = startOf(one);
  }
}
