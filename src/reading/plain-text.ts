import { withoutCode, withoutEntities, withoutQuotes, withoutReferences } from "../domain/chat-markup.ts";

/** A chat text without markup, quotations, code blocks, addresses and emoji names; its lines stay. */
export function plainText(text: string): string {
  const bare = withoutEntities(withoutReferences(withoutQuotes(withoutCode(text))));
  return bare.replaceAll(/(?<!\w)[*_~](?=\S)|(?<=\S)[*_~](?!\w)/g, "");
}

/**
 * A blank after `.`, `!`, `?` or `;` ends a sentence, and so does a line; abbreviations and numbers ("e.g. x", "1.5") do not. Blanks are
 * looked at from the first of them only: from each would take seconds in a text of nothing else.
 */
const SENTENCE_END = /(?<!\b(?:e\.g|i\.e|etc|vs|approx|ca|no)\.)(?<=[.!?…;])\s+|(?<!\s)\s*\n\s*/;

/** The sentences of a chat text, trimmed, typographic apostrophes made plain; those without a letter or digit are left out. */
export function sentencesOf(text: string): string[] {
  return plainText(text)
    .replaceAll(/[\u2018\u2019]/g, "'")
    .split(SENTENCE_END)
    .map((sentence) => sentence.replaceAll(/\s+/g, " ").trim())
    .filter((sentence) => /[\p{L}\p{N}]/u.test(sentence));
}
