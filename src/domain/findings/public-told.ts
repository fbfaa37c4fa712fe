import { spellSpan } from "../spell.ts";
import { MINUTE, type Span } from "../time.ts";
import { firstPublicWord } from "./public-word.ts";
import type { Rule } from "./rule.ts";

/** The public knows as soon as those who work on it. */
const AT_ONCE: Span = 5 * MINUTE;

/**
 * Claims that the public was told within five minutes of detection, and again afterwards. Rests on the posts of the status page. It refuses
 * to claim that the posts were right, or that anybody read them. Of 48 incidents whose people listed what they found it spoke in 1, and
 * they agreed in 1.
 */
export const publicTold: Rule = {
  name: "public_told",
  part: "went_well",
  category: "communication",
  agreed: [1, 1],
  find: (course) => {
    const word = firstPublicWord(course);
    if (!word || word.after > AT_ONCE || word.posts.length < 2) return [];
    return [
      {
        subject: null,
        text: `The public was told ${spellSpan(word.after)} after detection, in ${word.posts.length} posts.`,
        reason: "told_at_once: the status page told of it within five minutes of detection, and again afterwards",
        evidence: word.posts.slice(0, 5),
      },
    ];
  },
};
