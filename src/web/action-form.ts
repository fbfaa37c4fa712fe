import type { Decision } from "../domain/decision.ts";
import { type Fields, FormProblem, line, onOneLine, version } from "./form-fields.ts";

type OnAction = Extract<Decision, { type: "action" }>;
type Change = Extract<OnAction, { id: string }>;

const NO_TEXT = "Write what is to be done: one line, at least a word.";

/**
 * Makes a decision of the form of an action item. Of what the form shows, only what was changed is decided on: the rest belongs to whoever
 * decided on it meanwhile. @throws FormProblem
 */
export function actionOf(fields: Fields): OnAction {
  const id = fields["action"] ?? "";
  return id === "" ? newAction(fields) : changeOf(id, fields);
}

function newAction(fields: Fields): OnAction {
  const [owner, due, answers] = [ownerOf(fields), dueOf(fields), fields["answers"] ?? ""];
  return {
    ...{ type: "action", text: line(fields, NO_TEXT) },
    ...(owner === null ? {} : { owner }),
    ...(due === null ? {} : { due }),
    ...(answers === "" ? {} : { answers }),
  };
}

function changeOf(id: string, fields: Fields): Change {
  const { basisText: text, basisOwner: owner = "" } = fields;
  const change: Change = {
    ...{ type: "action", id, version: version(fields) },
    ...(text === undefined ? {} : { basis: { text, owner: owner === "" ? null : owner } }),
    ...(fields["state"] === undefined ? wordsOf(fields) : { state: fields["state"] === "done" ? "done" : "open" }),
  };
  if (["text", "owner", "due", "answers", "state"].some((field) => field in change)) return change;
  throw new FormProblem("Nothing was changed: write other words, another owner or another day, then try again.");
}

/** `stood…` is what the reader found in each field. A field that the form does not have is not decided on. */
function wordsOf(fields: Fields): Pick<Change, "text" | "owner" | "due" | "answers"> {
  const isOther = (name: string, stood: string): boolean => {
    const [now, before] = [fields[name]?.trim(), fields[stood]?.trim()];
    return now !== undefined && now !== before;
  };
  return {
    ...(isOther("text", "stoodText") ? { text: line(fields, NO_TEXT) } : {}),
    ...(isOther("owner", "stoodOwner") ? { owner: ownerOf(fields) } : {}),
    ...(isOther("due", "stoodDue") ? { due: dueOf(fields) } : {}),
    ...(isOther("answers", "stoodAnswers") ? { answers: fields["answers"] || null } : {}),
  };
}

const LONGEST_NAME = 100;

function ownerOf(fields: Fields): string | null {
  const name = onOneLine(fields["owner"]);
  if (name.length > LONGEST_NAME)
    throw new FormProblem(`The owner's name has ${name.length} characters; ${LONGEST_NAME} fit. Write one name.`);
  return name === "" ? null : name;
}

function dueOf(fields: Fields): string | null {
  const day = (fields["due"] ?? "").trim();
  if (day === "") return null;
  if (/^\d{4}-\d\d-\d\d$/.test(day)) return day;
  throw new FormProblem(
    `"${day.slice(0, 60)}" is no day that can be read. Write it like 2026-03-14, or leave it empty.`,
  );
}
