import type { Instant, Span } from "../time.ts";
import type { Told } from "./entries.ts";

/**
 * When the incident shows first: at its first opener, or at an alert of the timeline that fired shortly before and still did then. An alert
 * too mild to open an incident by itself may tell of it before the one that does; one that had cleared told of something else.
 *
 * @param start the first opener
 * @param within how near to it the alert has to be: as near as two openers of one incident
 */
export function onsetOf(entries: readonly Told[], start: Instant, within: Span): Instant {
  return entries
    .filter(({ entry, happening }) => entry.visibility === "timeline" && happening.sort === "alert")
    .filter(({ at, happening: { until } }) => at >= start - within && (until === null || until >= start))
    .reduce((onset, { at }) => Math.min(onset, at), start);
}
