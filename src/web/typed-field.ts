import { type Fields, FormProblem } from "./form-fields.ts";
import { readTypedTime, type TypedTime } from "./typed-time.ts";

/** The time that was typed into a form, with what the form says that it may lean on: the problem names no form that leans on nothing. @throws FormProblem */
export function typedTime(fields: Fields): TypedTime {
  const typed = fields["at"] ?? "";
  const { day = "", stands = "", origin = "" } = fields;
  const read = readTypedTime(typed, { day: day.slice(0, 10), stands, origin });
  if (read) return read;
  const written = typed.trim();
  const wrong =
    written === "" ? "There is no time in the form" : `"${written.slice(0, 60)}" is no time that can be read`;
  const clocks = day === "" ? "2026-03-01 14:02" : "14:02, 14:02:30 or 2026-03-01 14:02";
  const spans = `${origin === "" ? "" : ", or T+12:00"}${stands === "" ? "" : ", or +5m"}`;
  throw new FormProblem(`${wrong}. Write ${clocks} in UTC${spans}.`);
}
