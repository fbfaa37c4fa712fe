/** A sort of names: what names one thing of one shop stands as the sort of thing that it is. */
export interface Sort {
  readonly pattern: RegExp;
  /** What stands in its place: it leaves brackets that no other sort touches. */
  readonly as: string;
  /** No text without one of these holds one: most texts are done with by looking for them. */
  readonly needs: Needs;
  /** Where the pattern costs more than to look for this first. */
  readonly ifHolds?: RegExp;
}

interface Needs {
  /** Characters, anywhere. */
  readonly some?: string;
  /** A character beyond ASCII. */
  readonly isBeyondAscii?: true;
  /** Characters before a digit. */
  readonly before?: string;
  /** Characters behind a digit. */
  readonly behind?: string;
  /** Likewise, or with a blank between. */
  readonly near?: string;
}

const DIGIT = /\d/;
const LETTERS = "abcdefghijklmnopqrstuvwxyz";
const DIGITS = "0123456789";
/** A name with a digit has a letter, and it is one row of these. */
const OF_THINGS = `${LETTERS}${LETTERS.toUpperCase()}${DIGITS}_./-`;

/** The first that fits counts, in the whole text, before the next is looked for. */
export const SORTS: readonly Sort[] = [
  { as: " ⟨mention⟩ ", needs: { some: "<@" }, pattern: /<[@!][^>]*>|(?<![\w.])@[\p{L}\p{N}_-]+/gu },
  { as: " ⟨link⟩ ", needs: { some: "/" }, ifHolds: /http/, pattern: /<?\bhttps?:\/\/[^\s<>)\]]+>?/g },
  { as: " ⟨channel⟩ ", needs: { some: "#" }, pattern: /<#[^>]*>|(?<!\w)#[\p{L}][\p{L}\p{N}_-]*/gu },
  { as: " ⟨emoji⟩ ", needs: { some: ":" }, pattern: /(?<![\w:]):[a-z0-9_+-]{2,}:(?!\w)/gi },
  {
    as: " ⟨emoji⟩ ",
    needs: { isBeyondAscii: true },
    ifHolds: /[\u00a9\u00ae\u203c-\u27e7\u27ea-\uffff]/,
    pattern: /\p{Extended_Pictographic}\uFE0F?/gu,
  },
  {
    as: " ⟨ref⟩ ",
    needs: { before: "#!T-" },
    pattern: /(?:\b(?:pr|mr|issue|ticket)\s)?(?<!\w)[#!]\d+\b|\b[A-Z]{2,10}-\d+\b|\bT\d{4,}\b/g,
  },
  { as: " ⟨date⟩ ", needs: { behind: "-" }, pattern: /\b\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?(?:\.\d+)?Z?)?\b/g },
  {
    as: " ⟨clock⟩ ",
    needs: { behind: ":hH" },
    pattern: /\b\d{1,2}[:h]\d\d(?::\d\d)?(?:\s?(?:utc|am|pm|cest|cet|bst|z))?\b(?!\s?%)/gi,
  },
  {
    as: " ⟨version⟩ ",
    needs: { behind: "." },
    pattern: /(?<![\w.])v?\d+(?:\.\d+){1,}(?:-[\w.]+)?(?!\s?(?:%|ms|s\b|k\b|gb|mb|tb|x\b))\b/gi,
  },
  { as: " ⟨percent⟩ ", needs: { near: "%pP" }, pattern: /(?<![\w.])\d+(?:[.,]\d+)?\s?(?:%|percent\b|per cent\b)/gi },
  { as: " ⟨status⟩ ", needs: { behind: `${DIGITS}xX` }, pattern: /\b[1-5](?:\d\d|xx)s?\b(?=[^\d]|$)/gi },
  {
    as: " ⟨span⟩ ",
    needs: { near: "mhdsMHDS" },
    pattern: /(?<![\w.])\d+(?:[.,]\d+)?\s?(?:min(?:ute)?s?|hours?|hrs?|h|days?|sec(?:ond)?s?|s|ms)\b/gi,
  },
  {
    as: " ⟨measure⟩ ",
    needs: { near: "kmgtbrqx/KMGTBRQX" },
    pattern: /(?<![\w.])\d+(?:[.,]\d+)?\s?(?:[kmgt]i?b(?:ps|\/s)?|[kmg]?bps|k|m|rps|qps|req\/s|\/s|x)\b/gi,
  },
  {
    as: " ⟨thing⟩ ",
    needs: { before: OF_THINGS, behind: OF_THINGS },
    pattern: /(?<![\w⟨])(?=[\w./-]*\d)(?=[\w./-]*[a-z])[a-z\d_][\w./:-]*\w/gi,
  },
  {
    as: " ⟨thing⟩ ",
    needs: { some: "-_./" },
    ifHolds: /[-_./]\w+[-_./]/,
    pattern: /(?<![\w⟨])[a-z_][a-z_]*(?:[-_./][a-z_]+){2,}/gi,
  },
  { as: " ⟨number⟩ ", needs: { some: DIGITS }, pattern: /(?<![\w⟨])[~+-]?\d+(?:[.,]\d+)*/g },
];

