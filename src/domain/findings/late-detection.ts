import { isAutomatic } from "../draft/detection.ts";
import { spellSpan } from "../spell.ts";
import { SECOND } from "../time.ts";
import type { Rule } from "./rule.ts";

/**
 * Claims that a person told of the incident, and no alert within the target, or that detection came later than the target after the stated
 * start of impact. Rests on the first report, and on the first alert where there is one. It refuses to claim that an alert would have been
 * possible, or why there was none. Of 48 incidents whose people listed what they found it spoke in 12, and they agreed in 1.
 */
export const lateDetection: Rule = {
  name: "late_detection",
  part: "went_wrong",
  category: "late_detection",
  agreed: [1, 11],
  find: (course) => {
    const { detection, metrics, settings } = course;
    const shown = course.shown;
    const first = shown.find(({ entry }) => entry.id === detection.entry);
    if (!first) return [];
    if (detection.by === "human") {
      const alert = shown.find((told) => isAutomatic(told) && told.at >= first.at);
      if (alert && alert.at - first.at <= settings.targets.detect) return [];
      const later = alert
        ? `; the first alert came ${spellSpan(alert.at - first.at)} later`
        : "; no alert is in the record";
      return [
        {
          subject: null,
          text: `A person told of it first${later}.`,
          reason: "human_first: a report by a person stands before any alert",
          evidence: alert ? [first, alert] : [first],
        },
      ];
    }
    if (metrics.ttd === null || metrics.ttd * SECOND <= settings.targets.detect) return [];
    return [
      {
        subject: null,
        text: `Detected ${spellSpan(metrics.ttd * SECOND)} after the first sign of impact (target ${spellSpan(settings.targets.detect)}).`,
        reason: "over_target: detection came later than the target after the first sign of impact",
        evidence: [first],
      },
    ];
  },
};
