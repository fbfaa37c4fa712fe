import { between, type Told } from "../draft/entries.ts";
import { type Instant, MINUTE, type Span } from "../time.ts";
import { type Found, last } from "./found.ts";
import { endsOf, openersOf } from "./lifecycles.ts";
import { isRemedy, isToldRecovery, seenWellAfter, toldOrChanged } from "./remedies.ts";

/** A monitor notices within so much that what it watches is well again. */
export const MONITOR_LAG: Span = 5 * MINUTE;
/** Where nothing is told so shortly before, what is told of the recovery within this time, or the last change, set it right: rates are of the last minutes. */
const SLOW_MONITOR_LAG: Span = 15 * MINUTE;

/** Between which instants an end of impact counts: it was noticed, it came back for the last time, it was over. */
interface Window {
  readonly from: Instant;
  readonly until: Instant;
}

/**
 * Most of the alerts that opened the incident and ended have ended, and none of them fires again: one alone may end early, or lag behind.
 * Where fewer than half ever ended, their ends tell nothing. Monitors are late, so that a recovery, rollback or change shortly before is the
 * better instant.
 */
export function alertsEnded(shown: readonly Told[], { from, until }: Window): Found | undefined {
  const firing = new Set<string>();
  let fired = from;
  for (const told of shown) {
    const opened = openersOf(told);
    for (const name of opened) firing.add(name);
    if (opened.length > 0) fired = Math.max(fired, told.at);
  }
  if (firing.size === 0) return undefined;
  const clears = shown.map((clear) => ({ clear, ends: endsOf(clear) })).filter(({ ends }) => ends.length > 0);
  for (const { clear, ends } of clears) if (clear.at <= fired) for (const name of ends) firing.delete(name);
  const later = clears.filter(({ clear: { at } }) => at > fired && at <= until);
  const ending = new Set(later.flatMap(({ ends }) => ends).filter((name) => firing.has(name)));
  if (ending.size === 0 || ending.size * 2 < firing.size) return undefined;
  const half = ending.size / 2;
  const last = later.find(({ ends }) => {
    for (const name of ends) ending.delete(name);
    return ending.size < half;
  });
  return last && shortlyBefore(shown, last.clear, fired);
}

function shortlyBefore(shown: readonly Told[], clear: Told, fired: Instant): Found {
  const since = (lag: Span) => between(shown, Math.max(fired, clear.at - lag), clear.at);
  const remedy = last(
    since(MONITOR_LAG),
    isRemedy,
    "remedy_and_alerts: what set it right, and within minutes the alerts ended",
  );
  return (
    (remedy && isToldRecovery(remedy.on) ? seenWellAfter(shown, remedy.on.at, fired) : undefined) ??
    remedy ??
    toldOrChanged(since(SLOW_MONITOR_LAG), clear.at) ?? {
      on: clear,
      reason: "alerts_ended: most alerts that opened the incident ended, and none fired again",
    }
  );
}
