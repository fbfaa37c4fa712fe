import { fromRemarks } from "./from-remarks.ts";
import type { Rule } from "./rule.ts";

/**
 * Claims that monitoring did not cover what happened, or was blind to it. Rests on the words of those who found so, and on an alert or
 * check that they add afterwards. It refuses to claim that an alert would have helped, and says nothing of its own accord: the lack of an
 * alert in the record may be a lack in the record. Of 48 incidents whose people listed what they found it spoke in 7, and they agreed in 7.
 */
export const monitoringGap: Rule = {
  name: "unwatched",
  part: "issue",
  category: "monitoring_gap",
  agreed: [7, 7],
  find: (course) =>
    fromRemarks(
      course,
      "unwatched",
      "Somebody says that monitoring missed it",
      "said: somebody says that nothing watches it, or that what watches was blind",
    ),
};
