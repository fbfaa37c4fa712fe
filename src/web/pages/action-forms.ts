import { h, type JSX } from "preact";
import type { Action, Draft } from "../../domain/draft/schema.ts";
import { ownerWords } from "../view/headline.ts";
import { visible } from "../view/visible.ts";
import { decisionForm, field, submit, textInput } from "./decision-forms.ts";
import type { Desk } from "./desk.ts";
import { fact } from "./layout.ts";

export const ACTION_TEXT = "What is to be done, one line";
export const ACTION_OWNER = "Owner; empty: nobody";
export const ACTION_DUE = "Due, like 2026-03-14, or none";

const LONGEST_NAME = 100;

/** For the owner of an action item, in whatever script names are written. */
export function ownerInput(id: string, value = ""): JSX.Element {
  return h("input", { id, name: "owner", value, maxLength: LONGEST_NAME, size: 14, autocomplete: "off", dir: "auto" });
}

/** For the day on which an action item is due. */
export function dueInput(id: string, value = ""): JSX.Element {
  return h("input", { id, name: "due", value, size: 10, autocomplete: "off" });
}

/** Every finding that stands may be answered, and the one that is answered now. */
function answersInput(id: string, { findings }: Draft, chosen = ""): JSX.Element {
  const offered = findings.filter((finding) => finding.state !== "rejected" || finding.id === chosen);
  const isGone = chosen !== "" && !findings.some((finding) => finding.id === chosen);
  const option = (value: string, words: string) => h("option", { value, selected: value === chosen }, words);
  return h(
    "select",
    { id, name: "answers" },
    option("", "None"),
    offered.map((finding) => option(finding.id, visible(finding.text))),
    isGone ? option(chosen, "A finding that the draft does not hold any more") : null,
  );
}

/** What names the item as it stands now, and what of it the person sees. */
export function actionNow({ id, version, machine, text, owner }: Action): Readonly<Record<string, string>> {
  const proposed = machine ?? { text, owner };
  return { action: id, version: String(version), basisText: proposed.text, basisOwner: proposed.owner ?? "" };
}

const named = (action: Action) => ({ type: "action", ...actionNow(action), back: action.id });

/** Closing or reopening, which needs no typing, and the form for everything else. */
export function actionDecisions(desk: Desk, draft: Draft, action: Action): JSX.Element[] {
  const { id, text, owner, due, answers, state } = action;
  const [word, next] = state === "open" ? ["Mark done", "done"] : ["Reopen", "open"];
  const stood = { stoodText: text, stoodOwner: owner ?? "", stoodDue: due ?? "", stoodAnswers: answers ?? "" };
  return [
    h(
      "div",
      { class: "decisions" },
      decisionForm(desk, { ...named(action), state: next ?? "" }, submit(word ?? "", `${word}: ${visible(text)}`)),
    ),
    h(
      "details",
      { class: "more" },
      h("summary", null, "Reword, give away, set a day"),
      h(
        "div",
        { class: "typed" },
        decisionForm(
          desk,
          { ...named(action), ...stood },
          field(`text-${id}`, ACTION_TEXT, textInput(`text-${id}`, text)),
          field(`owner-${id}`, ACTION_OWNER, ownerInput(`owner-${id}`, owner ?? "")),
          field(`due-${id}`, ACTION_DUE, dueInput(`due-${id}`, due)),
          field(`answers-${id}`, "Answers the finding", answersInput(`answers-${id}`, draft, answers)),
          submit("Change", `Change: ${visible(text)}`),
        ),
      ),
    ),
  ];
}

/** What is to be done, and nobody said it where a machine heard. */
export function addActionForm(desk: Desk, draft: Draft): JSX.Element {
  return h(
    "details",
    { class: "add" },
    h("summary", null, "Add an action item"),
    decisionForm(
      desk,
      { type: "action" },
      field("action-text", ACTION_TEXT, textInput("action-text")),
      field("action-owner", ACTION_OWNER, ownerInput("action-owner")),
      field("action-due", ACTION_DUE, dueInput("action-due")),
      field("action-answers", "Answers the finding", answersInput("action-answers", draft)),
      submit("Add action item", "Add action item"),
    ),
  );
}

const HEADINGS = {
  text: "The draft changed under your edit",
  owner: "The draft's owner changed under your edit",
} as const;

/** What the machine says now beside what the person saw and decided; a click settles it. */
export function actionConflicts(desk: Desk, action: Action): JSX.Element[] {
  return (action.conflict ?? []).map(({ field: name, basis, machine, human }) => {
    const said = (value: string | null): string => visible(name === "owner" ? ownerWords(value) : (value ?? ""));
    const choice = (word: string, chosen: string | null) =>
      decisionForm(desk, { ...named(action), [name]: chosen ?? "" }, submit(word, `${word}: ${said(chosen)}`));
    return h(
      "section",
      { class: "conflict-panel", "aria-label": HEADINGS[name] },
      h("strong", null, HEADINGS[name]),
      h(
        "dl",
        { class: "facts" },
        fact("It stands as", said(human)),
        fact("Written on seeing", said(basis)),
        fact("The draft says now", said(machine)),
      ),
      h("div", { class: "decisions" }, choice("Keep what stands", human), choice("Take the draft's", machine)),
    );
  });
}
