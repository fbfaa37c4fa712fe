import { type ComponentChildren, h, type JSX } from "preact";
import type { Entry, Finding } from "../../domain/draft/schema.ts";
import { EntryKind } from "../../domain/kinds.ts";
import type { Told } from "../view/times.ts";
import { visible } from "../view/visible.ts";
import { KINDS } from "../view/words.ts";
import type { Desk } from "./desk.ts";
import { hidden } from "./layout.ts";

type Hidden = Readonly<Record<string, string | number>>;

/** A form that takes one decision. `back`: the anchor on the page to return to, unless it is what was decided on. */
export function decisionForm(
  desk: Pick<Desk, "incident" | "view">,
  fields: Hidden,
  ...children: readonly ComponentChildren[]
): JSX.Element {
  const all = Object.entries({ ...fields, view: desk.view }).map(([name, value]) => hidden(name, value));
  return h("form", { method: "post", action: `/incidents/${desk.incident}/decide` }, all, children);
}

/** A button of few words; `label` says in full what it does, for those who hear the page. */
export const submit = (text: string, label: string, look = ""): JSX.Element =>
  h("button", { type: "submit", "aria-label": label, ...(look === "" ? {} : { class: look }) }, text);

/** The decisions on an entry that need no typing: pin, and hide or show. */
export function quickDecisions(desk: Desk, entry: Entry): JSX.Element {
  const { id, version } = entry;
  const text = visible(entry.text);
  const one = (type: string, word: string, more: Hidden = {}) =>
    decisionForm(desk, { type, entry: id, version, ...more }, submit(word, `${word}: ${text}`));
  const isShown = entry.visibility === "timeline";
  const neighbour = desk.neighbourOf(id);
  const leaves = neighbour === null || desk.view.includes("view=log") ? {} : { back: neighbour };
  return h(
    "div",
    { class: "decisions" },
    entry.pinned ? null : one("pin", "Pin"),
    isShown ? one("hide", "Hide", leaves) : one("show", "Show on the timeline"),
  );
}

export const NOTE_TEXT = "A note beside the line";

/** Reword, retime and another kind, and a note; the first three each with the machine's value as the basis that the person saw. */
export function typedDecisions(desk: Desk, entry: Entry): JSX.Element {
  const { id, version } = entry;
  const text = visible(entry.text);
  return h(
    "div",
    { class: "typed" },
    decisionForm(
      desk,
      { type: "reword", entry: id, version, basis: (entry.machine ?? entry).text },
      field(`text-${id}`, "Text, one line", textInput(`text-${id}`, entry.text)),
      submit("Reword", `Reword: ${text}`),
    ),
    decisionForm(
      desk,
      { type: "retime", entry: id, version, ...timeFields(desk, entry) },
      field(`at-${id}`, "Time in UTC, or +5m, or T+12:00", timeInput(`at-${id}`, clockOf(entry))),
      submit("Retime", `Retime: ${text}`),
    ),
    decisionForm(
      desk,
      { type: "rekind", entry: id, version, basis: (entry.machine ?? entry).kind },
      field(`kind-${id}`, "Kind", kindInput(`kind-${id}`, entry.kind)),
      submit("Set kind", `Set kind: ${text}`),
    ),
    decisionForm(
      desk,
      { type: "annotate", entry: id, version },
      field(`note-${id}`, NOTE_TEXT, textInput(`note-${id}`)),
      submit("Add note", `Add note: ${text}`),
    ),
  );
}

/** The value that a retiming is based on, and what the typed time may lean on. */
export function timeFields(desk: Pick<Desk, "origin">, entry: Entry): Hidden {
  const { at: basisAt, precision: basisPrecision } = entry.machine ?? entry;
  return {
    basisAt,
    basisPrecision,
    day: entry.at.slice(0, 10),
    stands: typedForm(entry),
    origin: desk.origin,
  };
}

/** An instant as a person would type it so that it is read back with the same precision. */
export function typedForm({ at, precision }: Told): string {
  return precision === "m" ? `${at.slice(0, 16)}Z` : at;
}

const clockOf = ({ at, precision }: Told): string => at.slice(11, precision === "m" ? 16 : 19);

/** An input with its label. */
export function field(id: string, label: string, input: JSX.Element): JSX.Element {
  return h("label", { for: id }, h("span", null, label), input);
}

const MOST_CHARACTERS = 500;

/** For a line of the timeline, as long as decisions may be. */
export function textInput(id: string, value = ""): JSX.Element {
  const shared = { id, name: "text", required: true, maxLength: MOST_CHARACTERS, autocomplete: "off", dir: "auto" };
  return h("input", { ...shared, value });
}

/** For a time, in the forms that decisions take. */
export function timeInput(id: string, value: string): JSX.Element {
  return h("input", { id, name: "at", value, required: true, size: 20, autocomplete: "off" });
}

/** For a kind, by the words that pages have for kinds. */
export function kindInput(id: string, chosen: string): JSX.Element {
  const options = EntryKind.enum.map((kind) =>
    h("option", { value: kind, selected: kind === chosen }, KINDS[kind].word),
  );
  return h("select", { id, name: "kind" }, options);
}

export const ADD_TIME = "Time in UTC: 14:02, 14:02:30, with a date before it, or T+12:00";
export const ADD_TEXT = "What happened, one line: who did what to what";

/** A line that no machine saw. The time is prefilled with the draft's last. */
export function addForm(desk: Desk, asOf: string): JSX.Element {
  const day = asOf.slice(0, 10);
  return h(
    "details",
    { class: "add" },
    h("summary", null, "Add an entry"),
    decisionForm(
      desk,
      { type: "add", day, stands: asOf, origin: desk.origin },
      field("add-at", ADD_TIME, timeInput("add-at", `${day} ${asOf.slice(11, 16)}`)),
      field("add-kind", "Kind", kindInput("add-kind", "observation")),
      field("add-text", ADD_TEXT, textInput("add-text")),
      submit("Add entry", "Add entry"),
    ),
  );
}

/** Accept and reject, or the other of the two where one was given. */
export function judgeForms(desk: Desk, { id, version, text, state }: Finding): JSX.Element {
  const one = (verdict: string, word: string) =>
    decisionForm(
      desk,
      { type: "judge", finding: id, version, verdict, back: id },
      submit(word, `${word}: ${visible(text)}`),
    );
  return h(
    "div",
    { class: "decisions" },
    state === "accepted" ? null : one("accepted", "Accept"),
    state === "rejected" ? null : one("rejected", "Reject"),
  );
}
