import { spellSpan } from "../spell.ts";
import { HOUR, type Span } from "../time.ts";
import { fromRemarks } from "./from-remarks.ts";
import { firstPublicWord } from "./public-word.ts";
import type { Rule } from "./rule.ts";

/** So long after detection those who are affected have long asked. */
const LATE: Span = HOUR;

/**
 * Claims that the public was told late, wrongly or not at all: by the words of those who tried to tell it or took back what was told, else
 * by a first post more than an hour after detection. Rests on those words or on that post. It refuses to claim anything where the record
 * holds no status page. Of 48 incidents whose people listed what they found it spoke in 10, and they agreed in 7.
 */
export const publicUntold: Rule = {
  name: "public_untold",
  part: "issue",
  category: "status_communication",
  agreed: [7, 10],
  find: (course) => {
    const said = fromRemarks(
      course,
      "public_untold",
      "The public was told late, wrongly or not at all",
      "said: somebody says that the public was not told, or could not be, or had to be told otherwise",
    );
    const word = firstPublicWord(course);
    if (said.length > 0 || !word || word.after <= LATE) return said;
    return [
      {
        subject: null,
        text: `The status page told of it ${spellSpan(word.after)} after detection.`,
        reason: "late_post: the first public post came more than an hour after detection",
        evidence: word.posts.slice(0, 1),
      },
    ];
  },
};
