import type { Decision } from "../domain/decision.ts";
import { EntryKind } from "../domain/kinds.ts";
import { Precision } from "../domain/time.ts";
import { actionOf } from "./action-form.ts";
import { type Fields, FormProblem, line, number, version } from "./form-fields.ts";
import { momentOf } from "./moment-form.ts";
import { typedTime } from "./typed-field.ts";
import type { TypedTime } from "./typed-time.ts";

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
      return { type, ...addressed(fields), basis: basisTime(fields), ...typedTime(fields) };
    case "rekind":
      return { type, ...addressed(fields), basis: kind(fields["basis"]), kind: kind(fields["kind"]) };
    case "annotate":
      return { type, ...addressed(fields), text: line(fields, "Write the note: one line, at least a word.") };
    case "add":
      return { type, ...typedTime(fields), kind: kind(fields["kind"]), text: line(fields) };
    case "moment":
      return momentOf(fields);
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
