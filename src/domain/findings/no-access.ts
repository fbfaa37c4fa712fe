import { fromRemarks } from "./from-remarks.ts";
import type { Rule } from "./rule.ts";

/**
 * Claims that somebody who worked on it lacked access, rights or a way in. Rests on their own words, or on their asking for somebody who
 * has it. It refuses to claim that they should have had it. Of 48 incidents whose people listed what they found it spoke in 2, and they
 * agreed in 2.
 */
export const noAccess: Rule = {
  name: "no_access",
  part: "issue",
  category: "access",
  agreed: [2, 2],
  find: (course) =>
    fromRemarks(
      course,
      "no_access",
      "Somebody lacked access",
      "said: somebody says that access, rights or a way in were missing",
    ),
};
