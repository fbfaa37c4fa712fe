import { h, type JSX } from "preact";
import type { Decision, DecisionRecord } from "../../domain/decision.ts";
import type { Draft } from "../../domain/draft/schema.ts";
import { visible } from "../view/visible.ts";
import { decisionForm, submit } from "./decision-forms.ts";
import type { Desk } from "./desk.ts";
import { deed, quoted, utc } from "./words.ts";

const LONGEST_DEED = 100;

/** What was decided last, on what, and its undo; of an undo, what it took back. */
export function lastDecision(desk: Desk, draft: Draft, decisions: readonly DecisionRecord[]): JSX.Element {
  const last = decisions.at(-1);
  if (!last) return h("span", { class: "last none" }, "Nothing decided yet");
  const { decision, isUndone } = behind(last.decision, decisions);
  const subject = subjectOf(decision);
  const about = decision.type === "moment" ? decision.entry : subject;
  const did = `${verb(last.decision, isUndone)}${deed(decision, spokenOf(draft, about))}`;
  const words = `${visible(last.by)} ${did.length > LONGEST_DEED ? `${did.slice(0, LONGEST_DEED)}…` : did}`;
  const button = last.decision.type === "undo" ? "Redo" : "Undo";
  return h(
    "span",
    { class: "last" },
    h(
      "span",
      { class: "words" },
      "Last, ",
      h("time", { dateTime: last.at }, utc(last.at).slice("2026-03-01 ".length)),
      ": ",
      h("bdi", null, words),
    ),
    decisionForm(
      desk,
      { type: "undo", decision: last.number, ...(subject === null ? {} : { back: subject }) },
      submit(button, `${button}: ${words}`),
    ),
  );
}

/** The decision that an undo is about in the end, and whether it stands undone: an undo may itself have been undone. */
function behind(decision: Decision, decisions: readonly DecisionRecord[]): { decision: Decision; isUndone: boolean } {
  let [now, isUndone] = [decision, false];
  while (now.type === "undo") {
    const { decision: number } = now;
    const undone = decisions.find((record) => record.number === number);
    if (!undone) break;
    now = undone.decision;
    isUndone = !isUndone;
  }
  return { decision: now, isUndone };
}

function verb({ type }: Decision, isUndone: boolean): string {
  if (type !== "undo") return "";
  return isUndone ? "undid: " : "redid: ";
}

function subjectOf(decision: Decision): string | null {
  if (decision.type === "moment") return null;
  if ("entry" in decision) return decision.entry;
  if (decision.type === "action") return "id" in decision ? decision.id : null;
  return decision.type === "judge" ? decision.finding : null;
}

function spokenOf({ entries, findings, actions }: Draft, subject: string | null): string {
  const about = [...entries, ...findings, ...actions].find(({ id }) => id === subject);
  return about ? quoted(about.text) : "it";
}
