const CODE_BLOCK = /```[\s\S]*?(?:```|$)/g;
const QUOTED_LINE = /^[^\S\r\n\u2028\u2029]*(?:>|&gt;).*$/gm;
/** Slack's `<https://…|label>` and `<#C123|name>`, `<@U123|name>`. */
const LABELLED = /<(?:https?:[^<|>\s]+|[@#!][^<|>]*)\|([^<>]+)>/g;
const REFERENCE = /<[@#!][^<>]*>|<https?:[^<>\s]+>|\bhttps?:\/\/[^\s<>)\]]+/g;
const EMOJI_NAME = /(?<![\w:]):[a-z0-9_+-]{2,}:(?!\w)/gi;
const ENTITY: Readonly<Record<string, string>> = { "&lt;": "<", "&gt;": ">", "&amp;": "&" };

export const withoutCode = (text: string): string => text.replaceAll(CODE_BLOCK, " ");

/** Without the lines that quote somebody. */
export const withoutQuotes = (text: string): string => text.replaceAll(QUOTED_LINE, "");

/** Without addresses, references by id and emoji names; a label stands for what it labels. */
export const withoutReferences = (text: string): string =>
  text.replaceAll(LABELLED, "$1").replaceAll(REFERENCE, " ").replaceAll(EMOJI_NAME, " ");

/** Chat writes three characters as entities. */
export const withoutEntities = (text: string): string =>
  text.replaceAll(/&(?:lt|gt|amp);/g, (entity) => ENTITY[entity] ?? entity);
