import type { Linter, TextMark } from "../domain/lint.ts";
import { ENGLISH_LINT } from "./english/lint.ts";
import type { LintLanguage, LintWording } from "./lint-language.ts";

/** So much of a text is looked at: lines are short. */
const LONGEST = 2_000;

/** Makes the linter of a language. It is a function of the text and the names alone. */
export function createLinter({ wordings, somebody, advice }: LintLanguage = ENGLISH_LINT): Linter {
  const begun = wordings.map((wording) => [wording, new Set(wording.beginnings.split(" "))] as const);
  return (whole, people) => {
    const text = withoutQuotes(whole.slice(0, LONGEST));
    const letters = text.toLowerCase().match(BEGINNING) ?? [];
    const marks: TextMark[] = [];
    for (const [wording, beginnings] of begun) {
      if (!letters.some((one) => beginnings.has(one))) continue;
      for (const [span, words] of places(wording, text, people, somebody))
        if (!marks.some((mark) => overlap(mark.span, span)))
          marks.push({ rule: wording.rule, span, words, ...advice[wording.rule] });
    }
    return marks.sort((a, b) => a.span[0] - b.span[0]);
  };
}

function* places(
  wording: LintWording,
  text: string,
  people: ReadonlySet<string>,
  somebody: RegExp,
): Generator<[[number, number], string]> {
  for (const { index, 0: words } of text.matchAll(globally(wording.pattern)))
    if (counts(wording, text.slice(0, index), people, somebody)) yield [[index, index + words.length], words];
}

const BEGINNING = /(?<![\p{L}'’])\p{L}{1,4}/gu;

/** What stands in quotes is somebody's, or a thing's name; blanks in its place keep every other word where it is. */
const QUOTED = /“[^”]*”|„[^“”]*[“”]|«[^»]*»|`[^`]*`|(?<![\p{L}\d])"[^"]*"/gu;

const withoutQuotes = (text: string): string => text.replaceAll(QUOTED, (quote) => " ".repeat(quote.length));

const overlap = (a: readonly [number, number], b: readonly [number, number]): boolean => a[0] < b[1] && b[0] < a[1];

function counts(
  { ofPerson = false, notAfter }: LintWording,
  before: string,
  people: ReadonlySet<string>,
  somebody: RegExp,
): boolean {
  if (notAfter?.test(before)) return false;
  return !ofPerson || somebody.test(before) || endsWithName(before, people);
}

/** A full name, or the first word of one. */
function endsWithName(before: string, people: ReadonlySet<string>): boolean {
  const words = before.trimEnd().toLowerCase();
  if (words.length === before.length) return false;
  return [...people].some((name) => {
    const full = name.toLowerCase();
    return endsWithWord(words, full) || endsWithWord(words, full.split(" ", 1)[0] ?? full);
  });
}

function endsWithWord(text: string, word: string): boolean {
  return word !== "" && text.endsWith(word) && !/[\p{L}\d]$/u.test(text.slice(0, -word.length));
}

const global = new WeakMap<RegExp, RegExp>();

function globally(pattern: RegExp): RegExp {
  const known = global.get(pattern) ?? new RegExp(pattern.source, `${pattern.flags.replace("g", "")}g`);
  global.set(pattern, known);
  return known;
}
