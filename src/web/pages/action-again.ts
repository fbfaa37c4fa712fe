import type { JSX } from "preact";
import type { Fields } from "../form-fields.ts";
import { ACTION_DUE, ACTION_OWNER, ACTION_TEXT, dueInput, ownerInput } from "./action-forms.ts";
import { field, textInput } from "./decision-forms.ts";

const STOOD = { text: "stoodText", owner: "stoodOwner", due: "stoodDue", answers: "stoodAnswers" } as const;

/** An action item's form without the fields that its author left as they stood: those are whoever's came first. */
export function changedOnly(form: Fields): Fields {
  const left = Object.entries(STOOD).flatMap(([name, stood]) => (form[name] === form[stood] ? [name] : []));
  return Object.fromEntries(Object.entries(form).filter(([name]) => !left.includes(name)));
}

/** What was typed, in fields again; what the form did not have is not asked for. */
export function actionFields({ text, owner, due }: Fields): JSX.Element[] {
  return [
    ...(text === undefined ? [] : [field("again-text", ACTION_TEXT, textInput("again-text", text))]),
    ...(owner === undefined ? [] : [field("again-owner", ACTION_OWNER, ownerInput("again-owner", owner))]),
    ...(due === undefined ? [] : [field("again-due", ACTION_DUE, dueInput("again-due", due))]),
  ];
}