/** A text with sorts in the place of names. What needs a digit is looked for around the digits only. */
export function withSorts(text: string): string {
  const may = sortsIn(text);
  if (may === 0) return text;
  const first = text.search(DIGIT);
  if (first < 0) return replace(text, may & WITHOUT_DIGITS);
  // What stands in such brackets may hold blanks.
  if (text.includes("<")) return replace(text, may);
  const from = wordBefore(text, first);
  const to = wordsBehind(text, lastDigit(text));
  const before = text.slice(0, from);
  const after = text.slice(to);
  const elsewhere = may & WITHOUT_DIGITS;
  return replace(before, elsewhere) + replace(text.slice(from, to), may) + replace(after, elsewhere);
}

/** What needs no digit. */
const WITHOUT_DIGITS = bitsOf(({ pattern }) => !pattern.source.includes("\\d"));

/** The sorts that are of such a kind, a bit each. */
function bitsOf(isOne: (sort: Sort) => boolean): number {
  return SORTS.reduce((bits, sort, place) => (isOne(sort) ? bits | (1 << place) : bits), 0);
}

/** By ASCII code: the sorts that need this character there. */
const tableOf = (charactersOf: (needs: Needs) => string | undefined): Int32Array =>
  Int32Array.from({ length: 128 }, (_, code) => {
    const character = String.fromCharCode(code);
    return bitsOf(({ needs }) => charactersOf(needs)?.includes(character) === true);
  });

const SOME = tableOf(({ some }) => some);
const BEFORE = tableOf(({ before }) => before);
const BEHIND = tableOf(({ behind = "", near = "" }) => behind + near);
const NEAR = tableOf(({ near }) => near);
const BEYOND_ASCII = bitsOf(({ needs }) => needs.isBeyondAscii === true);
const EVERY = bitsOf(() => true);

/** The sorts that a text may hold, a bit each: what stands in brackets already adds none. */
function sortsIn(text: string): number {
  let bits = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    bits |= code < SOME.length ? (SOME[code] ?? 0) : BEYOND_ASCII;
    if (isDigit(code)) bits |= sortsAround(text, at);
  }
  return bits;
}

const isDigit = (code: number): boolean => code >= 48 && code <= 57;

function sortsAround(text: string, at: number): number {
  const before = text.charCodeAt(at - 1);
  const behind = text.charCodeAt(at + 1);
  const beyond = isBlank(behind) ? text.charCodeAt(at + 2) : 0;
  if (before >= BEFORE.length || behind >= BEHIND.length || beyond >= NEAR.length) return EVERY;
  return (BEFORE[before] ?? 0) | (BEHIND[behind] ?? 0) | (NEAR[beyond] ?? 0);
}

/** Of ASCII. */
const isBlank = (code: number): boolean => code === 32 || (code >= 9 && code <= 13);

function replace(text: string, may: number): string {
  if (text === "") return text;
  let rest = text;
  for (let bits = may; bits !== 0; bits &= bits - 1) {
    const sort = SORTS[31 - Math.clz32(bits & -bits)];
    if (sort && holds(rest, sort)) rest = rest.replaceAll(sort.pattern, sort.as);
  }
  return rest;
}

/** To look for what is to be replaced costs less than to replace nothing. */
const holds = (text: string, { pattern, ifHolds }: Sort): boolean =>
  ifHolds?.test(text) !== false && text.search(pattern) >= 0;

function lastDigit(text: string): number {
  let at = text.length - 1;
  while (!(text.charCodeAt(at) >= 48 && text.charCodeAt(at) <= 57)) at--;
  return at;
}

/** Where the word before the one at a place begins: "issue #5". */
function wordBefore(text: string, at: number): number {
  const blank = text.lastIndexOf(" ", at);
  return blank <= 0 ? 0 : text.lastIndexOf(" ", blank - 1) + 1;
}

/** Where the second word behind the one at a place ends: "5 per cent". */
function wordsBehind(text: string, at: number): number {
  let end = at;
  for (let words = 0; words < 3 && end >= 0; words++) end = text.indexOf(" ", end + 1);
  return end < 0 ? text.length : end;
}
