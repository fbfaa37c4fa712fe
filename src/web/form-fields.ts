import { isBlank } from "../domain/visible-line.ts";

/** The fields of a submitted form, or of a query. */
export type Fields = Readonly<Record<string, string | undefined>>;

/** A form that cannot become a decision: the sentence says what to do. */
export class FormProblem extends Error {}

/** @throws FormProblem */
export const version = (fields: Fields): number => number(fields["version"], "The version that you saw");

/** @throws FormProblem */
export function number(text: string | undefined, what: string): number {
  if (text !== undefined && /^\d{1,9}$/.test(text)) return Number(text);
  throw new FormProblem(`${what} is missing from the form. Load the page again and try once more.`);
}

/** What was typed with single blanks; the empty text where nothing of it would be seen. */
export function onOneLine(typed = ""): string {
  return isBlank(typed) ? "" : typed.replace(/[\s\u0085]+/g, " ").trim();
}

const LONGEST_LINE = 500;

/** The text, on one line. `empty`: what to say where there is none. @throws FormProblem */
export function line(fields: Fields, empty = "Write what happened: one line, at least a word."): string {
  const text = onOneLine(fields["text"]);
  if (text === "") throw new FormProblem(empty);
  if (text.length > LONGEST_LINE)
    throw new FormProblem(`Your line has ${text.length} characters; ${LONGEST_LINE} fit. Say it in fewer words.`);
  return text;
}
