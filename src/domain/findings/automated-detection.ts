import type { Detection } from "../draft/schema.ts";
import { spellSpan } from "../spell.ts";
import { SECOND } from "../time.ts";
import type { Course, Rule } from "./rule.ts";

/**
 * Claims that monitoring told of the incident before any person did, and carries both gaps (alert to first human report, alert to first
 * human action) so that a reader can judge whether it helped. Rests on the alert's entry. It refuses to claim that the alert was early,
 * that it reached anybody, or that it deserves praise; that nobody reported it, where a line looks like a report; and a page that a person
 * triggered by hand is no automated detection. Of 48 incidents whose people listed what they found it spoke in 36, and they agreed in 18.
 */
export const automatedDetection: Rule = {
  name: "automated_detection",
  part: "went_well",
  category: "automated_detection",
  agreed: [18, 36],
  find: (course) => {
    const { by, entry } = course.detection;
    const alert = course.shown.find((told) => told.entry.id === entry);
    if (by !== "automated" || !alert) return [];
    return [
      {
        subject: null,
        text: `Detected by an alert: ${gapsOf(course)}.`,
        reason: "alert_first: an alert stands before any report by a person",
        evidence: [alert],
      },
    ];
  },
};

/** Of an alert that came first a plain report has a gap. */
const WITHOUT_GAP = {
  plain: [],
  unclear: ["a line looks like a report but does not plainly say so"],
  none: ["nobody in the record reported it"],
} as const satisfies Record<Detection["report"], readonly string[]>;

function gapsOf({ detection: { gaps, ...detection } }: Course): string {
  const report =
    gaps.toReport === null
      ? WITHOUT_GAP[detection.report]
      : [`${spellSpan(gaps.toReport * SECOND)} before the first human report`];
  const action =
    gaps.toAction === null
      ? "no human action is in the record"
      : `${spellSpan(gaps.toAction * SECOND)} to the first human action`;
  return [...report, action].join("; ");
}
