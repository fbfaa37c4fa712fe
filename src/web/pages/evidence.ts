import { h, type JSX } from "preact";
import type { Entry, Evidence } from "../../domain/draft/schema.ts";
import { safeLink } from "../view/links.ts";
import { reasonWords } from "../view/row.ts";
import { exactUtc, secondsBetween, spell } from "../view/times.ts";
import { visible } from "../view/visible.ts";
import { counted } from "../view/words.ts";
import { type Desk, quickDecisions, typedDecisions } from "./decision-forms.ts";

/** What unfolds below a row: the decisions, why it stands there, and its proof down to the raw delivery. */
export function unfold(desk: Desk, entry: Entry): JSX.Element {
  return h(
    "div",
    { class: "unfolded" },
    quickDecisions(desk, entry),
    conflicts(entry),
    why(entry),
    members(entry),
    entry.evidence.map(piece),
    more(desk, entry),
    typedDecisions(desk, entry),
  );
}

function why(entry: Entry): JSX.Element {
  return h(
    "dl",
    { class: "facts" },
    fact("Shown because", visible(reasonWords(entry.reason))),
    entry.attach.reason === ""
      ? null
      : fact("Attached because", visible(reasonWords(entry.attach.reason).replaceAll("_", " "))),
    fact("Happened", exactUtc(entry)),
    entry.machine
      ? fact(
          "The draft says",
          `${exactUtc({ at: entry.machine.at, precision: entry.precision })}: ${visible(entry.machine.text)}`,
        )
      : null,
    entry.edited
      ? fact(
          "Edited",
          `${visible(entry.edited.by)}, ${entry.edited.at.slice(0, 16).replace("T", " ")} UTC: ${entry.edited.fields.join(", ")}`,
        )
      : null,
  );
}

function fact(name: string, value: string): JSX.Element {
  return h("div", null, h("dt", null, name), h("dd", null, h("bdi", null, value)));
}

/** What the machine says now beside what the person saw and wrote: nobody's words are dropped. */
function conflicts({ conflict }: Entry): JSX.Element[] {
  return (conflict ?? []).map((each) =>
    h(
      "div",
      { class: "conflict-panel" },
      h("strong", null, "Changed under an edit"),
      h(
        "dl",
        { class: "facts" },
        fact("Written", visible(each.human)),
        fact("On seeing", visible(each.basis)),
        fact("The draft says now", visible(each.machine)),
      ),
    ),
  );
}

function members(entry: Entry): JSX.Element | null {
  if (!entry.members || entry.members.length < 2) return null;
  const rows = entry.members.map(({ at, until, text }) =>
    h(
      "li",
      null,
      h("time", { dateTime: at }, at.slice(11, 19)),
      until ? h("span", null, ` – ${until.slice(11, 19)}`) : null,
      " ",
      h("bdi", null, visible(text)),
    ),
  );
  return h(
    "details",
    { class: "members" },
    h("summary", null, counted(rows.length, "occurrence", "occurrences")),
    h("ol", null, rows),
  );
}

function piece(evidence: Evidence): JSX.Element {
  const delay = secondsBetween(evidence.occurredAt, evidence.receivedAt);
  const link = safeLink(evidence.url);
  return h(
    "div",
    { class: "piece" },
    evidence.quote === undefined ? null : h("blockquote", null, h("bdi", { dir: "auto" }, visible(evidence.quote))),
    h(
      "dl",
      { class: "facts" },
      fact("Source", visible(evidence.source)),
      fact("Happened", exactUtc({ at: evidence.occurredAt, precision: "ms" })),
      fact(
        "Received",
        `${exactUtc({ at: evidence.receivedAt, precision: "ms" })}${delay >= 1 ? `, ${spell(delay)} later` : ""}`,
      ),
    ),
    h(
      "p",
      { class: "proof" },
      h("a", { href: `/deliveries/${encodeURIComponent(evidence.delivery)}` }, "Raw delivery"),
      link ? h("a", { href: link.href, rel: "noreferrer" }, `Open at ${link.host}`) : null,
    ),
  );
}

function more(desk: Desk, { id, evidence, evidenceTotal }: Entry): JSX.Element | null {
  if (evidenceTotal === undefined || evidenceTotal <= evidence.length) return null;
  return h(
    "p",
    null,
    h(
      "a",
      { href: `/api/v1/incidents/${desk.incident}/entries/${id}/evidence` },
      `All ${evidenceTotal} pieces of evidence (JSON)`,
    ),
  );
}
