import { isAutomatic } from "../draft/detection.ts";
import { spellSpan } from "../spell.ts";
import type { Rule } from "./rule.ts";

/**
 * Claims that monitoring did not tell of it: a person did, and no alert followed within the target for detection. Rests on the report, and
 * on the first alert where one came later. It gives way to somebody's words about what monitoring missed, and refuses to claim that an
 * alert would have been possible. Of 48 incidents whose people listed what they found it spoke in 7, and they agreed in 5.
 */
export const unnoticed: Rule = {
  name: "unnoticed",
  part: "issue",
  category: "monitoring_gap",
  agreed: [5, 7],
  find: (course) => {
    if (course.detection.by !== "human" || course.remarks.some(({ about }) => about === "unwatched")) return [];
    const shown = course.shown;
    const report = shown.find(({ entry }) => entry.id === course.detection.entry);
    const alert = shown.find((told) => isAutomatic(told) && told.at >= (report?.at ?? 0));
    if (!report || (alert && alert.at - report.at <= course.settings.targets.detect)) return [];
    const late = alert ? `the first came ${spellSpan(alert.at - report.at)} later` : "none is in the record";
    return [
      {
        subject: null,
        text: `No alert told of it when a person did: ${late}.`,
        reason: "no_alert: a person told of it, and no alert within the target for detection",
        evidence: alert ? [report, alert] : [report],
      },
    ];
  },
};
