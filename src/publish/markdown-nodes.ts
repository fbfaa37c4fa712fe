import type { Link, List, ListItem, Paragraph, PhrasingContent, Table, Text } from "mdast";
import type { Options } from "mdast-util-to-markdown";
import type { SafeLink } from "../web/view/links.ts";
import { visible } from "../web/view/visible.ts";

/** Invisible, without a width, and no letter: what stands on both sides is one word to a reader and none to a program. */
const WORD_JOINER = "\u2060";

/** `@somebody`, `@here`; `#123`, `GH-123` and `!123`, which would notify people or link to issues where the Markdown is pasted. */
const REFERENCE = /@(?=[\p{L}\p{N}_-])|[#!](?=\d)|(?<=\bGH)-(?=\d)/giu;

/** Text from outside as a node: hidden characters made visible, mentions, issue references and formulas defused. Its escaping is the serialiser's. */
export function text(value: string): Text {
  const shown = visible(value).replace(REFERENCE, (sign) => sign + WORD_JOINER);
  return { type: "text", value: shown.replaceAll("$", `${WORD_JOINER}$$`) };
}

/**
 * Escapes dollars, which delimit formulas where the Markdown is pasted. A backslash alone is not enough for GitHub, where people
 * found that an escaped dollar behind a blank still begins one, and that it does not behind a character without a width.
 */
export const NO_FORMULA: Options = { unsafe: [{ character: "$", inConstruct: "phrasing" }] };

export const strong = (...children: PhrasingContent[]): PhrasingContent => ({ type: "strong", children });

export const emphasis = (...children: PhrasingContent[]): PhrasingContent => ({ type: "emphasis", children });

/** A link that says where it goes. */
export const linkTo = ({ href, host }: SafeLink): Link => ({ type: "link", url: href, children: [text(host)] });

export const paragraph = (...children: PhrasingContent[]): Paragraph => ({ type: "paragraph", children });

export const item = (...children: ListItem["children"]): ListItem => ({ type: "listItem", spread: false, children });

export const list = (items: readonly ListItem[], ordered = false): List => ({
  type: "list",
  ordered,
  spread: false,
  children: [...items],
});

/** A table whose first row is its head. */
export function table(rows: readonly (readonly PhrasingContent[][])[]): Table {
  return {
    type: "table",
    children: rows.map((cells) => ({
      type: "tableRow",
      children: cells.map((children) => ({ type: "tableCell", children })),
    })),
  };
}

/** Parts with a separator between them. */
export function joined(parts: readonly PhrasingContent[][], separator: string): PhrasingContent[] {
  return parts.flatMap((part, index) => (index === 0 ? part : [{ type: "text" as const, value: separator }, ...part]));
}
