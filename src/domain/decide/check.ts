import { daysSince1970 } from "../civil.ts";
import type { Decision } from "../decision.ts";
import type { MachineDraft } from "../draft/machine.ts";
import { type Rejection, reject } from "../outcome.ts";
import { parseInstant } from "../time.ts";

type OnAction = Extract<Decision, { type: "action" }>;

/** What a decision must be by itself, beyond its schema: readable times, evidence of this incident, an action item's due day. Null: nothing is wrong. */
export function checkDecision(decision: Decision, machine: MachineDraft): Rejection | null {
  switch (decision.type) {
    case "add":
      return checkTime(decision.at) ?? checkEvidence(decision.evidence ?? [], machine);
    case "retime":
      return checkTime(decision.at) ?? checkTime(decision.basis.at);
    case "moment":
      return decision.at === undefined ? null : checkTime(decision.at);
    case "action":
      return checkDue(decision.due ?? null) ?? checkSays(decision);
    default:
      return null;
  }
}

function checkDue(day: string | null): Rejection | null {
  const [year = 0, month = 0, date = 0] = (day ?? "").split("-").map(Number);
  if (day === null || (year > 0 && daysSince1970(year, month, date) !== null)) return null;
  return reject("unreadable_due", `"${day}" is no day of the calendar: write it like 2026-03-14.`).rejection;
}

/** A change that changes nothing is a mistake of whoever sent it. */
function checkSays({ text, owner, due, answers, state }: OnAction): Rejection | null {
  if ([text, owner, due, answers, state].some((field) => field !== undefined)) return null;
  return reject(
    "nothing_decided",
    "The decision changes nothing of the action item: send `text`, `owner`, `due`, `answers` or `state`.",
  ).rejection;
}

function checkTime(text: string): Rejection | null {
  if (parseInstant(text)) return null;
  return reject(
    "unreadable_time",
    `"${text}" is no time: write RFC 3339 with a zone, for example 2026-03-01T14:02:00Z.`,
  ).rejection;
}

function checkEvidence(keys: readonly string[], { events }: MachineDraft): Rejection | null {
  const foreign = keys.filter((key) => !Object.hasOwn(events, key));
  if (foreign.length === 0) return null;
  return reject(
    "evidence_not_of_incident",
    `These events are not attached to the incident: ${foreign.join(", ")}. Leave them out, or attach them first.`,
  ).rejection;
}
