import { isCode } from "../draft/changes.ts";
import { HOUR } from "../time.ts";
import type { Rule } from "./rule.ts";

/** A change that is put back is the one before it, at most so long before. */
const PUT_BACK_WITHIN = 24 * HOUR;

/**
 * Claims that a change failed by its own telling, or that it was put back during the incident. Rests on the change's entry and on the
 * rollback's. It refuses to claim that the change caused the incident. Of 21 incidents whose people listed what they found it spoke in 6,
 * and they agreed in 5.
 */
export const failedChange: Rule = {
  name: "failed_change",
  part: "went_wrong",
  category: "failed_change",
  agreed: [5, 6],
  find: (course) => {
    const shown = course.shown;
    const rollback = shown.find(({ entry }) => entry.kind === "rollback");
    const failed = shown.find(({ happening, entry }) => happening.sort === "change" && entry.kind === "failed_attempt");
    const change =
      rollback &&
      shown.findLast(
        ({ happening, entry, at }) =>
          happening.sort === "change" &&
          entry.kind === "change" &&
          at < rollback.at &&
          rollback.at - at <= PUT_BACK_WITHIN &&
          !isCode(happening.event),
      );
    if (rollback) {
      return [
        {
          subject: null,
          text: change
            ? `A change was put back: ${change.entry.text}`
            : `A change was put back: ${rollback.entry.text}`,
          reason: "put_back: a rollback stands on the timeline",
          evidence: change ? [change, rollback] : [rollback],
        },
      ];
    }
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
