import type { Decision } from "./decision.ts";
import type { MachineDraft } from "./draft/machine.ts";
import { type Rejection, reject } from "./outcome.ts";
import { parseInstant } from "./time.ts";

/** What a decision must be by itself, beyond its schema: readable times, evidence of this incident. Null: nothing is wrong. */
export function checkDecision(decision: Decision, machine: MachineDraft): Rejection | null {
  switch (decision.type) {
    case "add":
      return checkTime(decision.at) ?? checkEvidence(decision.evidence ?? [], machine);
    case "retime":
      return checkTime(decision.at) ?? checkTime(decision.basis.at);
    default:
      return null;
  }
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
