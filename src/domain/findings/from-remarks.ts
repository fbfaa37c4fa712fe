import { oneLine } from "../draft/lines/one-line.ts";
import type { Subject } from "../remark.ts";
import type { Candidate, Course } from "./rule.ts";

/** So many words of a remark tell what it is about. */
const LONGEST = 200;
/** More of the same adds nothing. */
const MOST_EVIDENCE = 5;

/**
 * One candidate for all remarks on a subject: what is claimed, and the first who says so, word for word. The words that are listened for were
 * chosen by people who had read the incidents on which agreement was counted: elsewhere fewer are heard, and fewer agreed with.
 */
export function fromRemarks({ remarks }: Course, about: Subject, claim: string, reason: string): readonly Candidate[] {
  const found = remarks.filter((remark) => remark.about === about);
  const [first] = found;
  if (!first) return [];
  const words = oneLine(first.words);
  const quote = words.length <= LONGEST ? words : `${words.slice(0, LONGEST - 1).trimEnd()}…`;
  return [
    {
      subject: null,
      text: `${claim}: “${quote}” (${first.by ?? "status page"})`,
      reason,
      evidence: [...new Set(found.map(({ on }) => on))].slice(0, MOST_EVIDENCE),
    },
  ];
}
