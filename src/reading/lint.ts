import type { Linter, TextMark } from "../domain/lint.ts";
import { ENGLISH_LINT } from "./english/lint.ts";
import type { LintLanguage, LintWording } from "./lint-language.ts";

/** So much of a text is looked at: lines are short. */
const LONGEST = 2_000;

/** Makes the linter of a language. It is a function of the text and the names alone. */
export function createLinter(language: LintLanguage = ENGLISH_LINT): Linter {
  const { wordings, somebody, advice } = language;
  const begun = begunBy.getOrInsertComputed(language, byBeginning);
  return (whole, people) => {
    const text = withoutQuotes(whole.slice(0, LONGEST));
    const marks: TextMark[] = [];
    for (const wording of wordingsIn(text, begun, wordings)) {
      for (const [span, words] of places(wording, text, people, somebody))
        if (!marks.some((mark) => overlap(mark.span, span)))
          marks.push({ rule: wording.rule, span, words, ...advice[wording.rule] });
    }
    return marks.sort((a, b) => a.span[0] - b.span[0]);
  };
}

/** By the beginning of a word: the wordings that may stand where a word begins so. */
type Begun = ReadonlyMap<string, readonly LintWording[]>;

/** A linter is made for each draft. */
const begunBy = new WeakMap<LintLanguage, Begun>();

function byBeginning({ wordings }: LintLanguage): Begun {
  const begun = new Map<string, LintWording[]>();
  for (const wording of wordings)
    for (const beginning of new Set(wording.beginnings.split(" ")))
      begun.getOrInsertComputed(beginning, () => []).push(wording);
  return begun;
}

/** The wordings that may stand in a text, in the language's order. */
function wordingsIn(text: string, begun: Begun, wordings: readonly LintWording[]): readonly LintWording[] {
  const found = new Set<LintWording>();
  for (const beginning of text.toLowerCase().match(BEGINNING) ?? [])
    for (const wording of begun.get(beginning) ?? NONE) found.add(wording);
  return found.size < 2 ? [...found] : wordings.filter((wording) => found.has(wording));
}

const NONE: readonly LintWording[] = [];

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

const withoutQuotes = (text: string): string =>
  QUOTE.test(text) ? text.replaceAll(QUOTED, (quote) => " ".repeat(quote.length)) : text;
const QUOTE = /[“„«`"]/;

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
