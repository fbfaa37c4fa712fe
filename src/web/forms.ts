import type { Decision } from "../domain/decision.ts";
import { EntryKind } from "../domain/kinds.ts";
import { Precision } from "../domain/time.ts";
import { actionOf } from "./action-form.ts";
import { type Fields, FormProblem, line, number, version } from "./form-fields.ts";
import { readTypedTime, type TypedTime } from "./typed-time.ts";

/** Makes a decision of a form's fields. The API checks it again; this only translates. @throws FormProblem */
export function decisionOf(fields: Fields): Decision {
  const type = fields["type"] ?? "";
  switch (type) {
    case "hide":
    case "show":
    case "pin":
      return { type, ...addressed(fields) };
    case "reword":
      return { type, ...addressed(fields), basis: fields["basis"] ?? "", text: line(fields) };
    case "retime":
      return { type, ...addressed(fields), basis: basisTime(fields), ...time(fields) };
    case "rekind":
      return { type, ...addressed(fields), basis: kind(fields["basis"]), kind: kind(fields["kind"]) };
    case "add":
      return { type, ...time(fields), kind: kind(fields["kind"]), text: line(fields) };
    case "judge":
      return { type, finding: fields["finding"] ?? "", version: version(fields), verdict: verdict(fields) };
    case "action":
      return actionOf(fields);
    case "review":
      return { type, digest: fields["digest"] ?? "" };
    case "undo":
      return { type, decision: number(fields["decision"], "The decision to undo") };
    default:
      throw new FormProblem(
        `This form asks for "${type}", which is no decision. Load the page again and try once more.`,
      );
  }
}

const addressed = (fields: Fields): { entry: string; version: number } => ({
  entry: fields["entry"] ?? "",
  version: version(fields),
});

function kind(name: string | undefined): EntryKind {
  const chosen = EntryKind.enum.find((one) => one === name);
  if (chosen === undefined) throw new FormProblem("Choose what kind of entry it is.");
  return chosen;
}

function verdict(fields: Fields): "accepted" | "rejected" {
  const given = fields["verdict"];
  if (given === "accepted" || given === "rejected") return given;
  throw new FormProblem("Say whether to accept or to reject it.");
}

function basisTime(fields: Fields): TypedTime {
  const precision = Precision.enum.find((one) => one === fields["basisPrecision"]) ?? "unknown";
  return { at: fields["basisAt"] ?? "", precision };
}

function time(fields: Fields): TypedTime {
  const typed = fields["at"] ?? "";
  const { day = "", stands = "", origin = "" } = fields;
  const read = readTypedTime(typed, { day: day.slice(0, 10), stands, origin });
  if (read) return read;
  const written = typed.trim();
  throw new FormProblem(
    `${written === "" ? "There is no time in the form" : `"${written.slice(0, 60)}" is no time that can be read`}. Write 14:02, 14:02:30 or 2026-03-01 14:02 in UTC, or T+12:00, or +5m.`,
  );
}
