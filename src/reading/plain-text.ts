const CODE_BLOCK = /```[\s\S]*?(?:```|$)/g;
const QUOTED_LINE = /^[^\S\r\n\u2028\u2029]*(?:>|&gt;).*$/gm;
/** Slack's `<https://…|label>` and `<#C123|name>`, `<@U123|name>`. */
const LABELLED = /<(?:https?:[^<|>\s]+|[@#!][^<|>]*)\|([^<>]+)>/g;
const BARE_REFERENCE = /<(?:@|#|!)[^<>]*>|<https?:[^<>\s]+>/g;
const ADDRESS = /\bhttps?:\/\/[^\s<>)\]]+/g;
const EMOJI_NAME = /(?<![\w:]):[a-z0-9_+-]{2,}:(?!\w)/gi;
const ENTITY: Readonly<Record<string, string>> = { "&lt;": "<", "&gt;": ">", "&amp;": "&" };

/** A chat text without markup, quotations, code blocks, addresses and emoji names; its lines stay. */
export function plainText(text: string): string {
  return text
    .replaceAll(CODE_BLOCK, " ")
    .replaceAll(QUOTED_LINE, "")
    .replaceAll(LABELLED, "$1")
    .replaceAll(BARE_REFERENCE, " ")
    .replaceAll(ADDRESS, " ")
    .replaceAll(EMOJI_NAME, " ")
    .replaceAll(/&(?:lt|gt|amp);/g, (entity) => ENTITY[entity] ?? entity)
    .replaceAll(/(?<!\w)[*_~](?=\S)|(?<=\S)[*_~](?!\w)/g, "");
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
