import { spellSpan } from "../spell.ts";
import { instantOf, MINUTE, SECOND, type Span } from "../time.ts";
import type { Rule } from "./rule.ts";

/** Impact that ends within so much of detection ended fast by anybody's measure. */
const FAST: Span = 15 * MINUTE;

/**
 * Claims that impact was mitigated within a quarter of an hour of detection, by what somebody did. Rests on the entry of mitigation and on
 * a deed between the two. It refuses to claim anything where either instant is unknown or nobody did anything, or that the deed is why. Of
 * 48 incidents whose people listed what they found it spoke in 3, and they agreed in none.
 */
export const fastMitigation: Rule = {
  name: "fast_mitigation",
  part: "went_well",
  category: "fast_mitigation",
  agreed: [0, 3],
  find: (course) => {
    const { detected, mitigated } = course.moments;
    if (detected.at === null || mitigated.at === null) return [];
    const [from, to] = [instantOf(detected.at), instantOf(mitigated.at)];
    const shown = course.shown;
    const deed = shown.findLast(({ at, entry }) => at >= from && at <= to && DEEDS.has(entry.kind));
    const on = shown.find(({ entry }) => entry.id === mitigated.entry);
    if (!deed || !on || to < from || to - from > FAST) return [];
    const span = spellSpan(Math.floor((to - from) / SECOND) * SECOND);
    return [
      {
        subject: null,
        text: `Mitigated ${span} after detection, after: ${deed.entry.text}`,
        reason: "fast: mitigated within a quarter of an hour of detection, after a deed",
        evidence: on === deed ? [on] : [deed, on],
      },
    ];
  },
};

const DEEDS: ReadonlySet<string> = new Set(["mitigation", "rollback", "change"]);
