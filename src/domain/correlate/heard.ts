import type { RecordedEvent } from "../event.ts";
import type { IncidentRules } from "../settings.ts";
import { firstPlace } from "../sorted.ts";
import type { Instant } from "../time.ts";

/**
 * Tells which sources told of anything, of an incident or not, from `lookback` before a start to `lookahead` after an end: by name, sorted. Of
 * those nobody has to ask whether they were sending.
 */
export function hearing(
  events: readonly RecordedEvent[],
  { lookback, lookahead }: Pick<IncidentRules, "lookback" | "lookahead">,
): (window: { readonly start: Instant; readonly end: Instant }) => string[] {
  const told = new Map<string, Instant[]>();
  for (const { source, event } of events) told.getOrInsertComputed(source, () => []).push(event.occurredAt);
  const sources = [...told].sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [, times] of sources) times.sort((a, b) => a - b);
  return ({ start, end }) => {
    const [from, to] = [start - lookback, end + lookahead];
    const isWithin = (times: readonly Instant[]) => (times[firstPlace(times, (at) => at >= from)] ?? to + 1) <= to;
    return sources.filter(([, times]) => isWithin(times)).map(([source]) => source);
  };
}
