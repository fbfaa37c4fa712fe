import { failedChange } from "./failed-change.ts";
import { fromRemarks } from "./from-remarks.ts";
import type { Rule } from "./rule.ts";

/**
 * Claims that a change of one's own broke it, by the words of those who made or found it, or of the public post. Rests on those words, and
 * gives way to a rollback or a failed change of the timeline. It refuses to conclude that from a change's being near. Of 48 incidents whose
 * people listed what they found it spoke in 6, and they agreed in 3.
 */
export const ownChange: Rule = {
  name: "own_change",
  part: "went_wrong",
  category: "failed_change",
  agreed: [3, 6],
  find: (course) =>
    failedChange.find(course).length > 0
      ? []
      : fromRemarks(
          course,
          "own_change",
          "A change of one's own broke it",
          "said: somebody says that a change or command of theirs did it",
        ),
};
