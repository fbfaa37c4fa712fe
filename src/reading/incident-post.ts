import type { NumberedPost } from "../domain/reading.ts";
import { plainText } from "./plain-text.ts";

/** What stands before the words: an emoji, a bracket. */
const START = String.raw`^[^\p{L}\p{N}@]*`;
const NUMBER = String.raw`#?(?<number>\p{L}{2,10}-\d{1,8})(?:-[\p{L}\p{N}-]+)?`;
const WORD = String.raw`[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}'._-]*[\p{L}\p{N}])?`;
const NAME = `@?(?<by>${WORD}(?: ${WORD}){0,2}?)`;
const KIND = String.raw`(?:(?:new|major|minor|critical|(?:sev|p|s)-?\d) )*(?:incident:? )?`;
const TITLE = String.raw`(?:["“«][^"”»\n]{1,200}["”»] )?`;
const OPENED = "(?<verb>opened|declared|created|started|raised)";
const ENDED = "(?:resolved|closed)";
/** What was said ends here, or goes on with what it is about. */
const END = String.raw`(?=\s*(?:$|[:.,;!()"“«\n–—|])|\s+-\s|\s+(?:in|for) #|\s+at \d)`;

const form = (...parts: readonly string[]): RegExp => new RegExp(START + parts.join(""), "iu");

const OPENINGS: readonly RegExp[] = [
  form(KIND, NUMBER, String.raw`[\]):,]*\s+`, KIND, TITLE, "(?:was |has been |just )*", OPENED, " by ", NAME, END),
  form(NAME, " (?:has |just )*", OPENED, " (?:an? |the )?", KIND, NUMBER, END),
];

const ENDS: readonly RegExp[] = [
  form(
    KIND,
    NUMBER,
    String.raw`[\]):,]*\s+`,
    TITLE,
    `(?:is |was |has |been |now |just |declared |marked |as )*${ENDED}`,
    String.raw`(?:${END}|(?=\s+(?:by|after)\b))`,
  ),
  form(`(?:incident )?${ENDED}:? (?:incident )?`, NUMBER, END),
  form(NAME, ` (?:has |just )*${ENDED} (?:incident )?`, NUMBER, END),
  form(NAME, " (?:has |just )*(?:declared|marked) (?:incident )?", NUMBER, ` (?:as )?${ENDED}`, END),
];

/** It tells of another time, of one that is over, or of none. */
const NOT_NOW =
  /\b(?:drill|game ?day|rehearsal|exercise|dry run|simulated|test incident|false alarm|by mistake|merged into|still open)\b|\[test\]|: test\b|\bis (?:only |just )?a test\b|\b(?:is|was|been|now|and) (?:resolved|closed|merged|over)\b|^.{0,120}\bago\b/i;
const EACH_OPENED = /\b(?:opened|declared|created|started|raised) by\b/gi;
/** Whoever leads, as tools name them. */
const LEADS = new RegExp(
  String.raw`\b(?:lead|ic|commander|incident commander)(?:\s*:|\s+is)\s*@?(${WORD}(?: ${WORD}){0,2})`,
  "giu",
);
/** Prefixes that only incidents have. */
const OF_INCIDENTS = /^(?:inc|incident|mi|sev)-/i;
/** A severity is no incident's number. */
const SEVERITY = /^(?:sev|p|s)-\d{1,2}$/i;
const SAYS_INCIDENT = /\bincident\b|\bsev-?\d\b/i;
/** The names of a mention, as chats write it. */
const MENTION = /<@([\p{L}\p{N}]+)(?:\|[^<>]*)?>/gu;

/**
 * What an incident tool posts in a chat of an incident that it numbered: that somebody opened it, whom it names, or that it is over. Null for
 * anything else: a digest, a reminder, a drill, a ticket, or what names no number.
 */
export function numberedPost(text: string): NumberedPost | null {
  const plain = plainText(text.replaceAll(MENTION, "@$1"))
    .trim()
    .replaceAll(/[^\S\n]+/g, " ");
  const opened = NOT_NOW.test(plain) ? null : found(OPENINGS, plain);
  if (opened) return openedBy(plain, opened);
  const number = found(ENDS, plain)?.groups?.["number"];
  return number === undefined || !OF_INCIDENTS.test(number) || SEVERITY.test(number)
    ? null
    : { tells: "ended", number: number.toUpperCase(), by: "", leads: [] };
}

function openedBy(plain: string, { 0: said, groups }: RegExpExecArray): NumberedPost | null {
  const { number = "", by = "", verb = "" } = groups ?? {};
  if (SEVERITY.test(number)) return null;
  const isIncidents = OF_INCIDENTS.test(number) && verb.toLowerCase() !== "created";
  if (!isIncidents && !SAYS_INCIDENT.test(said)) return null;
  if ((plain.match(EACH_OPENED)?.length ?? 0) > 1) return null;
  const leads = [...plain.matchAll(LEADS)].flatMap(([, name]) => name ?? []);
  return { tells: "opened", number: number.toUpperCase(), by, leads };
}

const found = (forms: readonly RegExp[], plain: string): RegExpExecArray | null => {
  for (const each of forms) {
    const match = each.exec(plain);
    if (match) return match;
  }
  return null;
};
