import { fromRemarks } from "./from-remarks.ts";
import type { Rule } from "./rule.ts";

/**
 * Claims that a runbook or drill was followed. Rests on the words of those who followed it. It refuses to claim that it helped. It spoke in
 * none of 48 incidents whose people listed what they found.
 */
export const byTheBook: Rule = {
  name: "by_the_book",
  part: "went_well",
  category: "procedure_followed",
  agreed: [0, 0],
  find: (course) =>
    fromRemarks(
      course,
      "by_the_book",
      "A procedure was followed",
      "said: somebody says that they follow what is written down, or had practised it",
    ),
};
