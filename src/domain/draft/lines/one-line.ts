import { withoutCode, withoutReferences } from "../../chat-markup.ts";

const EMPTY_BRACKETS = /\(\s*\)|\[\s*\]/g;

/** What has none of these is one line already. */
const TO_TIDY = /[<`\p{Cc}\u00a0\u2028\u2029]|https?:| {2}|:[a-z0-9_+-]{2,}:|[([]\s*[)\]]| [,.;:!?]/iu;

/** A line is short: what stands further back is not looked at. */
const LONGEST_TEXT = 2_000;

/** A text on one line, without chat markup, references by id, and addresses; numbers and units stay. */
export function oneLine(whole: string): string {
  const text = whole.slice(0, LONGEST_TEXT);
  if (isPlainlyTidy(text) || !TO_TIDY.test(text)) return text.trim();
  return withoutReferences(withoutCode(text))
    .replaceAll(EMPTY_BRACKETS, " ")
    .replaceAll(/[\s\p{Cc}]+/gu, " ")
    .replaceAll(/ +([,.;:!?])(?= |$)/g, "$1")
    .trim();
}

/** Whether a look at its letters alone tells that none of {@link TO_TIDY} is in a text, in a tenth of the time. */
function isPlainlyTidy(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code > LAST_PLAIN ? isOddBlank(code) : (LOOKED_AT[code] ?? 0) !== 0 && !isPlainAt(text, at)) return false;
  }
  return true;
}

const LAST_PLAIN = 126;
const isOddBlank = (code: number): boolean => code <= 0xa0 || code === 0x2028 || code === 0x2029;

/** By ASCII code: what may be, or begin, something to tidy. */
const LOOKED_AT = Uint8Array.from({ length: LAST_PLAIN + 1 }, (_, code) =>
  Number(code < 32 || "<` :([".includes(String.fromCharCode(code))),
);

/** Whether a character that is looked at is a blank between words, a bracket before one, or a colon behind one. */
function isPlainAt(text: string, at: number): boolean {
  const before = text[at - 1] ?? "";
  const one = text[at];
  const after = text[at + 1] ?? "";
  if (one === " ") return !" ,.;:!?".includes(after) || after === "";
  if (one === ":") return (after === " " || after === "") && WORD_END.test(before);
  return (one === "(" || one === "[") && WORD_START.test(after);
}

/** A letter behind which a colon ends no `https:`. */
const WORD_END = /[a-oqrt-z0-9]/;
const WORD_START = /[a-z0-9]/i;

/** The longest line, in UTF-16 code units: a log excerpt may be a single word. */
const LONGEST = 240;

/** Where a clause ends: a mark before a blank. */
const CLAUSE_MARK = /[.,;:!?)–—](?= )|\s[-–—](?= )/g;

/** At most so many words. What is too long is cut where a clause ends, if that keeps half of the words, and ends in `…`. */
export function firstWords(text: string, count: number): string {
  const whole = oneLine(text);
  const line = hasMoreWords(whole, count) ? `${cutAtClause(whole.split(" "), count)}…` : whole;
  return line.length <= LONGEST
    ? line
    : `${line
        .slice(0, LONGEST - 1)
        .replace(/[\uD800-\uDBFF]$/, "")
        .trimEnd()}…`;
}

function hasMoreWords(line: string, count: number): boolean {
  let words = 1;
  for (let blank = line.indexOf(" "); blank >= 0; blank = line.indexOf(" ", blank + 1)) words++;
  return words > count;
}

function cutAtClause(words: readonly string[], count: number): string {
  const kept = words.slice(0, count).join(" ");
  const half = words.slice(0, Math.ceil(count / 2)).join(" ").length;
  const marks = [...`${kept} `.matchAll(CLAUSE_MARK)].map(({ index }) => index);
  const end = marks.findLast((index) => index >= half) ?? kept.length;
  return kept.slice(0, end).replace(/[\s,;:.–—-]+$/, "");
}
