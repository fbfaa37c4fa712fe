import { fromRemarks } from "./from-remarks.ts";
import type { Rule } from "./rule.ts";

/**
 * Claims that people of another team or company helped: they had warned, they joined, they worked as one team. Rests on the words of those
 * who were helped. It refuses to count heads: many people in a channel are no team. Of 48 incidents whose people listed what they found it
 * spoke in 3, and they agreed in 3.
 */
export const together: Rule = {
  name: "together",
  part: "went_well",
  category: "coordination",
  agreed: [3, 3],
  find: (course) =>
    fromRemarks(
      course,
      "together",
      "Others helped",
      "said: somebody says that others warned, joined or worked with them",
    ),
};
