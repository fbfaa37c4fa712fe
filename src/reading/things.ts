import type { Language } from "./language.ts";
import { type Lexicon, openLexicon } from "./trained/lexicon.ts";

/** So much of a text is looked through. */
const CHARACTERS_READ = 2_000;
/** Shorter words are found by chance. */
const SHORTEST = 4;

/** What may name a thing: a word, or several with dots, dashes or underscores between. */
const TOKEN = /[\p{L}\p{N}]+(?:[._-][\p{L}\p{N}]+)*/gu;
const LETTER = /\p{L}/u;
const VERSION = /^\d+(?:\.\d+){2,}$/;

/** Whom a text addresses, and where it links to. */
const ADDRESSED = /<[@#!][^>\s]{1,200}>|(?<![\w])@[\w.-]{1,100}|https?:\/\/\S{1,500}/g;

const lexicons = new WeakMap<Language, Lexicon>();

/** The words of a text that a language's words of operations do not hold, in lower case, each once: names of products, packages, hosts, versions. */
export function thingsIn(text: string, language: Language): readonly string[] {
  const lexicon = lexicons.getOrInsertComputed(language, () => openLexicon(language.lexicon));
  const isThing = (token: string) =>
    VERSION.test(token) ||
    (token.length >= SHORTEST &&
      LETTER.test(token) &&
      !language.common.has(token) &&
      !language.formulas.has(token) &&
      lexicon.classesOf(token).length === 0);
  const tokens = text.slice(0, CHARACTERS_READ).replaceAll(ADDRESSED, " ").toLowerCase().match(TOKEN) ?? [];
  return [...new Set(tokens.filter(isThing))];
}
