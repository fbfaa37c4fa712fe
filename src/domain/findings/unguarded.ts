import { fromRemarks } from "./from-remarks.ts";
import type { Rule } from "./rule.ts";

/**
 * Claims that a test, a review, a limit or a rehearsal was missing. Rests on the words of those who found so. It refuses to claim that one
 * would have caught it. Of 48 incidents whose people listed what they found it spoke in 2, and they agreed in none.
 */
export const unguarded: Rule = {
  name: "unguarded",
  part: "issue",
  category: "process",
  agreed: [0, 2],
  find: (course) =>
    fromRemarks(
      course,
      "unguarded",
      "The way of working let it through",
      "said: somebody says that a test, review, limit or rehearsal was missing",
    ),
};
