import type { Rule } from "./rule.ts";

/**
 * Claims that something was tried against the incident and did not help, by the words of those who tried. Rests on their messages. It
 * refuses to claim that trying was wrong. Of 21 incidents whose people listed what they found it spoke in 2, and they agreed in 1.
 */
export const failedMitigation: Rule = {
  name: "failed_mitigation",
  part: "went_wrong",
  category: "failed_mitigation",
  agreed: [1, 2],
  find: (course) => {
    const tried = course.shown.filter(
      (told) => told.happening.sort === "message" && told.entry.kind === "failed_attempt",
    );
    const [first] = tried;
    if (!first) return [];
    return [
      {
        subject: null,
        text:
          tried.length === 1
            ? `An attempt did not help: ${first.entry.text}`
            : `${tried.length} attempts did not help, the first: ${first.entry.text}`,
        reason: "no_effect: somebody says that an attempt failed or did not help",
        evidence: tried.slice(0, 5),
      },
    ];
  },
};
