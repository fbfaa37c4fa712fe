import type { ListItem, PhrasingContent, Root, RootContent } from "mdast";
import { gfmToMarkdown } from "mdast-util-gfm";
import { toMarkdown } from "mdast-util-to-markdown";
import type { Draft } from "../domain/draft/schema.ts";
import type { FindingPart } from "../domain/kinds.ts";
import { type Account, accountOf } from "../web/view/account.ts";
import { answeredWords, type Claim, detectionSentence, lackingSentences, partOf } from "../web/view/claims.ts";
import { headlineFacts, metricLines, NOT_IN_THE_RECORD, ownerWords, timeSentence } from "../web/view/headline.ts";
import { safeLink } from "../web/view/links.ts";
import { dayAndClock, readerClock, zoneCity } from "../web/view/times.ts";
import { counted, inWords, PART_WORDS } from "../web/view/words.ts";
import type { RenderOptions } from "./edition.ts";
import { emphasis, item, joined, linkTo, list, NO_FORMULA, paragraph, strong, text } from "./markdown-nodes.ts";
import { footnoteNodes, timelineNodes } from "./markdown-timeline.ts";
import { editionSentence } from "./sentences.ts";

/** The postmortem in Markdown (GitHub's flavour): five parts, key moments, evidence as footnotes. Nothing of what senders wrote is markup. */
export function renderMarkdown(draft: Draft, { zone, edition = { is: "draft" } }: RenderOptions = {}): string {
  const account = accountOf(draft);
  const body: Root = {
    type: "root",
    children: [
      { type: "heading", depth: 1, children: [text(draft.incident.title)] },
      paragraph(text(editionSentence(draft, edition))),
      list(headlineFacts(draft).map(([name, value]) => item(paragraph(strong(text(`${name}:`)), text(` ${value}`))))),
      paragraph(text(timeSentence(account, zone))),
      ...momentNodes(account, zone),
      heading("What happened"),
      ...timelineNodes(account, zone),
      ...partNodes(account, "went_wrong"),
      ...partNodes(account, "went_well"),
      ...partNodes(account, "issue"),
      ...improvementNodes(draft),
      ...questionNodes(draft),
      ...lackingNodes(draft),
    ],
  };
  const notes: Root = { type: "root", children: footnoteNodes(account) };
  // By itself: a list after a list would get other bullets, though a footnote stands between them.
  return notes.children.length === 0 ? write(body) : `${write(body)}\n${write(notes)}`;
}

const write = (root: Root): string =>
  toMarkdown(root, { extensions: [gfmToMarkdown({ tablePipeAlign: false }), NO_FORMULA], bullet: "-", rule: "-" });

const heading = (words: string): RootContent => ({ type: "heading", depth: 2, children: [text(words)] });

function momentNodes({ draft, moments }: Account, zone: string | undefined): RootContent[] {
  const items = moments.map(({ word, told, offset }) => {
    const local = told && zone !== undefined ? `, ${readerClock(told, zone)} ${zoneCity(zone)}` : "";
    const value = told ? `${dayAndClock(told)}${local}${offset === "" ? "" : `, ${offset}`}` : "not in the record";
    return item(paragraph(strong(text(`${word}:`)), text(` ${value}`)));
  });
  const metrics = metricLines(draft).map(({ word, formula, value }) =>
    item(paragraph(strong(text(`${word}:`)), text(` ${value} (${formula})`))),
  );
  return [
    heading("Key moments"),
    list(items),
    { type: "heading", depth: 3, children: [text("Detection and metrics")] },
    list([...metrics, item(paragraph(strong(text("Detection:")), text(` ${detectionSentence(draft)}`)))]),
  ];
}

function partNodes(account: Account, part: FindingPart): RootContent[] {
  const { accepted, suggested, rejected } = partOf(account, part);
  return [
    heading(PART_WORDS[part]),
    ...(accepted.length > 0 ? [list(accepted.map(claimItem))] : []),
    ...(accepted.length + suggested.length === 0 ? [paragraph(text(NOT_IN_THE_RECORD))] : []),
    ...(suggested.length === 0
      ? []
      : [paragraph(emphasis(text("Suggested, not judged yet:"))), list(suggested.map(claimItem))]),
    ...(rejected === 0 ? [] : [paragraph(text(`${counted(rejected, "suggestion", "suggestions")} rejected.`))]),
  ];
}

function claimItem({ finding, rows, logged }: Claim): ListItem {
  const notes = rows.map(
    ({ note }): PhrasingContent => ({
      type: "footnoteReference",
      identifier: String(note),
      label: String(note),
    }),
  );
  const inLog = logged === 0 ? [] : [text(` (${counted(logged, "entry", "entries")} of the activity log)`)];
  const without = rows.length + logged === 0 ? [text(" "), strong(text("No evidence in the record."))] : [];
  return item(paragraph(text(finding.text), ...notes, ...inLog, ...without, text(` (${inWords(finding.category)})`)));
}

function improvementNodes(draft: Draft): RootContent[] {
  const items = draft.actions.map((action) => {
    const { text: words, owner, due, state, url } = action;
    const answered = answeredWords(draft, action);
    const link = safeLink(url);
    const parts: PhrasingContent[][] = [
      [text(words)],
      [strong(text(ownerWords(owner)))],
      ...(due === undefined ? [] : [[text(`due ${due}`)]]),
      ...(answered === null ? [] : [[text(answered)]]),
      [text(state)],
      ...(link ? [[linkTo(link)]] : []),
    ];
    return item(paragraph(...joined(parts, " · ")));
  });
  return [heading("Improvements"), items.length === 0 ? paragraph(text(NOT_IN_THE_RECORD)) : list(items)];
}

function questionNodes({ questions }: Draft): RootContent[] {
  const open = questions.filter(({ state }) => state !== "dismissed");
  return open.length === 0
    ? []
    : [heading("Open questions"), list(open.map((each) => item(paragraph(text(each.text)))))];
}

function lackingNodes(draft: Draft): RootContent[] {
  const sentences = lackingSentences(draft);
  if (sentences.length === 0) return [];
  return [heading("What the record lacks"), list(sentences.map((each) => item(paragraph(text(each)))))];
}
