import { fromRemarks } from "./from-remarks.ts";
import type { Rule } from "./rule.ts";

/**
 * Claims that somebody wrote a tool or found a way that was not there before. Rests on their own words. It refuses to claim that it ended
 * the incident. Of 48 incidents whose people listed what they found it spoke in 1, and they agreed in none.
 */
export const devised: Rule = {
  name: "devised",
  part: "went_well",
  category: "new_mitigation",
  agreed: [0, 1],
  find: (course) =>
    fromRemarks(
      course,
      "devised",
      "A way was found that was not there before",
      "said: somebody says that they wrote a tool for it or found a way",
    ),
};
