import {
  mayHoldMarkup,
  withoutCode,
  withoutEntities,
  withoutQuotes,
  withoutReferences,
  withPlainApostrophes,
} from "../domain/chat-markup.ts";

/** A chat text without markup, quotations, code blocks, addresses and emoji names; its lines stay. */
export function plainText(text: string): string {
  const bare = mayHoldMarkup(text) ? withoutEntities(withoutReferences(withoutQuotes(withoutCode(text)))) : text;
  return /[*_~]/.test(bare) ? bare.replaceAll(/(?<!\w)[*_~](?=\S)|(?<=\S)[*_~](?!\w)/g, "") : bare;
}

/**
 * A blank after `.`, `!`, `?` or `;` ends a sentence, and so does a line; abbreviations and numbers ("e.g. x", "1.5") do not. Blanks are
 * looked at from the first of them only: from each would take seconds in a text of nothing else.
 */
const SENTENCE_END = /(?<!\b(?:e\.g|i\.e|etc|vs|approx|ca|no)\.)(?<=[.!?…;])\s+|(?<!\s)\s*\n\s*/;

/** Where no sentence can end but at the end of the text: most messages are one sentence. */
const ONE = /^[^\n.!?…;]*[.!?…;]*$/;

/** The sentences of a chat text, trimmed, typographic apostrophes made plain; those without a letter or digit are left out. */
export function sentencesOf(text: string): string[] {
  const plain = withPlainApostrophes(plainText(text));
  if (!ONE.test(plain)) return plain.split(SENTENCE_END).map(withSingleBlanks).filter(hasWord);
  const only = withSingleBlanks(plain);
  return hasWord(only) ? [only] : [];
}

const hasWord = (text: string): boolean => /[\p{L}\p{N}]/u.test(text);

const withSingleBlanks = (text: string): string =>
  (/[^\S ]| {2}/.test(text) ? text.replaceAll(/\s+/g, " ") : text).trim();
