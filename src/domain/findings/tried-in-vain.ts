import { failedMitigation } from "./failed-mitigation.ts";
import { fromRemarks } from "./from-remarks.ts";
import type { Rule } from "./rule.ts";

/**
 * Claims that something was tried against the incident and changed nothing, where the failed attempt is no line of its own: in the public
 * posts, in remarks on what somebody else tried. Rests on those words, and gives way to the failed attempts of the timeline. It refuses to
 * claim that trying was wrong. Of 48 incidents whose people listed what they found it spoke in 4, and they agreed in 3.
 */
export const triedInVain: Rule = {
  name: "tried_in_vain",
  part: "went_wrong",
  category: "failed_mitigation",
  agreed: [2, 3],
  find: (course) =>
    failedMitigation.find(course).length > 0
      ? []
      : fromRemarks(
          course,
          "no_effect",
          "What was tried did not help",
          "said: somebody says of what was tried that it failed or changed nothing",
        ),
};
