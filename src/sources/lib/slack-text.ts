import { type Static, Type } from "typebox";
import type { Link } from "../../domain/event.ts";
import { linksTo } from "./links.ts";
import { addressesIn } from "./mentions.ts";
import { maybe } from "./shapes.ts";
import { distinct, oneLine, said } from "./text.ts";

const Text = maybe(Type.String());

const Attachment = Type.Object({
  fallback: Text,
  pretext: Text,
  title: Text,
  title_link: Text,
  text: Text,
  from_url: Text,
  original_url: Text,
  is_msg_unfurl: maybe(Type.Boolean()),
  fields: maybe(Type.Array(Type.Object({ title: Text, value: Text }))),
});
type Attachment = Static<typeof Attachment>;

/** The parts of a message that say something. */
export const Written = Type.Object({
  text: Text,
  attachments: maybe(Type.Array(Attachment)),
  blocks: maybe(Type.Array(Type.Unknown())),
  files: maybe(Type.Array(Type.Object({ name: Text, title: Text, permalink: Text }))),
});
export type Written = Static<typeof Written>;

const ENTITIES: Readonly<Record<string, string>> = { "&amp;": "&", "&lt;": "<", "&gt;": ">" };

/** Slack escapes these three and no other. */
const decodeEntities = (text: string) => text.replaceAll(/&(?:amp|lt|gt);/g, (entity) => ENTITIES[entity] ?? entity);

/** `<…>` of Slack's markup: a mention, a channel, a special word or a link; the label stands after the bar. */
const MARKUP = /<([^<>|]+)(?:\|([^<>]*))?>/g;

function plain(target: string, label: string | undefined): string {
  const name = said(label);
  if (target.startsWith("@")) return `@${name?.replace(/^@/, "") ?? target.slice(1)}`;
  if (target.startsWith("#")) return `#${name?.replace(/^#/, "") ?? target.slice(1)}`;
  if (!target.startsWith("!")) return name ?? target.replace(/^mailto:/, "");
  if (target.startsWith("!subteam^")) return `@${name?.replace(/^@/, "") ?? target.slice("!subteam^".length)}`;
  if (target.startsWith("!date^")) return name ?? target;
  return name === undefined ? `@${target.slice(1)}` : `@${name.replace(/^@/, "")}`;
}

/** Slack's markup as people read it: `@U0123`, `#checkout-ops`, a link's label, `@here`; `&lt;` becomes `<`. */
export function readable(text: string): string {
  return decodeEntities(text.replaceAll(MARKUP, (_, target: string, label?: string) => plain(target, label)));
}

/** Slack adds a preview under a message that holds a link: it is no word of the author. */
const isPreview = ({ from_url, original_url, is_msg_unfurl }: Attachment) =>
  is_msg_unfurl === true || Boolean(from_url) || Boolean(original_url);

function partsOf(attachment: Attachment): (string | null | undefined)[] {
  const fields = (attachment.fields ?? []).map(({ title, value }) => [title, value].filter(Boolean).join(": "));
  const parts = [attachment.pretext, attachment.title, attachment.text, ...fields];
  return parts.some((part) => said(part)) ? parts : [attachment.fallback];
}

/** More parts than Slack lets a message have. */
const MOST_PARTS = 200;

/** What a part of a block holds, in the order in which it is read. */
function innerOf(block: object): unknown[] {
  if (Array.isArray(block)) return block;
  const { text, fields, elements }: { text?: unknown; fields?: unknown; elements?: unknown } = block;
  return [text, fields, elements];
}

/** The texts of blocks, for a message that has no other: a bot's post, laid out in sections, headers and rich text. */
function textsOfBlocks(blocks: readonly unknown[]): string[] {
  const texts: string[] = [];
  const open: unknown[] = [blocks];
  while (open.length > 0 && texts.length < MOST_PARTS) {
    const block = open.pop();
    if (typeof block === "string") texts.push(block);
    else if (typeof block === "object" && block !== null)
      for (const inner of innerOf(block).toReversed()) open.push(inner);
  }
  return texts;
}

const ownAttachments = ({ attachments }: Written) =>
  (attachments ?? []).filter((attachment) => !isPreview(attachment)).slice(0, MOST_PARTS);

/** What the author wrote, in Slack's markup: the text and a bot's attachments, else the blocks. */
function writtenParts(written: Written): string[] {
  const own = ownAttachments(written).flatMap(partsOf);
  const parts = distinct([written.text, ...own].slice(0, MOST_PARTS));
  if (parts.length === 0) return distinct(textsOfBlocks(written.blocks ?? []));
  return parts.filter((part, position) => !parts.slice(0, position).some((earlier) => earlier.includes(part)));
}

/** All that the author wrote as people read it, a part on a line; the names of the files where there is no word. */
export function wordsOf(written: Written): string {
  const parts = writtenParts(written);
  const names = (written.files ?? []).map(({ name, title }) => title || name);
  return readable((parts.length > 0 ? parts : distinct(names)).join("\n"));
}

const STYLED = /(?<=^|[\s(])([*_~])(?=\S)([^*_~\n]*?\S)\1(?=$|[\s).,;:!?])/gm;

/** One line for a message: its words without the marks for bold, italic and struck text. */
export const titleOf = (words: string) => oneLine(words.replaceAll(STYLED, "$2"));

/** The links that a message holds, in their order, then the pages of its attachments and files. */
export function linksOf(written: Written): Link[] {
  const mentioned = writtenParts(written).flatMap((part) => addressesIn(part).map(decodeEntities));
  const links = [
    ...mentioned.map((url) => ({ rel: "mentioned", url })),
    ...ownAttachments(written).flatMap(({ title_link }) => linksTo({ attachment: title_link })),
    ...(written.files ?? []).flatMap(({ permalink }) => linksTo({ file: permalink })),
  ];
  return [...new Map(links.map((link) => [link.url, link])).values()];
}
