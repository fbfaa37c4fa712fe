import { spellSpan } from "../spell.ts";
import { SECOND } from "../time.ts";
import { type Rule, shownOf } from "./rule.ts";

/**
 * Claims that a person acknowledged within the target after detection. Rests on the acknowledgement's entry. It refuses to claim anything
 * where the time of detection or of the acknowledgement is unknown, and says nothing of what was done afterwards.
 */
export const fastAcknowledgement: Rule = {
  name: "fast_acknowledgement",
  part: "went_well",
  category: "fast_acknowledgement",
  find: (course) => {
    const { tta } = course.metrics;
    const answer = shownOf(course).find(({ entry }) => entry.id === course.moments.acknowledged.entry);
    const target = course.settings.targets.acknowledge;
    if (tta === null || !answer || tta * SECOND > target) return [];
    return [
      {
        subject: null,
        text: `Acknowledged ${spellSpan(tta * SECOND)} after detection (target ${spellSpan(target)}).`,
        reason: "within_target: the first acknowledgement by a person came within the target",
        evidence: [answer],
      },
    ];
  },
};
