import type { Decision } from "../domain/decision.ts";
import { MOMENTS, type MomentName } from "../domain/kinds.ts";
import { type Fields, FormProblem, version } from "./form-fields.ts";
import { ABSENT } from "./pages/moment-forms.ts";
import { typedTime } from "./typed-field.ts";

type OnMoment = Extract<Decision, { type: "moment" }>;

/** Makes a decision of the form of the key moments. @throws FormProblem */
export function momentOf(fields: Fields): OnMoment {
  const on = { type: "moment", name: nameOf(fields), version: version(fields) } as const;
  const { stand = "", at = "" } = fields;
  const isTimed = at.trim() !== "";
  if (stand === ABSENT) {
    if (!isTimed) return { ...on, entry: null };
    throw new FormProblem(
      "It cannot be at a time and not be in the record: leave the time empty, or choose a line or only the time.",
    );
  }
  if (stand === "" && !isTimed)
    throw new FormProblem("Choose the line that it stands on, or write a time, or say that it is not in the record.");
  return { ...on, entry: stand === "" ? null : stand, ...(isTimed ? { at: typedTime(fields).at } : {}) };
}

function nameOf({ name }: Fields): MomentName {
  const chosen = MOMENTS.find((one) => one === name);
  if (chosen === undefined)
    throw new FormProblem("The form names no key moment. Load the page again and try once more.");
  return chosen;
}
