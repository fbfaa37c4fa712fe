import { spellSpan } from "../spell.ts";
import { instantOf, SECOND } from "../time.ts";
import type { Course, Rule } from "./rule.ts";

/**
 * Claims that a person acknowledged within the target after detection. Rests on the acknowledgement's entry. It refuses to claim anything
 * where the time of detection or of the acknowledgement is unknown, or where impact is known to have gone on past the target for acting:
 * nobody praises a fast answer that led nowhere. Of 48 incidents whose people listed what they found it spoke in 3, and they agreed in
 * none.
 */
export const fastAcknowledgement: Rule = {
  name: "fast_acknowledgement",
  part: "went_well",
  category: "fast_acknowledgement",
  agreed: [0, 3],
  find: (course) => {
    const { tta } = course.metrics;
    const answer = course.shown.find(({ entry }) => entry.id === course.moments.acknowledged.entry);
    const target = course.settings.targets.acknowledge;
    if (tta === null || !answer || tta * SECOND > target || ledNowhere(course)) return [];
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

function ledNowhere({ moments: { detected, mitigated }, settings }: Course): boolean {
  if (detected.at === null || mitigated.at === null) return false;
  return instantOf(mitigated.at) - instantOf(detected.at) > settings.targets.act;
}
