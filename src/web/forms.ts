import type { Decision } from "../domain/decision.ts";
import type { EntryKind } from "../domain/kinds.ts";

/** The fields of a submitted form. */
export type Fields = Readonly<Record<string, string | undefined>>;

/** A form that cannot become a decision: which field, and what to do. */
export class FormProblem extends Error {}

/** Makes a decision of a form's fields. The API checks it again; this only translates. @throws FormProblem */
export function decisionOf(fields: Fields): Decision {
  const type = fields["type"] ?? "";
  switch (type) {
    case "hide":
    case "show":
    case "pin":
      return { type, ...addressed(fields) };
    case "reword":
      return { type, ...addressed(fields), basis: fields["basis"] ?? "", text: line(fields, "text") };
    case "retime":
      return retime(fields);
    case "add":
      return {
        type,
        ...time(fields),
        kind: (fields["kind"] ?? "observation") as EntryKind,
        text: line(fields, "text"),
      };
    case "judge":
      return {
        type,
        finding: fields["finding"] ?? "",
        version: version(fields),
        verdict: fields["verdict"] === "accepted" ? "accepted" : "rejected",
      };
    case "review":
      return { type, digest: fields["digest"] ?? "" };
    case "undo":
      return { type, decision: Number(fields["decision"]) };
    default:
      throw new FormProblem(`This form asks for "${type}", which is no decision. Reload the page and try again.`);
  }
}

const version = (fields: Fields): number => Number(fields["version"] ?? 0);

const addressed = (fields: Fields): { entry: string; version: number } => ({
  entry: fields["entry"] ?? "",
  version: version(fields),
});

function line(fields: Fields, name: string): string {
  const text = (fields[name] ?? "").replace(/\s+/g, " ").trim();
  if (text === "") throw new FormProblem("Write what happened: one line, at least a word.");
  return text;
}

function retime(fields: Fields): Decision {
  const basis = { at: fields["basisAt"] ?? "", precision: (fields["basisPrecision"] ?? "unknown") as "s" };
  return { type: "retime", ...addressed(fields), basis, ...time(fields) };
}

const CLOCK = /^(?:(\d{4}-\d\d-\d\d)[T ])?(\d\d?:\d\d)(:\d\d)?\s*(?:Z|UTC)?$/i;

/**
 * A time as people type it: `14:02`, `14:02:30`, or with the date before it. Always UTC; without a date the day of `day`.
 * Seconds that were not typed are not known: the precision is then the minute.
 */
function time(fields: Fields): { at: string; precision: "m" | "s" } {
  const typed = (fields["at"] ?? "").trim();
  const match = CLOCK.exec(typed);
  if (!match)
    throw new FormProblem(`"${typed}" is no time that can be read. Write 14:02, 14:02:30 or 2026-03-01 14:02, in UTC.`);
  const [, date = (fields["day"] ?? "").slice(0, 10), minutes = "", seconds] = match;
  return {
    at: `${date}T${minutes.padStart(5, "0")}${seconds ?? ":00"}Z`,
    precision: seconds === undefined ? "m" : "s",
  };
}
