import { type ComponentChildren, h, type JSX } from "preact";
import type { Subject } from "../../domain/decide/address.ts";
import type { DecisionRecord } from "../../domain/decision.ts";
import type { Action, Entry, Finding } from "../../domain/draft/schema.ts";
import { MOMENTS } from "../../domain/kinds.ts";
import type { Fields } from "../form-fields.ts";
import { ownerWords } from "../view/headline.ts";
import { toldAlone } from "../view/times.ts";
import { visible } from "../view/visible.ts";
import { KINDS, MOMENT_WORDS } from "../view/words.ts";
import { actionFields, changedOnly } from "./action-again.ts";
import { actionNow } from "./action-forms.ts";
import {
  ADD_TEXT,
  ADD_TIME,
  decisionForm,
  field,
  kindInput,
  NOTE_TEXT,
  submit,
  textInput,
  timeInput,
} from "./decision-forms.ts";
import { fact, renderPage } from "./layout.ts";
import { lineWords, momentEntryInput, momentTimeInput, momentTimeLabel, STANDS_ON } from "./moment-forms.ts";
import { deed, exactly, utc } from "./words.ts";

/** The review page that a form stood on: its incident, and its query. */
export interface Place {
  readonly incident: string;
  readonly view: string;
  /** What the form may be set to: the lines of the timeline, and one of the log that was chosen. */
  readonly lines: readonly Entry[];
}

/** The API's problem where somebody decided on the same thing meanwhile: what it is now, and what the form did not know of. */
export interface Clash extends Subject {
  readonly since: readonly Pick<DecisionRecord, "number" | "by" | "at" | "decision">[];
}

/** What is not shown again: it is typed into a field, or taken from what stands now. */
const TYPED = new Set(["text", "at", "kind", "stand", "owner", "due", "view"]);

/** A form that could not be used, with what was typed in it and what is wrong. */
export function againPage(place: Place, form: Fields, sentence: string): string {
  return page(place, form, "That could not be used", [
    h("p", null, sentence),
    Object.hasOwn(WORDS, form["type"] ?? "") ? sideOf("Yours", again(place, form, kept(form))) : null,
  ]);
}

/** Both sides of a decision that came second, and the button that takes it on what stands now. */
export function conflictPage(place: Place, submitted: Fields, clash: Clash): string {
  const { entry, finding, action, moment, since } = clash;
  const form = action ? changedOnly(submitted) : submitted;
  const now = {
    ...kept(form),
    ...(entry ? { entry: entry.id, version: String(entry.version) } : {}),
    ...(entry ? basisNow(form, entry) : {}),
    ...(finding ? { finding: finding.id, version: String(finding.version) } : {}),
    ...(action ? actionNow(action) : {}),
    ...(moment ? { version: String(moment.version) } : {}),
  };
  return page(place, form, "Decided meanwhile", [
    h(
      "p",
      null,
      "Somebody decided on this after you opened the page. Nothing of yours is lost: look at both sides, then choose.",
    ),
    h(
      "div",
      { class: "sides" },
      sideOf(
        "Now",
        h("ul", null, since.map(deedLine)),
        entry && entryFacts(entry),
        finding && findingFacts(finding),
        action && actionFacts(action),
        moment && momentFacts(place, moment),
      ),
      sideOf("Yours", inFull(form), again(place, form, now)),
    ),
  ]);
}

/** The machine's value as it is now, which the person sees beside theirs. */
function basisNow({ type }: Fields, entry: Entry): Readonly<Record<string, string>> {
  const { text, kind } = entry.machine ?? entry;
  if (type === "reword") return { basis: text };
  return type === "rekind" ? { basis: kind } : {};
}

function page({ incident, view }: Place, form: Fields, heading: string, body: ComponentChildren): string {
  const anchor = form["entry"] ?? form["finding"] ?? form["action"] ?? "";
  const back = `/incidents/${encodeURIComponent(incident)}?${view}#${encodeURIComponent(anchor)}`;
  return renderPage({
    title: heading,
    at: "incidents",
    body: h(
      "section",
      { class: "problem" },
      h("h1", null, heading),
      body,
      h("p", null, h("a", { href: back }, "Leave it as it is, back to the draft")),
    ),
  });
}

const sideOf = (heading: string, ...children: readonly ComponentChildren[]): JSX.Element =>
  h("section", { class: "side" }, h("h2", null, heading), children);

/** A field shows no more of a text than its width. */
const inFull = ({ text }: Fields): JSX.Element | null =>
  text === undefined ? null : h("p", null, h("bdi", { dir: "auto" }, visible(text)));

