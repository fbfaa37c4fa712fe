import { fromRemarks } from "./from-remarks.ts";
import type { Rule } from "./rule.ts";

/**
 * Claims that somebody helped who was off duty. Rests on what they, or others of them, say. It refuses to praise long hours, which are a
 * cost, and to speak of leave that is still to come. It spoke in none of 48 incidents whose people listed what they found.
 */
export const beyondDuty: Rule = {
  name: "beyond_duty",
  part: "went_well",
  category: "effort",
  agreed: [0, 0],
  find: (course) =>
    fromRemarks(
      course,
      "beyond_duty",
      "Somebody helped who was off duty",
      "said: somebody says that they are off duty and help",
    ),
};
