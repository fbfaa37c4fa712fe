import { h, type JSX } from "preact";
import type { Member } from "../domain/draft/schema.ts";
import type { Account, RowView } from "../web/view/account.ts";
import { footnoteOf, type Proof, piecesSentence } from "../web/view/footnotes.ts";
import { leftOutSentence, NOT_IN_THE_RECORD } from "../web/view/headline.ts";
import { entryRow, linesBefore } from "../web/view/row.ts";
import type { Reader } from "../web/view/time-view.ts";
import { utcClock } from "../web/view/times.ts";
import { unbroken } from "../web/view/unbroken.ts";
import { visible } from "../web/view/visible.ts";
import { counted } from "../web/view/words.ts";

/** What happened, a row an entry, or that nothing is in the record. */
export function timelineSection(account: Account, reader: Reader): JSX.Element {
  const { rows } = account;
  const leftOut = leftOutSentence(account);
  return h(
    "section",
    { class: "part", "aria-labelledby": "what-happened" },
    h("h2", { id: "what-happened" }, "What happened"),
    rows.length === 0
      ? h("p", { class: "absent" }, NOT_IN_THE_RECORD)
      : h(
          "ol",
          { class: "timeline" },
          rows.map((row) => timelineItem(row, reader)),
        ),
    leftOut === "" ? null : h("p", { class: "left-out" }, leftOut),
  );
}

function timelineItem(row: RowView, reader: Reader): JSX.Element {
  const { entry, note, offset } = row;
  const mark = h(
    "a",
    { class: "note", href: `#note-${note}`, id: `ref-${note}`, "aria-label": `Evidence ${note}` },
    note,
  );
  const below = entry.members && entry.members.length > 1 ? occurrences(entry.members, entry.precision) : null;
  return h("li", { id: entry.id }, linesBefore(row, reader), entryRow(entry, offset, reader, { mark, below }));
}

const MOST_OCCURRENCES = 50;

/** What was folded into one line, each with its own time. */
function occurrences(members: readonly Member[], precision: RowView["entry"]["precision"]): JSX.Element {
  const more = members.length - MOST_OCCURRENCES;
  return h(
    "details",
    { class: "occurrences" },
    h("summary", null, counted(members.length, "occurrence", "occurrences")),
    h(
      "ol",
      null,
      members
        .slice(0, MOST_OCCURRENCES)
        .map(({ at, until, text }) =>
          h(
            "li",
            null,
            h("time", { dateTime: at }, utcClock({ at, precision })),
            until === undefined
              ? null
              : h("span", null, "–", h("time", { dateTime: until }, utcClock({ at: until, precision }))),
            h("bdi", { dir: "auto" }, visible(text)),
          ),
        ),
      more > 0 ? h("li", null, `and ${more} more in the draft`) : null,
    ),
  );
}

/** The evidence of every entry, numbered as the timeline refers to it. */
export function evidenceSection({ rows }: Account): JSX.Element | null {
  if (rows.length === 0) return null;
  return h(
    "section",
    { class: "part evidence", "aria-labelledby": "evidence" },
    h("h2", { id: "evidence" }, "Evidence"),
    h("ol", { class: "notes" }, rows.map(noteItem)),
  );
}

function noteItem({ entry, note }: RowView): JSX.Element {
  const { notes, proofs, more, without } = footnoteOf(entry);
  return h(
    "li",
    { id: `note-${note}`, value: note },
    h("a", { class: "back", href: `#ref-${note}`, "aria-label": `Back to entry ${note}` }, "↑"),
    notes.map((sentence) => h("p", { class: "beside", dir: "auto" }, visible(sentence))),
    without === null ? null : h("p", { class: "absent" }, without),
    proofs.map(proofBlock),
    more > 0 ? h("p", { class: "more" }, `and ${counted(more, "piece", "pieces")} more in the draft`) : null,
  );
}

function proofBlock(proof: Proof): JSX.Element {
  const { source, delivery, happened, received, quote, unquoted, link } = proof;
  return h(
    "div",
    { class: "proof" },
    quote === null ? null : h("blockquote", { dir: "auto" }, visible(quote)),
    h(
      "p",
      null,
      h("span", { class: "origin" }, visible(`${source} · ${delivery}`)),
      unbroken(` happened ${happened}, received ${received}${piecesSentence(proof)}${unquoted}`),
      link ? h("a", { href: link.href, rel: "noreferrer noopener" }, `Open at ${visible(link.host)}`) : null,
    ),
  );
}
