export const WORD = /[\p{L}\p{N}]+/gu;
// biome-ignore lint/suspicious/noControlCharactersInRegex: all of ASCII is meant
const ASCII = /^[\x00-\x7f]*$/;

/** The words of a text in lower case, in order; punctuation parts them. */
export function wordsOf(text: string): string[] {
  const lower = text.toLowerCase();
  return ASCII.test(lower) ? plainWords(lower) : (lower.match(WORD) ?? []);
}

/** The same for the texts that most are, in a tenth of the time. */
function plainWords(lower: string): string[] {
  const words: string[] = [];
  for (let start = 0, end = 0; start < lower.length; start = end + 1) {
    end = start;
    while (end < lower.length && isPlain(lower.charCodeAt(end))) end++;
    if (end > start) words.push(lower.slice(start, end));
  }
  return words;
}

const isPlain = (code: number): boolean => (code >= 97 && code <= 122) || (code >= 48 && code <= 57);

/** Words that any two lines may share without telling of the same thing; `!log` has a bot write a line down. */
const COMMON = new Set(
  (
    "the and for with from that this are was were has have had been not now all but you your our its out into over about after before " +
    "can could will would should there here they them then than what when who why how just some any more most one two three " +
    "is it of to in on at by as an or be we so up no do if my me he she us am pm " +
    "critical warning alert firing resolved problem recovery page host service status error errors high low rate " +
    "started succeeded failed success done start end deploy deployment release sync log"
  ).split(" "),
);

/** What is known of a word by itself. */
export interface Traits {
  readonly hasDigit: boolean;
  /** Whether it tells one thing from another: no common word, and of three characters or more unless it holds a digit. */
  readonly tells: boolean;
  /** A host, a version, a ticket: what holds a digit and is not a mere count. */
  readonly isNameWithNumber: boolean;
}

/** The traits of a word in lower case. Chats are full of numbers that were never seen before. */
export function traitsOf(word: string): Traits {
  if (DIGIT.test(word)) return word.length > 2 && !COUNT.test(word) ? NAME_WITH_NUMBER : NUMBER;
  return word.length > 2 && !COMMON.has(word) ? TELLING : IDLE;
}

const DIGIT = /\d/;
const COUNT = /^\d{3}$/;
const NUMBER: Traits = { hasDigit: true, tells: true, isNameWithNumber: false };
const NAME_WITH_NUMBER: Traits = { ...NUMBER, isNameWithNumber: true };
const TELLING: Traits = { hasDigit: false, tells: true, isNameWithNumber: false };
const IDLE: Traits = { ...TELLING, tells: false };
