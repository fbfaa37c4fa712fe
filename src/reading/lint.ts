import type { Linter, TextMark } from "../domain/lint.ts";
import { ENGLISH_LINT } from "./english/lint.ts";
import type { LintLanguage, LintWording } from "./lint-language.ts";

/** So much of a text is looked at: lines are short. */
const LONGEST = 2_000;

/** Makes the linter of a language. It is a function of the text and the names alone. */
export function createLinter(language: LintLanguage = ENGLISH_LINT): Linter {
  const { somebody, advice } = language;
  const sought = soughtBy.getOrInsertComputed(language, byBeginning);
  return (whole, people) => {
    const text = withoutQuotes(whole.slice(0, LONGEST));
    const marks: TextMark[] = [];
    for (const { wording, pattern } of wordingsIn(text, sought)) {
      const { rule } = wording;
      for (const { index, 0: words } of matchesOf(pattern, text)) {
        const span: [number, number] = [index, index + words.length];
        if (marks.some((mark) => overlap(mark.span, span))) continue;
        if (counts(wording, text.slice(0, index), people, somebody)) marks.push({ rule, span, words, ...advice[rule] });
      }
    }
    return marks.length < 2 ? marks : marks.sort((a, b) => a.span[0] - b.span[0]);
  };
}

/** A wording and its pattern, made to be found anywhere in a text. */
interface Sought {
  readonly wording: LintWording;
  readonly pattern: RegExp;
}

/** The wordings of a language, and those that may stand where a word begins with certain letters. */
interface SoughtBy {
  readonly all: readonly Sought[];
  readonly begun: ReadonlyMap<number, readonly Sought[]>;
}

/** A linter is made for each draft. */
const soughtBy = new WeakMap<LintLanguage, SoughtBy>();

function byBeginning({ wordings }: LintLanguage): SoughtBy {
  const begun = new Map<number, Sought[]>();
  const all = wordings.map((wording) => ({ wording, pattern: globally(wording.pattern) }));
  for (const sought of all)
    for (const beginning of new Set(sought.wording.beginnings.split(" ")))
      begun.getOrInsertComputed(beginningOf(beginning, 0), () => []).push(sought);
  return { all, begun };
}

const globally = ({ source, flags }: RegExp): RegExp => new RegExp(source, `${flags.replace("g", "")}g`);

/** The wordings that may stand in a text, in the language's order. */
function wordingsIn(text: string, { all, begun }: SoughtBy): readonly Sought[] {
  let found: Set<Sought> | null = null;
  let isInWord = false;
  for (let at = 0; at < text.length; at++) {
    const isBegun = !isInWord;
    isInWord = isOfWord(text, at);
    const these = isBegun && isInWord ? begun.get(beginningOf(text, at)) : undefined;
    if (!these) continue;
    found ??= new Set();
    for (const one of these) found.add(one);
  }
  if (!found) return NONE;
  return found.size < 2 ? [...found] : all.filter((one) => found.has(one));
}

const NONE: readonly Sought[] = [];

/** So many letters of a word are looked at. */
const LETTERS = 4;

/** What a word begins with, as a number: up to four letters, whatever their case. */
function beginningOf(text: string, start: number): number {
  let letters = 0;
  for (let at = start; at < start + LETTERS; at++) {
    const letter = letterAt(text, at);
    if (letter === 0) break;
    letters = (letters << LETTER_BITS) | (letter & (ASCII - 1));
  }
  return letters;
}

const [ASCII, LETTER_BITS] = [128, 7];
/** The bit by which a small letter of ASCII differs from its capital. */
const SMALL = 0x20;

/** The code of the letter that stands there, in lower case; 0 where none does. */
function letterAt(text: string, at: number): number {
  const code = text.charCodeAt(at);
  if (code >= ASCII) return LETTER.test(text[at] ?? "") ? (text[at] ?? "").toLowerCase().charCodeAt(0) : 0;
  const small = code | SMALL;
  return small >= 97 && small <= 122 ? small : 0;
}

const LETTER = /\p{L}/u;

/** No word begins behind a letter or an apostrophe. */
const isOfWord = (text: string, at: number): boolean => letterAt(text, at) !== 0 || "'’".includes(text[at] ?? " ");

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

/** As `matchAll`, which would make a pattern anew each time. */
function matchesOf(pattern: RegExp, text: string): readonly RegExpExecArray[] {
  const found: RegExpExecArray[] = [];
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    found.push(match);
    if (match[0] === "") pattern.lastIndex++;
  }
  return found;
}
