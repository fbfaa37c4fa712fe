import { h, type JSX } from "preact";
import type { Entry, Evidence } from "../../domain/draft/schema.ts";
import { spell } from "../../domain/spell.ts";
import { noteSentence } from "../view/footnotes.ts";
import { safeLink } from "../view/links.ts";
import { secondsBetween } from "../view/times.ts";
import { unbroken } from "../view/unbroken.ts";
import { visible } from "../view/visible.ts";
import { counted, KINDS } from "../view/words.ts";
import { conflictPanels } from "./conflict-panel.ts";
import { quickDecisions, typedDecisions } from "./decision-forms.ts";
import type { Desk } from "./desk.ts";
import { fact } from "./layout.ts";
import { wordingHints } from "./wording.ts";
import { attachedBecause, because, exactly, utc } from "./words.ts";

/** Pieces of evidence that show at once; the others unfold. */
const FIRST_PIECES = 4;

/** What unfolds below a row: the decisions, why it stands there, and its proof down to the raw delivery. */
export function unfold(desk: Desk, entry: Entry): JSX.Element {
  return h(
    "div",
    { class: "unfolded" },
    conflictPanels(desk, entry),
    quickDecisions(desk, entry),
    wordingHints(entry),
    typedDecisions(desk, entry),
    notes(entry),
    why(entry),
    members(entry),
    proof(desk, entry),
  );
}

function why(entry: Entry): JSX.Element {
  const { machine, edited } = entry;
  return h(
    "dl",
    { class: "facts" },
    fact(entry.visibility === "timeline" ? "Shown because" : "In the log because", because(entry.reason)),
    entry.attach.reason === "" ? null : fact("Attached because", attachedBecause(entry.attach.reason)),
    fact("Happened", exactly(entry)),
    machine
      ? fact("The draft says", `${exactly(machine)}, ${KINDS[machine.kind].word}: ${visible(machine.text)}`)
      : null,
    edited
      ? fact("Edited", `by ${visible(edited.by)}, ${utc(edited.at)}: ${edited.fields.map(fieldWord).join(", ")}`)
      : null,
  );
}

const fieldWord = (field: string): string => ({ at: "time", visibility: "hidden or shown" })[field] ?? field;

function notes({ notes: written }: Entry): JSX.Element | null {
  if (written.length === 0) return null;
  const item = (note: Entry["notes"][number]) =>
    h("li", null, h("bdi", { dir: "auto" }, unbroken(visible(noteSentence(note)))));
  return h("ul", { class: "beside", "aria-label": "Notes" }, written.map(item));
}

function members(entry: Entry): JSX.Element | null {
  if (!entry.members || entry.members.length < 2) return null;
  const rows = entry.members.map(({ at, until, text }) =>
    h(
      "li",
      null,
      h("time", { dateTime: at }, at.slice(11, 19)),
      until ? h("span", null, `–${until.slice(11, 19)}`) : null,
      " ",
      h("bdi", null, visible(text)),
    ),
  );
  const hidden = entry.occurrences - rows.length;
  const rest = hidden > 0 ? `, the first ${rows.length}` : "";
  return h(
    "details",
    { class: "more" },
    h("summary", null, `${counted(entry.occurrences, "occurrence", "occurrences")}${rest}`),
    h("ol", { class: "members" }, rows),
  );
}

function proof(desk: Desk, entry: Entry): JSX.Element {
  const { evidence, evidenceTotal = evidence.length, origin } = entry;
  if (evidence.length === 0)
    return h(
      "p",
      { class: "empty" },
      origin === "person" ? "Written by a person, without evidence in the record." : "No evidence in the record.",
    );
  const rest = evidence.slice(FIRST_PIECES);
  return h(
    "div",
    { class: "proofs" },
    h("ul", null, evidence.slice(0, FIRST_PIECES).map(piece)),
    rest.length === 0
      ? null
      : h(
          "details",
          { class: "more" },
          h("summary", null, counted(rest.length, "more piece of evidence", "more pieces of evidence")),
          h("ul", null, rest.map(piece)),
        ),
    evidenceTotal > evidence.length
      ? h(
          "p",
          null,
          h(
            "a",
            { href: `/api/v1/incidents/${desk.incident}/entries/${entry.id}/evidence` },
            `All ${evidenceTotal} pieces of evidence, as JSON`,
          ),
        )
      : null,
  );
}

/** What a publication does not quote is marked, and told why. */
function withdrawnMark(withdrawn: Evidence["withdrawn"]): (string | JSX.Element)[] {
  if (withdrawn === undefined) return [];
  const says = withdrawn === "edited" ? "edited later" : "deleted";
  return [" ", h("span", { class: "flag withdrawn", title: "What is published does not quote these words." }, says)];
}

/** One event: what it says, where it came from, both clocks, and the way to the bytes. */
function piece(evidence: Evidence): JSX.Element {
  const { occurredAt, receivedAt, quote, withdrawn, source, delivery } = evidence;
  const delay = secondsBetween(occurredAt, receivedAt);
  const received = exactly({ at: receivedAt, precision: "ms" });
  const link = safeLink(evidence.url);
  return h(
    "li",
    { class: "piece" },
    quote === undefined
      ? null
      : h("blockquote", null, h("bdi", { dir: "auto" }, visible(quote)), withdrawnMark(withdrawn)),
    h(
      "p",
      { class: "proof" },
      h("strong", null, visible(source)),
      h("span", null, `happened ${exactly({ at: occurredAt, precision: "ms" })}`),
      h("span", null, `received ${received}${delay >= 1 ? `, ${unbroken(spell(delay))} later` : ""}`),
    ),
    h(
      "p",
      { class: "proof" },
      h("a", { href: `/deliveries/${encodeURIComponent(delivery)}` }, "Raw delivery"),
      link ? h("a", { href: link.href, rel: "noreferrer" }, `Open at ${visible(link.host)}`) : null,
    ),
  );
}
