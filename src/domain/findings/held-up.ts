import { fromRemarks } from "./from-remarks.ts";
import type { Rule } from "./rule.ts";

/**
 * Claims that something mended itself, or held. Rests on the words of those who saw it. It refuses to claim that it was built for that;
 * that no data was lost, which the public is told of every outage, is no claim that anything held. Of 48 incidents whose people listed what
 * they found it spoke in 5, and they agreed in 2.
 */
export const heldUp: Rule = {
  name: "held_up",
  part: "went_well",
  category: "graceful_degradation",
  agreed: [2, 5],
  find: (course) =>
    fromRemarks(
      course,
      "held_up",
      "It mended itself, or held",
      "said: somebody says that it recovered by itself, or held",
    ),
};
