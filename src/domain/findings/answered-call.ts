import type { Told } from "../draft/entries.ts";
import { spellSpan } from "../spell.ts";
import { MINUTE, type Span } from "../time.ts";
import type { Course, Rule } from "./rule.ts";

/** Who comes so soon after a call came because of it. */
const SOON: Span = 15 * MINUTE;

/**
 * Claims that a call for help was answered: somebody who had no line before has one within a quarter of an hour. Rests on the call and on
 * that line. It refuses to claim that the help was what was needed, or that nobody came where nobody wrote. Of 48 incidents whose people
 * listed what they found it spoke in 3, and they agreed in 1.
 */
export const answeredCall: Rule = {
  name: "answered_call",
  part: "went_well",
  category: "coordination",
  agreed: [1, 3],
  find: (course) => {
    const found = answered(course);
    if (!found || course.remarks.some(({ about }) => about === "together")) return [];
    const [call, came] = found;
    return [
      {
        subject: null,
        text: `A call for help was answered within ${spellSpan(came.at - call.at)} by ${came.entry.actor ?? "somebody"}.`,
        reason: "answered: somebody new has a line within a quarter of an hour of a call for help",
        evidence: [call, came],
      },
    ];
  },
};

function answered(course: Course): [Told, Told] | undefined {
  const shown = course.shown;
  for (const call of course.entries.filter(({ happening }) => happening.reading?.kind === "escalation")) {
    const known = new Set(shown.filter(({ at }) => at <= call.at).map(({ entry }) => entry.actor));
    const came = shown.find(
      ({ at, entry, happening }) =>
        at > call.at &&
        at - call.at <= SOON &&
        happening.sort === "message" &&
        entry.actor !== undefined &&
        entry.actor !== call.entry.actor &&
        !known.has(entry.actor),
    );
    if (came) return [call, came];
  }
  return undefined;
}
