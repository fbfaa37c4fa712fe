import { spellSpan } from "../spell.ts";
import { SECOND } from "../time.ts";
import type { Rule } from "./rule.ts";

/**
 * Claims that no person acted, or that nobody acknowledged, within the target for acting after detection; that for acknowledging is only
 * what is praised. Rests on the detection and on the first action or acknowledgement. It refuses to claim that nobody was looking: what
 * people did off the record it cannot know. Of 48 incidents whose people listed what they found it spoke in 4, and they agreed in 2.
 */
export const slowResponse: Rule = {
  name: "slow_response",
  part: "went_wrong",
  category: "slow_response",
  agreed: [2, 4],
  find: (course) => {
    const { detection, metrics, moments, settings } = course;
    const shown = course.shown;
    const first = shown.find(({ entry }) => entry.id === detection.entry);
    if (!first) return [];
    const answer = shown.find(({ entry }) => entry.id === moments.acknowledged.entry);
    const { toAction } = detection.gaps;
    const slow = (span: number | null, target: number) => span !== null && span * SECOND > target;
    if (slow(metrics.tta, settings.targets.act)) {
      return [
        {
          subject: null,
          text: `Acknowledged ${spellSpan((metrics.tta ?? 0) * SECOND)} after detection.`,
          reason: "late_acknowledgement: the first acknowledgement came after the target for acting",
          evidence: answer ? [first, answer] : [first],
        },
      ];
    }
    if (!slow(toAction, settings.targets.act)) return [];
    return [
      {
        subject: null,
        text: `The first human action in the record came ${spellSpan((toAction ?? 0) * SECOND)} after detection.`,
        reason: "late_action: nobody acted within the target",
        evidence: [first],
      },
    ];
  },
};
