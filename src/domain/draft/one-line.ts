import { withoutCode, withoutReferences } from "../chat-markup.ts";

const EMPTY_BRACKETS = /\(\s*\)|\[\s*\]/g;

/** What has none of these is one line already. */
const TO_TIDY = /[<`\p{Cc}\u00a0\u2028\u2029]|https?:| {2}|:[a-z0-9_+-]{2,}:|[([]\s*[)\]]| [,.;:!?]/iu;

/** A line is short: what stands further back is not looked at. */
const LONGEST_TEXT = 2_000;

/** A text on one line, without chat markup, references by id, and addresses; numbers and units stay. */
export function oneLine(whole: string): string {
  const text = whole.slice(0, LONGEST_TEXT);
  if (!TO_TIDY.test(text)) return text.trim();
  return withoutReferences(withoutCode(text))
    .replaceAll(EMPTY_BRACKETS, " ")
    .replaceAll(/[\s\p{Cc}]+/gu, " ")
    .replaceAll(/ +([,.;:!?])(?= |$)/g, "$1")
    .trim();
}

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
