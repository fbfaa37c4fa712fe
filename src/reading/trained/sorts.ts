/** A sort of names: what names one thing of one shop stands as the sort of thing that it is. */
export interface Sort {
  readonly pattern: RegExp;
  /** What stands in its place: it leaves brackets that no other sort touches. */
  readonly as: string;
  /** No text without it holds one: most texts are done with by looking for these. */
  readonly needs: RegExp;
}

const DIGIT = /\d/;

/** The first that fits counts, in the whole text, before the next is looked for. */
export const SORTS: readonly Sort[] = [
  { as: " ⟨mention⟩ ", needs: /[<@]/, pattern: /<[@!][^>]*>|(?<![\w.])@[\p{L}\p{N}_-]+/gu },
  { as: " ⟨link⟩ ", needs: /http/, pattern: /<?\bhttps?:\/\/[^\s<>)\]]+>?/g },
  { as: " ⟨channel⟩ ", needs: /#/, pattern: /<#[^>]*>|(?<!\w)#[\p{L}][\p{L}\p{N}_-]*/gu },
  { as: " ⟨emoji⟩ ", needs: /:/, pattern: /(?<![\w:]):[a-z0-9_+-]{2,}:(?!\w)/gi },
  { as: " ⟨emoji⟩ ", needs: /[\u00a9\u00ae\u203c-\u27e7\u27ea-\uffff]/, pattern: /\p{Extended_Pictographic}\uFE0F?/gu },
  {
    as: " ⟨ref⟩ ",
    needs: /[#!T-]\d/,
    pattern: /(?:\b(?:pr|mr|issue|ticket)\s)?(?<!\w)[#!]\d+\b|\b[A-Z]{2,10}-\d+\b|\bT\d{4,}\b/g,
  },
  { as: " ⟨date⟩ ", needs: /\d-\d/, pattern: /\b\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?(?:\.\d+)?Z?)?\b/g },
  {
    as: " ⟨clock⟩ ",
    needs: /\d[:h]\d/i,
    pattern: /\b\d{1,2}[:h]\d\d(?::\d\d)?(?:\s?(?:utc|am|pm|cest|cet|bst|z))?\b(?!\s?%)/gi,
  },
  {
    as: " ⟨version⟩ ",
    needs: /\d\.\d/,
    pattern: /(?<![\w.])v?\d+(?:\.\d+){1,}(?:-[\w.]+)?(?!\s?(?:%|ms|s\b|k\b|gb|mb|tb|x\b))\b/gi,
  },
  { as: " ⟨percent⟩ ", needs: /\d\s?[%p]/i, pattern: /(?<![\w.])\d+(?:[.,]\d+)?\s?(?:%|percent\b|per cent\b)/gi },
  { as: " ⟨status⟩ ", needs: /[1-5](?:\d\d|xx)/i, pattern: /\b[1-5](?:\d\d|xx)s?\b(?=[^\d]|$)/gi },
  {
    as: " ⟨span⟩ ",
    needs: /\d\s?[mhds]/i,
    pattern: /(?<![\w.])\d+(?:[.,]\d+)?\s?(?:min(?:ute)?s?|hours?|hrs?|h|days?|sec(?:ond)?s?|s|ms)\b/gi,
  },
  {
    as: " ⟨measure⟩ ",
    needs: /\d\s?[kmgtbrqx/]/i,
    pattern: /(?<![\w.])\d+(?:[.,]\d+)?\s?(?:[kmgt]i?b(?:ps|\/s)?|[kmg]?bps|k|m|rps|qps|req\/s|\/s|x)\b/gi,
  },
  {
    as: " ⟨thing⟩ ",
    needs: /[\w./-]\d|\d[\w./-]/,
    pattern: /(?<![\w⟨])(?=[\w./-]*\d)(?=[\w./-]*[a-z])[a-z\d_][\w./:-]*\w/gi,
  },
  { as: " ⟨thing⟩ ", needs: /[-_./]\w+[-_./]/, pattern: /(?<![\w⟨])[a-z_][a-z_]*(?:[-_./][a-z_]+){2,}/gi },
  { as: " ⟨number⟩ ", needs: DIGIT, pattern: /(?<![\w⟨])[~+-]?\d+(?:[.,]\d+)*/g },
];

/** A text with sorts in the place of names. What needs a digit is looked for around the digits only. */
export function withSorts(text: string): string {
  const first = text.search(DIGIT);
  if (first < 0) return replace(text, WITHOUT_DIGITS);
  // What stands in such brackets may hold blanks.
  if (text.includes("<")) return replace(text, SORTS);
  const [from, to] = [wordBefore(text, first), wordsBehind(text, lastDigit(text))];
  const [before, after] = [text.slice(0, from), text.slice(to)];
  return replace(before, WITHOUT_DIGITS) + replace(text.slice(from, to), SORTS) + replace(after, WITHOUT_DIGITS);
}

/** What needs no digit. */
const WITHOUT_DIGITS = SORTS.filter(({ pattern }) => !pattern.source.includes("\\d"));

function replace(text: string, sorts: readonly Sort[]): string {
  let rest = text;
  for (const { pattern, as, needs } of sorts) if (needs.test(rest)) rest = rest.replaceAll(pattern, as);
  return rest;
}

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
