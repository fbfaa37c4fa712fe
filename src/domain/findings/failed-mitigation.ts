import type { Told } from "../draft/entries.ts";
import { isRollback } from "../draft/happenings/changes.ts";
import { eventOf, type Happening } from "../draft/happenings/happening.ts";
import { isMessage } from "../draft/happenings/messages.ts";
import type { Reading } from "../reading.ts";
import type { Rule } from "./rule.ts";

/**
 * Claims that something was tried against the incident and did not help, by the words of those who tried, or by a machine's that a rollback
 * failed. Rests on these. It refuses to claim that trying was wrong, and anything of a guess, or of words that only weigh a little more as
 * a failure than as something else. Of 48 incidents whose people listed what they found it spoke in 21, and they agreed in 18.
 */
export const failedMitigation: Rule = {
  name: "failed_mitigation",
  part: "went_wrong",
  category: "failed_mitigation",
  agreed: [19, 23],
  find: (course) => {
    const tried = course.shown.filter(isTriedInVain);
    const [first] = tried;
    if (!first) return [];
    return [
      {
        subject: null,
        text:
          tried.length === 1
            ? `An attempt did not help: ${first.entry.text}`
            : `${tried.length} attempts did not help, the first: ${first.entry.text}`,
        reason: "no_effect: somebody says that an attempt failed or did not help, or a rollback failed",
        evidence: tried.slice(0, 5),
      },
    ];
  },
};

/** A line of which neither the words alone nor what surrounds them make that likely is told as such only because all else is less so. */
function isTriedInVain({ happening, entry }: Told): boolean {
  if (happening.sort === "change") return isRollbackInVain(happening);
  if (happening.sort !== "message" || entry.kind !== "failed_attempt") return false;
  return !isMessage(happening) || happening.weighed?.kindIsLikely !== false || saysSo(happening.reading);
}

const CAME_ABOUT: ReadonlySet<string> = new Set(["succeeded", "rolled_back", "merged"]);

/** A rollback that a machine says failed, and of which nothing says that it came about after all. */
function isRollbackInVain({ events }: Happening): boolean {
  const steps = events.map(eventOf).filter(({ kind }) => kind === "change");
  return (
    steps.some(isRollback) &&
    steps.some(({ action }) => action === "failed") &&
    !steps.some(({ action }) => CAME_ABOUT.has(action))
  );
}

const saysSo = (reading: Reading | null): boolean =>
  reading?.gist?.().likely.some(([kind, likely]) => kind === "failed_attempt" && likely >= LIKELY) ?? false;

const LIKELY = 0.5;
