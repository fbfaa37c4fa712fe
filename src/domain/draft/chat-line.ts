import type { EntryKind } from "../kinds.ts";
import { firstWords, oneLine } from "./one-line.ts";
import type { People } from "./people.ts";

/** How a line introduces what a person said, by its kind. */
const VERBS: Partial<Readonly<Record<EntryKind, string>>> = {
  human_report: "reported",
  symptom: "reported",
  observation: "noted",
  hypothesis: "suspected",
  decision: "proposed",
  recovery: "reported recovery",
  escalation: "called for help",
  follow_up: "planned",
  failed_attempt: "reported no success",
  rollback: "rolling back",
  declaration: "declared",
  communication: "informed",
};

const OPENING =
  /^(?:(?:ok(?:ay)?|right|so|well|and|but|yes|yeah|hi(?: all)?|hello|hey|morning|hm+|ah|oh|ugh|meh|fyi|(?:further |quick )?update|alright|nah)\b[\s,:;!.…-]+)+(?=\S)/i;
const CAUSE =
  /[\s,;(–—-]+(?:because|due to|so that|which is why|in order to|to (?:prevent|avoid)|that's why|hence)\b[^,.;]*/i;
const ENOUGH_WORDS = 2;
const WORDS = 22;
const LONGEST_TEXT = 2_000;

/** A chat message as a line: who, what kind of statement, and the words themselves without greeting, explanation and markup. */
export function chatLine(text: string, kind: EntryKind, actor: string | undefined, people: People): string {
  const said = oneLine(
    people
      .unmention(text.slice(0, LONGEST_TEXT))
      .replaceAll(/^\s*(?:>|&gt;).*$/gm, " ")
      .replaceAll(/\s*\n+\s*/g, ". "),
  )
    .replaceAll(/&(lt|gt|amp);/g, (_, name: string) => (name === "lt" ? "<" : name === "gt" ? ">" : "&"))
    .replace(/^!log\s+/i, "")
    .replace(OPENING, "");
  const bare = said.replace(CAUSE, "").replace(/[\s,;:–—-]+$/, "");
  const words = bare.split(" ").length >= ENOUGH_WORDS ? bare : said;
  const verb = VERBS[kind];
  const who = actor ?? "Somebody";
  if (words === "") return `${who} posted without words`;
  return firstWords(`${who}${verb === undefined ? "" : ` ${verb}`}: ${words}`, WORDS);
}
