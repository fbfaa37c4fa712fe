import { fromRemarks } from "./from-remarks.ts";
import type { Rule } from "./rule.ts";

/**
 * Claims that somebody did not know how a tool or system works, or did it for the first time. Rests on what they say of themselves. It
 * refuses to speak of anybody else: nobody is said to lack knowledge by another person. Of 48 incidents whose people listed what they found
 * it spoke in 3, and they agreed in 1.
 */
export const untrained: Rule = {
  name: "untrained",
  part: "issue",
  category: "training",
  agreed: [1, 3],
  find: (course) =>
    fromRemarks(
      course,
      "untrained",
      "Somebody did not know how it works",
      "said: somebody says that they did not know, or did it for the first time",
    ),
};
