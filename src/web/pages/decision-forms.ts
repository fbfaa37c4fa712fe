import { h, type JSX } from "preact";
import type { Entry } from "../../domain/draft/schema.ts";
import { EntryKind } from "../../domain/kinds.ts";
import { hidden } from "./layout.ts";

/** Where a decision goes, and to which view of the page it comes back. */
export interface Desk {
  readonly incident: string;
  /** The query of the page that shows the form, so that one returns to the same view. */
  readonly view: string;
}

/** A form that takes one decision on one thing. */
export function decisionForm(
  desk: Desk,
  fields: Readonly<Record<string, string | number>>,
  ...children: readonly (JSX.Element | null)[]
): JSX.Element {
  const all = Object.entries({ ...fields, view: desk.view }).map(([name, value]) => hidden(name, value));
  return h("form", { method: "post", action: `/incidents/${desk.incident}/decide` }, all, children);
}

const button = (text: string, label: string, quiet = false): JSX.Element =>
  h("button", { type: "submit", "aria-label": label, ...(quiet ? { class: "quiet" } : {}) }, text);

/** The decisions on an entry that need no typing: pin, and hide or show. */
export function quickDecisions(desk: Desk, entry: Entry): JSX.Element {
  const { id, version, text } = entry;
  const one = (type: string, word: string) =>
    decisionForm(desk, { type, entry: id, version }, button(word, `${word}: ${text}`));
  const visible = entry.visibility === "timeline";
  return h(
    "div",
    { class: "decisions", role: "group", "aria-label": "Decide" },
    entry.pinned ? null : one("pin", "Pin"),
    visible ? one("hide", "Hide") : one("show", "Show on the timeline"),
  );
}

/** Reword and retime, each with the machine's value as the basis that the person saw. */
export function typedDecisions(desk: Desk, entry: Entry): JSX.Element {
  const { id, version } = entry;
  const basis = entry.machine ?? entry;
  const clock = entry.precision === "m" ? entry.at.slice(11, 16) : entry.at.slice(11, 19);
  return h(
    "div",
    { class: "typed" },
    decisionForm(
      desk,
      { type: "reword", entry: id, version, basis: basis.text },
      field(
        `text-${id}`,
        "Text, one line",
        h("input", {
          id: `text-${id}`,
          name: "text",
          value: entry.text,
          required: true,
          maxLength: 500,
          autocomplete: "off",
        }),
      ),
      button("Reword", `Reword: ${entry.text}`),
    ),
    decisionForm(
      desk,
      {
        type: "retime",
        entry: id,
        version,
        basisAt: basis.at,
        basisPrecision: entry.precision,
        day: entry.at.slice(0, 10),
      },
      field(
        `at-${id}`,
        "Time in UTC",
        h("input", { id: `at-${id}`, name: "at", value: clock, required: true, size: 20, autocomplete: "off" }),
      ),
      button("Retime", `Retime: ${entry.text}`),
    ),
  );
}

function field(id: string, label: string, input: JSX.Element): JSX.Element {
  return h("label", { for: id }, h("span", null, label), input);
}

/** A line that no machine saw. The time is prefilled with the draft's last. */
export function addForm(desk: Desk, asOf: string): JSX.Element {
  return h(
    "details",
    { class: "add" },
    h("summary", null, "Add an entry"),
    decisionForm(
      desk,
      { type: "add", day: asOf.slice(0, 10) },
      field(
        "add-at",
        "Time in UTC: 14:02, 14:02:30, or with the date before it",
        h("input", {
          id: "add-at",
          name: "at",
          value: `${asOf.slice(0, 10)} ${asOf.slice(11, 16)}`,
          required: true,
          autocomplete: "off",
        }),
      ),
      field(
        "add-kind",
        "Kind",
        h(
          "select",
          { id: "add-kind", name: "kind" },
          EntryKind.enum.map((kind) =>
            h("option", { value: kind, selected: kind === "observation" }, kind.replaceAll("_", " ")),
          ),
        ),
      ),
      field(
        "add-text",
        "What happened, one line: who did what to what",
        h("input", { id: "add-text", name: "text", required: true, maxLength: 500, autocomplete: "off" }),
      ),
      button("Add entry", "Add entry"),
    ),
  );
}

export function judgeForms(
  desk: Desk,
  finding: { readonly id: string; readonly version: number; readonly text: string; readonly state: string },
): JSX.Element {
  const one = (verdict: string, word: string) =>
    decisionForm(
      desk,
      { type: "judge", finding: finding.id, version: finding.version, verdict },
      button(word, `${word}: ${finding.text}`),
    );
  return h(
    "div",
    { class: "decisions" },
    finding.state === "accepted" ? null : one("accepted", "Accept"),
    finding.state === "rejected" ? null : one("rejected", "Reject"),
  );
}
