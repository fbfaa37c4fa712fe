import type { Instant, Span } from "../time.ts";
import { isShown, type Told } from "./entries.ts";
import { isMessage, isStated } from "./happenings/messages.ts";

/**
 * When the incident shows first: at its first opener; at an alert of the timeline that fired shortly before and still did then; or at a report
 * shortly before. An alert too mild to open an incident by itself may tell of it before the one that does; one that had cleared told of
 * something else.
 *
 * @param entries in timeline order
 * @param start the first opener
 * @param within how near to it they have to be: as near as two openers of one incident
 */
export function onsetOf(entries: readonly Told[], start: Instant, within: Span): Instant {
  for (const told of entries) {
    if (told.at >= start) break;
    if (told.at >= start - within && (firedUntil(told, start) || isReport(told))) return told.at;
  }
  return start;
}

/** The reports by which the incident shows before its first opener are lines of the timeline. */
export function raiseReports(entries: readonly Told[], onset: Instant, start: Instant): void {
  for (const told of entries) {
    if (told.at >= start) break;
    if (told.at < onset || isShown(told) || !isReport(told)) continue;
    told.entry.visibility = "timeline";
    told.entry.reason = "early_report: a person tells of trouble shortly before what opens the incident";
  }
}

function firedUntil(told: Told, start: Instant): boolean {
  const { sort, until } = told.happening;
  return isShown(told) && sort === "alert" && (until === null || until >= start);
}

/** Somebody's word that it fails for users, not only some talk in the incident's channels: by a rule, or by what was weighed to be worth a line. */
function isReport({ entry: { attach, kind }, happening }: Told): boolean {
  const isNear = attach.rank < 4 || attach.reason === "first_sign";
  if (happening.reading?.kind === "human_report") return isNear;
  return kind === "human_report" && isNear && isMessage(happening) && isStated(happening);
}
