import type { FootnoteDefinition, ListItem, Paragraph, PhrasingContent, RootContent } from "mdast";
import type { Account, RowView } from "../web/view/account.ts";
import { flagsOf } from "../web/view/flags.ts";
import { footnoteOf, type Proof, piecesSentence } from "../web/view/footnotes.ts";
import { leftOutSentence, NOT_IN_THE_RECORD } from "../web/view/headline.ts";
import { readerClock, type Told, utcClock, utcDay, zoneCity } from "../web/view/times.ts";
import { counted, KINDS } from "../web/view/words.ts";
import { emphasis, item, joined, linkTo, list, paragraph, strong, table, text } from "./markdown-nodes.ts";

/** The timeline as a table a day; moments and long silences stand between its rows. */
export function timelineNodes(account: Account, zone: string | undefined): RootContent[] {
  if (account.rows.length === 0) return [paragraph(text(NOT_IN_THE_RECORD)), ...leftOut(account)];
  const days = Map.groupBy(account.rows, ({ entry }) => entry.at.slice(0, 10));
  const head = ["UTC", "T+", ...(zone === undefined ? [] : [zoneCity(zone)]), "Kind", "What"].map((word) => [
    text(word),
  ]);
  const tables = [...days].flatMap(([day, rows]): RootContent[] => [
    { type: "heading", depth: 3, children: [text(utcDay(`${day}T00:00:00Z`))] },
    table([head, ...rows.flatMap((row) => rowNodes(row, zone))]),
  ]);
  return [...tables, ...leftOut(account)];
}

function leftOut(account: Account): RootContent[] {
  const sentence = leftOutSentence(account);
  return sentence === "" ? [] : [paragraph(text(sentence))];
}

function rowNodes({ entry, note, offset, gap, moments }: RowView, zone: string | undefined): PhrasingContent[][][] {
  const { word } = KINDS[entry.kind];
  const flags = flagsOf(entry).map(({ text: words }) => [emphasis(text(words))]);
  const reference: PhrasingContent = { type: "footnoteReference", identifier: String(note), label: String(note) };
  return [
    ...(gap === null ? [] : [aside(zone, null, "", [emphasis(text(gap))])]),
    ...moments.map(({ told, word: name, offset: since }) => aside(zone, told, since, [strong(text(name))])),
    [
      [text(utcClock(entry))],
      [text(offset)],
      ...(zone === undefined ? [] : [[text(readerClock(entry, zone))]]),
      [text(word)],
      [...joined([[text(entry.text)], ...flags], " · "), reference],
    ],
  ];
}

/** A line of the table that is no entry. */
function aside(
  zone: string | undefined,
  told: Told | null,
  offset: string,
  what: PhrasingContent[],
): PhrasingContent[][] {
  const local = zone === undefined ? [] : [[text(told ? readerClock(told, zone) : "")]];
  return [[text(told ? utcClock(told) : "")], [text(offset)], ...local, [text("")], what];
}

/** The evidence of each entry, as its footnote. */
export function footnoteNodes({ rows }: Account): FootnoteDefinition[] {
  return rows.map(({ entry, note }) => {
    const { notes, proofs, more, without } = footnoteOf(entry);
    const rest = more > 0 ? [item(paragraph(text(`and ${counted(more, "piece", "pieces")} more in the draft.`)))] : [];
    return {
      type: "footnoteDefinition",
      identifier: String(note),
      label: String(note),
      children: [
        ...notes.map((sentence) => paragraph(text(sentence))),
        ...(without === null ? proofNodes(proofs, rest) : [paragraph(text(without))]),
      ],
    };
  });
}

function proofNodes(proofs: readonly Proof[], rest: readonly ListItem[]): FootnoteDefinition["children"] {
  const [first, second] = proofs;
  if (first && !second && rest.length === 0) return [proofParagraph(first)];
  return [list([...proofs.map((proof) => item(proofParagraph(proof))), ...rest])];
}

function proofParagraph(proof: Proof): Paragraph {
  const { source, delivery, happened, received, quote, unquoted, link } = proof;
  const facts = text(
    `${source}, delivery ${delivery}; happened ${happened}, received ${received}${piecesSentence(proof)}${unquoted}`,
  );
  const said = quote === null ? [] : [text(`: “${quote}”`)];
  const open = link ? [text(" · "), linkTo(link)] : [];
  return paragraph(facts, ...said, ...open);
}
