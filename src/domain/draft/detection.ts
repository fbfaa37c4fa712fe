import { type Instant, instantOf, SECOND } from "../time.ts";
import { isBackdated, type Told } from "./entries.ts";
import { eventOf } from "./happenings/happening.ts";
import { isMessage } from "./happenings/messages.ts";
import type { Detection, Entry, Metrics, Moments } from "./schema.ts";

/** What a person does about an incident, as opposed to telling of it. */
const ACTIONS = new Set([
  "acknowledgement",
  "mitigation",
  "rollback",
  "declaration",
  "decision",
  "failed_attempt",
  "escalation",
  "communication",
  "change",
]);
/** Without an alert and a report: whoever first speaks of trouble, or acts on it. */
const NOTICES = new Set([...ACTIONS, "human_report", "symptom", "observation", "hypothesis"]);

/**
 * How the incident was noticed: by an alert (or a page that no person triggered) before any person told of it, or by a person. The gaps run
 * from the first alert to the first human report and to the first human action: seconds, null where one of the two is not in the record.
 *
 * @param shown entries of the timeline
 * @param within those from when the incident shows first: what was said before it is no detection
 */
export function findDetection(shown: readonly Told[], within: readonly Told[]): Detection {
  const alert = within.find(isAutomatic);
  const report = within.find(isReport);
  const declaration = within.find((told) => told.entry.kind === "declaration" && isByPerson(told));
  const first =
    firstOf(alert, firstOf(report, declaration)) ??
    within.find((told) => NOTICES.has(told.entry.kind) && isByPerson(told));
  const said = report ? "plain" : likelyReport(shown.map(({ entry }) => entry));
  if (!first) return { by: null, entry: null, report: said, gaps: { toReport: null, toAction: null } };
  const action = within.find((told) => told.at >= first.at && ACTIONS.has(told.entry.kind) && isByPerson(told));
  return {
    by: first === alert ? "automated" : "human",
    entry: first.entry.id,
    report: said,
    gaps: { toReport: first === alert ? gap(first.at, report) : null, toAction: gap(first.at, action) },
  };
}

/** What lines say of a report where none is one plainly. */
export function likelyReport(entries: readonly Entry[]): "unclear" | "none" {
  return entries.some(isCalledReport) ? "unclear" : "none";
}

/** Whether the timeline calls it a report. */
export const isCalledReport = ({ kind, visibility }: Entry): boolean =>
  kind === "human_report" && visibility === "timeline";

const isByPerson = (told: Told): boolean => isHuman(told) && !isBackdated(told);

function firstOf(alert: Told | undefined, report: Told | undefined): Told | undefined {
  if (!alert || !report) return alert ?? report;
  return alert.at <= report.at ? alert : report;
}

function gap(from: Instant, to: Told | undefined): number | null {
  return to ? seconds(to.at - from) : null;
}

const seconds = (span: number): number => Math.floor(span / SECOND);

/** A monitor's alert, or a page that came without a person: one that a person triggered by hand is a report. */
export function isAutomatic({ happening }: Told): boolean {
  if (happening.sort === "alert") return true;
  return happening.sort === "page" && happening.event.actor.type !== "human";
}

/** A person's report, also where a machine brings it: a ticket, a mail. Its line says so, and a rule of the reader too, or its weight does plainly. */
export function isReport(told: Told): boolean {
  const isTold = isHuman(told) || told.happening.sort === "post";
  return isTold && told.entry.kind === "human_report" && isPlainly(told) && !isBackdated(told);
}

function isPlainly({ happening }: Told): boolean {
  const { reading } = happening;
  const isRuled = reading === null || reading.kind === "human_report";
  return isRuled || (isMessage(happening) && happening.weighed?.kindIsLikely === true);
}

export function isHuman({ happening }: Told): boolean {
  return happening.events.some((attached) => eventOf(attached).actor.type === "human");
}

/** Between which moments a metric runs. */
const METRICS = {
  ttd: ["impactStarted", "detected"],
  tta: ["detected", "acknowledged"],
  ttm: ["impactStarted", "mitigated"],
  ttr: ["impactStarted", "resolved"],
} as const;

/** A metric that cannot be: its end lies before its start. */
export interface Negative {
  readonly metric: keyof Metrics;
  readonly from: keyof Moments;
  readonly to: keyof Moments;
}

/**
 * Seconds between key moments; null where one is unknown, or where the end lies before the start. Impact is taken to start with its first
 * sign: where that sign is what detected it, nothing was measured, and the time to detect is null, too, unless a person set one of the two.
 *
 * @param set those that people set
 */
export function measure(
  moments: Moments,
  set: ReadonlySet<keyof Moments> = new Set(),
): { metrics: Metrics; negatives: Negative[] } {
  const metrics: Metrics = { ttd: null, tta: null, ttm: null, ttr: null };
  const negatives: Negative[] = [];
  const isSaid = set.has("impactStarted") || set.has("detected");
  for (const metric of ["ttd", "tta", "ttm", "ttr"] as const) {
    const [from, to] = METRICS[metric];
    const [told, until] = [moments[from].at, moments[to].at];
    if (told === null || until === null || (metric === "ttd" && !isSaid && isOneSign(moments))) continue;
    const [start, end] = [instantOf(told), instantOf(until)];
    if (end < start) negatives.push({ metric, from, to });
    else metrics[metric] = seconds(end - start);
  }
  return { metrics, negatives };
}

const isOneSign = ({ impactStarted, detected }: Moments): boolean =>
  detected.entry !== null && impactStarted.entry === detected.entry;
