import { h, type JSX } from "preact";
import type { Conflict, Entry } from "../../domain/draft/schema.ts";
import type { EntryKind } from "../../domain/kinds.ts";
import type { Told } from "../view/times.ts";
import { visible } from "../view/visible.ts";
import { KINDS, kindWord } from "../view/words.ts";
import { decisionForm, submit, timeFields, typedForm } from "./decision-forms.ts";
import type { Desk } from "./desk.ts";
import { fact } from "./layout.ts";

const HEADINGS: Readonly<Record<Conflict["field"], string>> = {
  text: "The draft changed under your edit",
  at: "The draft's time changed under your edit",
  kind: "The draft's kind changed under your edit",
  merged: "Two entries that people decided on are one now",
  text_by_two: "Two people reworded what is one entry now",
};

/** What the machine says now beside what the person saw and wrote: nobody's words are dropped, and a click settles it. */
export function conflictPanels(desk: Desk, entry: Entry): JSX.Element[] {
  return (entry.conflict ?? []).map(({ field, human, basis, machine }) => {
    const said = field === "kind" ? kindWord : visible;
    return h(
      "section",
      { class: "conflict-panel", "aria-label": HEADINGS[field] },
      h("strong", null, HEADINGS[field]),
      h(
        "dl",
        { class: "facts" },
        fact("It stands as", said(human)),
        fact("Written on seeing", said(basis)),
        fact("The draft says now", said(machine)),
      ),
      h("div", { class: "decisions" }, choices(desk, entry, field)),
    );
  });
}

function choices(desk: Desk, entry: Entry, field: Conflict["field"]): JSX.Element[] {
  if (field === "at") return timeChoices(desk, entry);
  return field === "kind" ? kindChoices(desk, entry) : textChoices(desk, entry);
}

function kindChoices(desk: Desk, entry: Entry): JSX.Element[] {
  const { id, version, kind } = entry;
  const basis = (entry.machine ?? entry).kind;
  const choice = (word: string, chosen: EntryKind) =>
    decisionForm(
      desk,
      { type: "rekind", entry: id, version, basis, kind: chosen },
      submit(word, `${word}: ${KINDS[chosen].word}`),
    );
  return [choice("Keep what stands", kind), choice("Take the draft's", basis)];
}

function textChoices(desk: Desk, entry: Entry): JSX.Element[] {
  const { id, version, machine, text } = entry;
  const basis = (machine ?? entry).text;
  const choice = (word: string, chosen: string) =>
    decisionForm(
      desk,
      { type: "reword", entry: id, version, basis, text: chosen },
      submit(word, `${word}: ${visible(chosen)}`),
    );
  return [choice("Keep what stands", text), ...(basis === text ? [] : [choice("Take the draft's", basis)])];
}

function timeChoices(desk: Desk, entry: Entry): JSX.Element[] {
  const { id, version, machine } = entry;
  const choice = (word: string, told: Told) =>
    decisionForm(
      desk,
      { type: "retime", entry: id, version, ...timeFields(desk, entry), at: typedForm(told) },
      submit(word, `${word}: ${visible(entry.text)}`),
    );
  const isTypable = machine && machine.precision !== "day" && machine.precision !== "unknown";
  return [choice("Keep what stands", entry), ...(isTypable ? [choice("Take the draft's", machine)] : [])];
}
