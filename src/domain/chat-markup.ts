const CODE_BLOCK = /```[\s\S]*?(?:```|$)/g;
const QUOTED_LINE = /^[^\S\r\n\u2028\u2029]*(?:>|&gt;).*$/gm;
/** Slack's `<https://…|label>` and `<#C123|name>`, `<@U123|name>`. */
const LABELLED = /<(?:https?:[^<|>\s]+|[@#!][^<|>]*)\|([^<>]+)>/g;
const REFERENCE = /<[@#!][^<>]*>|<https?:[^<>\s]+>|\bhttps?:\/\/[^\s<>)\]]+/g;
const EMOJI_NAME = /(?<![\w:]):[a-z0-9_+-]{2,}:(?!\w)/gi;
const ENTITY: Readonly<Record<string, string>> = { "&lt;": "<", "&gt;": ">", "&amp;": "&" };

// Most texts hold no markup: to look for one character costs a fraction of looking for a pattern, and to look once for all of them a fraction of that.

const MARKUP = /[`<>&:\u2018\u2019]|http/;

/** Whether any of what follows may change a text. */
export const mayHoldMarkup = (text: string): boolean => MARKUP.test(text);

/** A message without its blocks of code: what stands there nobody says. */
export const withoutCode = (text: string): string => (text.includes("```") ? text.replaceAll(CODE_BLOCK, " ") : text);

/** A text that is nothing but code, as the code itself: what somebody pastes is then all that they say. */
export function codeIfAlone(text: string): string {
  if (!text.includes("```") || /[\p{L}\p{N}]/u.test(withoutCode(text))) return text;
  return text.replaceAll(/```(?:[a-z]+\n)?/g, "\n").trim();
}

/** Without the lines that quote somebody. */
export const withoutQuotes = (text: string): string =>
  text.includes(">") || text.includes("&gt;") ? text.replaceAll(QUOTED_LINE, "") : text;

/** Without addresses, references by id and emoji names; a label stands for what it labels. */
export function withoutReferences(text: string): string {
  const labelled = text.includes("<") ? text.replaceAll(LABELLED, "$1") : text;
  const named = labelled.includes("<") || labelled.includes("http") ? labelled.replaceAll(REFERENCE, " ") : labelled;
  return named.includes(":") ? named.replaceAll(EMOJI_NAME, " ") : named;
}

/** Chat writes three characters as entities. */
export const withoutEntities = (text: string): string =>
  text.includes("&") ? text.replaceAll(/&(?:lt|gt|amp);/g, (entity) => ENTITY[entity] ?? entity) : text;

/** Typographic apostrophes made plain. */
export const withPlainApostrophes = (text: string): string =>
  text.includes("\u2019") || text.includes("\u2018") ? text.replaceAll(/[\u2018\u2019]/g, "'") : text;
