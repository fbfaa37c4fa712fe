import { fromRemarks } from "./from-remarks.ts";
import type { Rule } from "./rule.ts";

/**
 * Claims that people did not know of each other or of who leads. Rests on their own words. It refuses to claim whose fault that was. It
 * spoke in none of 48 incidents whose people listed what they found.
 */
export const atOdds: Rule = {
  name: "at_odds",
  part: "went_wrong",
  category: "coordination",
  agreed: [0, 0],
  find: (course) =>
    fromRemarks(
      course,
      "at_odds",
      "People did not know of each other",
      "said: somebody asks who leads, or was not told",
    ),
};
