import { fromRemarks } from "./from-remarks.ts";
import type { Rule } from "./rule.ts";

/**
 * Claims that what is written down was missing, old or wrong. Rests on the words of those who looked for it, who ask for it in vain, or who
 * go on to change it. It refuses to claim that better words would have helped. Of 48 incidents whose people listed what they found it spoke
 * in 3, and they agreed in 3.
 */
export const undocumented: Rule = {
  name: "undocumented",
  part: "issue",
  category: "documentation",
  agreed: [3, 3],
  find: (course) =>
    fromRemarks(
      course,
      "undocumented",
      "What is written down was missing or wrong",
      "said: somebody says that what is written down is missing, old or wrong",
    ),
};
