import type { Reading } from "../../domain/reading.ts";
import type { Lexicon } from "./lexicon.ts";

/**
 * What the trained reader goes by in a text: words, neighbours, beginnings and endings, classes of words in their order, and what the rules
 * of the language make of it, as names. The same sign counts once, however often it occurs. Training and reading share this function: a
 * model means something only for the signs that it was trained on.
 *
 * @param words as `wordsOf` gives them
 */
export function signsOf(words: readonly string[], lexicon: Lexicon, ruled: Reading): string[] {
  const signs = new Set<string>();
  const letters = words.filter((word) => !MARK.test(word));
  for (const [index, word] of words.entries()) {
    if (!MARK.test(word)) addWord(signs, word);
    else if (word !== ",") signs.add(`m:${word.slice(0, 2)}`);
    const next = words[index + 1];
    if (next !== undefined) signs.add(`${word} ${next}`);
    const third = words[index + 2];
    if (third !== undefined && next !== undefined && !MARK.test(next)) signs.add(`${word} _ ${third}`);
  }
  addPlaces(signs, words);
  addClasses(signs, words, lexicon);
  addRuled(signs, ruled);
  signs.add(`length:${lengthOf(letters.length)}`);
  return [...signs];
}

const MARK = /^[^\p{L}⟨]/u;

const STEM = 5;

/** A word, what it begins with and how it ends: forms of a verb that training never saw are like those that it saw. */
function addWord(signs: Set<string>, word: string): void {
  signs.add(word);
  if (word.startsWith("⟨")) return;
  if (word.length > STEM) signs.add(`${word.slice(0, STEM)}-`);
  if (word.length > STEM + 2) signs.add(`${word.slice(0, STEM + 2)}-`);
  if (word.length > STEM - 1) signs.add(`-${word.slice(-3)}`);
}

/** The first words tell who did what, the last ones whether it is meant. */
function addPlaces(signs: Set<string>, words: readonly string[]): void {
  const [first, second, third] = words;
  if (first === undefined) return;
  signs.add(`^ ${first}`);
  if (/ing$/.test(first)) signs.add("^ -ing");
  if (/ed$/.test(first)) signs.add("^ -ed");
  if (second !== undefined) {
    signs.add(`^ ${first} ${second}`);
    if (third !== undefined) signs.add(`^ ${first} ${second} ${third}`);
    if (/ed$/.test(second)) signs.add(`^ ${first} -ed`);
    if (/ing$/.test(second)) signs.add(`^ ${first} -ing`);
  }
  signs.add(`${words.at(-1)} $`);
  if (words.length > 1) signs.add(`${words.at(-2)} ${words.at(-1)} $`);
}

const LENGTHS = [1, 2, 3, 5, 8, 12, 18, 27, 40];

const lengthOf = (count: number): number => LENGTHS.findIndex((most) => count <= most);

/** Which sorts of words follow each other within a clause, whatever stands between. */
function addClasses(signs: Set<string>, words: readonly string[], lexicon: Lexicon): void {
  const [first] = words;
  if (first !== undefined) for (const name of lexicon.classesOf(first)) signs.add(`L:^${name}`);
  for (const clause of clausesOf(words)) {
    let before: readonly string[] = ["|"];
    let negated = false;
    for (const classes of clause.map((word) => lexicon.classesOf(word)).filter(({ length }) => length > 0)) {
      addPairs(signs, before, classes, negated);
      negated ||= classes.includes(NEGATION);
      before = classes;
    }
  }
}

function addPairs(signs: Set<string>, before: readonly string[], classes: readonly string[], negated: boolean): void {
  for (const name of classes) {
    signs.add(`L:${name}`);
    if (negated && name !== NEGATION) signs.add(`L:not ${name}`);
    for (const one of before) signs.add(`L:${one}>${name}`);
  }
}

function clausesOf(words: readonly string[]): string[][] {
  const clauses: string[][] = [[]];
  for (const word of words) {
    if (CLAUSE_END.test(word)) clauses.push([]);
    else clauses.at(-1)?.push(word);
  }
  return clauses;
}

const CLAUSE_END = /^[.?!;:,…]/;

/** The class of words that turn others round. */
const NEGATION = "helpless";

function addRuled(signs: Set<string>, { reason, kind, certain }: Reading): void {
  signs.add(`rule ${reason.split(":", 1)[0]}`);
  signs.add(`ruled ${kind}`);
  signs.add(`ruled ${kind}, ${certain ? "plain" : "not plain"}`);
}
