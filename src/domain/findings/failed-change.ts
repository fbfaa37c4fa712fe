import { findPutBack } from "./put-back.ts";
import type { Rule } from "./rule.ts";

/**
 * Claims that a change failed by its own telling, or that it was put back during the incident. Rests on the change's entry and on the
 * rollback's: a machine's before people's words, and none that somebody soon after says did not help. Which change it was is said where one
 * of the rollback's own service stands before it. It refuses to claim that the change caused the incident. Of 48 incidents whose people
 * listed what they found it spoke in 22, and they agreed in 15.
 */
export const failedChange: Rule = {
  name: "failed_change",
  part: "went_wrong",
  category: "failed_change",
  agreed: [14, 21],
  find: (course) => {
    const back = findPutBack(course);
    if (back) {
      const { change, rollback } = back;
      return [
        {
          subject: null,
          text: `A change was put back: ${(change ?? rollback).entry.text}`,
          reason: "put_back: a rollback stands on the timeline",
          evidence: change ? [change, rollback] : [rollback],
        },
      ];
    }
    const failed = course.shown.find(
      ({ happening, entry }) => happening.sort === "change" && entry.kind === "failed_attempt",
    );
    if (!failed) return [];
    return [
      {
        subject: null,
        text: `A change failed: ${failed.entry.text}`,
        reason: "failed: the change itself says so",
        evidence: [failed],
      },
    ];
  },
};