function deedLine({ by, at, decision }: Clash["since"][number]): JSX.Element {
  return h("li", null, h("bdi", null, `${visible(by)} ${deed(decision)}`), ", ", h("time", { dateTime: at }, utc(at)));
}

function entryFacts(entry: Entry): JSX.Element {
  return h(
    "dl",
    { class: "facts" },
    fact("Text", visible(entry.text)),
    fact("Happened", exactly(entry)),
    fact("Kind", KINDS[entry.kind].word),
    fact("Stands", entry.visibility === "timeline" ? "on the timeline" : "in the activity log"),
  );
}

function findingFacts(finding: Finding): JSX.Element {
  return h("dl", { class: "facts" }, fact("Finding", visible(finding.text)), fact("Verdict", finding.state));
}

function actionFacts({ text, owner, due, state }: Action): JSX.Element {
  return h(
    "dl",
    { class: "facts" },
    fact("To do", visible(text)),
    fact("Owner", visible(ownerWords(owner))),
    fact("Due", due === undefined ? "no day" : visible(due)),
    fact("State", state),
  );
}

function momentFacts(place: Place, { name, at, entry }: NonNullable<Clash["moment"]>): JSX.Element {
  return h(
    "dl",
    { class: "facts" },
    fact("Key moment", MOMENT_WORDS[name]),
    fact("Time", at === null ? "not in the record" : exactly(toldAlone(at))),
    entry === null ? null : h("div", null, h("dt", null, "Stands on"), h("dd", null, toLine(place, entry))),
  );
}

function toLine({ incident, lines }: Place, id: string): JSX.Element {
  const line = lines.find((entry) => entry.id === id);
  const href = `/incidents/${encodeURIComponent(incident)}?view=log#${encodeURIComponent(id)}`;
  return h("a", { href }, line ? h("bdi", null, lineWords(line)) : "this line");
}

const kept = (form: Fields): Record<string, string> =>
  Object.fromEntries(
    Object.entries(form).flatMap(([name, value]) => (value === undefined || TYPED.has(name) ? [] : [[name, value]])),
  );

const WORDS: Readonly<Record<string, string>> = {
  hide: "Hide it all the same",
  show: "Show it all the same",
  pin: "Pin it all the same",
  reword: "Reword it to this",
  retime: "Retime it to this",
  rekind: "Set this kind",
  annotate: "Note it all the same",
  add: "Add entry",
  judge: "Judge it so all the same",
  action: "Change it to this",
  moment: "Set the key moment",
};

function wordOf({ type = "", verdict, action, state, name }: Fields): string {
  const moment = type === "moment" && MOMENTS.find((one) => one === name);
  if (moment) return `Set “${MOMENT_WORDS[moment]}” to this`;
  if (type === "judge") return `${verdict === "accepted" ? "Accept" : "Reject"} it all the same`;
  if (type === "action" && (action ?? "") === "") return "Add action item";
  if (type === "action" && state !== undefined)
    return `${state === "done" ? "Mark it done" : "Reopen it"} all the same`;
  return WORDS[type] ?? "";
}

/** What the line is that is typed again. */
const TEXTS: Readonly<Record<string, string>> = {
  add: ADD_TEXT,
  reword: "Text, one line",
  annotate: NOTE_TEXT,
};

/** The same form once more, on what stands now: what was typed stands in its fields. */
function again(place: Place, form: Fields, fields: Readonly<Record<string, string>>): JSX.Element {
  const { type = "", text = "", at = "", kind = "observation" } = form;
  const word = wordOf(form);
  const isNew = type === "add";
  const inputs = [
    ...(isNew || type === "retime"
      ? [field("again-at", isNew ? ADD_TIME : "Time in UTC", timeInput("again-at", at))]
      : []),
    ...(isNew || type === "rekind" ? [field("again-kind", "Kind", kindInput("again-kind", kind))] : []),
    ...(Object.hasOwn(TEXTS, type) ? [field("again-text", TEXTS[type] ?? "", textInput("again-text", text))] : []),
    ...(type === "moment"
      ? [
          field("again-stand", STANDS_ON, momentEntryInput("again-stand", place.lines, form["stand"])),
          field("again-at", momentTimeLabel(form["day"] ?? ""), momentTimeInput("again-at", at)),
        ]
      : []),
    ...(type === "action" ? actionFields(form) : []),
  ];
  return h("div", { class: "typed" }, decisionForm(place, fields, inputs, submit(word, word, "primary")));
}
