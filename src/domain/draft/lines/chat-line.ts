import { codeIfAlone, withoutEntities, withoutQuotes } from "../../chat-markup.ts";
import type { EntryKind } from "../../kinds.ts";
import type { Scene } from "../scene.ts";
import { firstWords, oneLine } from "./one-line.ts";
import type { Wording } from "./tense.ts";

/** How a line introduces what a person said, by its kind. Other kinds have none: whether it was done, offered or asked for, the words themselves tell. */
const VERBS: Partial<Readonly<Record<EntryKind, { readonly past: string; readonly what?: string }>>> = {
  human_report: { past: "reported" },
  symptom: { past: "reported" },
  observation: { past: "noted" },
  hypothesis: { past: "suspected" },
  recovery: { past: "reported", what: " recovery" },
  failed_attempt: { past: "reported", what: " no success" },
  declaration: { past: "declared" },
  communication: { past: "informed" },
};

/** A word with a hyphen or a dot inside is a name ("update-index", "so.example.org"); "oh no" goes, or stays, as a whole. */
const OPENING =
  /^(?:(?:oh no(?=\s*[.,;:!…])|(?!oh no\b)(?:ok(?:ay)?|right|so|well|and|but|yes|yeah|hi(?: all)?|hello|hey|morning|hm+|ah|oh|ugh|meh|fyi|(?:further |quick )?update|alright|nah))\b(?![-.][\p{L}\p{N}])[\s,:;!.…-]+)+(?=\S)/iu;
/** What stands before an item of a list, or behind an address that is left out. */
const BULLET = /^[^\S\n]*(?:[-–—•,:;]+[^\S\n]+)+(?=\S)/gm;
/** Who speaks stands before the line already. */
const SELF = /^(?:(?:[\p{L}-]+ )?here\s?[:,–—-]|(?:[\p{L}-]+ ){2,3}here\s?:)\s+(?=\S)/iu;
/** An explanation within a sentence, or one that is a sentence; "so that's another hour" states something of its own. */
const CAUSE = new RegExp(
  [
    "(?<![.!?…;\\s])[\\s,(–—-]+(?:because|due to|so that|which is why|in order to|to (?:prevent|avoid)|that's why|hence)\\b[^,.;]*",
    "[\\s,;(–—-]+(?:because|due to|which is why|in order to|that's why|hence)\\b[^,.;]*(?=[.;]|$)",
  ].join("|"),
  "i",
);
/** A line of a log, an error as it was shown: its words are the machine's. */
const LOGGED = /^\W*(?:ERROR|FATAL|PANIC|WARN(?:ING)?|CRITICAL|NOTICE|HINT|DETAIL)\b/;
/** What somebody or something else said or wrote. */
const QUOTATION = /"[^"\n]*"|“[^”\n]*”|`[^`\n]*`/g;
/** A word that leads to an address, which lines leave out. */
const LEADS_TO_ADDRESS =
  /\s+(?:in|at|on|to|from|under|via|see):?\s+(?:<https?:[^<>|\s]+>|https?:\/\/[^\s<>)\]]*[^\s<>)\].,;:!?](?![^\s<>)\]]*[^\s<>)\].,;:!?]))(?=\s*(?:[,.;:!)]|$))/gi;
/** The end of a line that is written on another one, with the mark that stands there. */
const BREAK = /(?<!\s)([.,:;!?…])?\s*\n\s*/g;
const WORDS = 28;
const LONGEST_TEXT = 2_000;

/** What a person said, as drafts tell of it. */
export interface Said {
  readonly text: string;
  readonly kind: EntryKind;
  /** It plainly states what happened: a decision was taken, not thought of. */
  readonly certain: boolean;
}

/** A chat message as a line: who, what kind of statement, and the words themselves without greeting, explanation and markup. */
export function chatLine(
  { text, kind, certain }: Said,
  actor: string | undefined,
  { people, wording }: Pick<Scene, "people" | "wording">,
): string {
  const own = withoutQuotes(people.unmention(codeIfAlone(text.slice(0, LONGEST_TEXT)))).replaceAll(BULLET, "");
  const bound = own.includes("http") ? own.replaceAll(LEADS_TO_ADDRESS, "") : own;
  const joined = bound.includes("\n") ? bound.replaceAll(BREAK, (_, mark = ".") => `${mark} `) : bound;
  const said = withoutEntities(oneLine(joined))
    .replace(/^!log\s+/i, "")
    .replaceAll(BULLET, "")
    .replace(OPENING, "")
    .replace(SELF, "");
  const bare = withoutCause(said).replace(/[\s,;:–—-]+$|(?<=\p{L}{3}\S?)\.$/u, "");
  const words = bare.includes(" ") ? bare : said;
  const who = actor ?? "Somebody";
  if (words === "") return `${who} ${wording.does("posted")} without words`;
  return firstWords(`${who}${tell(words, kind, certain, wording)}`, WORDS);
}

/** Without the explanation that somebody gives; what a machine wrote, or another said, stays whole. */
function withoutCause(said: string): string {
  const cause = LOGGED.test(said) ? null : CAUSE.exec(said);
  if (!cause) return said;
  const end = cause.index + cause[0].length;
  for (const { index, 0: quotation } of said.matchAll(QUOTATION))
    if (index < end && cause.index < index + quotation.length) return said;
  return said.slice(0, cause.index) + said.slice(end);
}

/** The verb and what follows it; no word is said twice. */
function tell(words: string, kind: EntryKind, certain: boolean, { does }: Wording): string {
  if (kind === "decision" && certain) return decided(words, does("decided"));
  const declared = kind === "declaration" ? DECLARES.exec(words) : null;
  if (declared) return ` ${does("declared")} ${words.slice(declared[0].length)}`;
  const verb = kind === "recovery" && FIGURE.test(words) ? undefined : VERBS[kind];
  return `${verb === undefined ? "" : ` ${does(verb.past)}${verb.what ?? ""}`}: ${words}`;
}

/** A share alone may be how far something got. */
const FIGURE = /^[~≈]?\d+(?:[.,]\d+)? ?%$/;

const DECLARES = /^(?:i'm |i am |we're |we are |i |we )?(?:hereby )?declar(?:ing|ed?) (?:this )?(?=\S)/i;

const DECIDES = /^(?:the )?(?:decision(?: is)?\s?:?|(?:(?:we|i)(?:'ve| have)? )?(?:all )?(?:decided|agreed):?) +/i;
/** A plan in the first person, without a verb that says how things are. */
const WE_DO =
  /^we(?:'ll| will|'re going to| are going to| shall)? (?!(?:are|were|have|had|has|can|could|can't|cannot|should|must|may|might|don't|won't|do not|will not|did)\b)(\w+ )/i;

/** "decision: we go back to v7" is told as "decided to go back to v7". */
function decided(words: string, verb: string): string {
  const what = words.replace(DECIDES, "");
  if (WE_DO.test(what) && !/^we(?:'re|'ve) (?!going to)/i.test(what)) return ` ${verb} to ${what.replace(WE_DO, "$1")}`;
  return what !== words && /^(?:to|on|against|not|that) /i.test(what) ? ` ${verb} ${what}` : ` ${verb}: ${what}`;
}
