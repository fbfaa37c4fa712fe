import type { OpsEvent } from "./event.ts";

const OPENS = [
  "firing",
  "triggered",
  "declared",
  "started",
  "investigating",
  "opened",
  "created",
  "queued",
  "reopened",
];
const ANSWERS = ["acknowledged", "escalated", "reassigned", "responder_added"];
const CLOSES = ["resolved", "succeeded", "failed", "rolled_back", "cancelled", "completed", "closed", "archived"];
const RANKS: ReadonlyMap<string, 0 | 1 | 3> = new Map([
  ...OPENS.map((action) => [action, 0] as const),
  ...ANSWERS.map((action) => [action, 1] as const),
  ...CLOSES.map((action) => [action, 3] as const),
]);

/** Lifecycle rank (DESIGN §3.1): 0 opens or starts, 1 acknowledged or escalated, 2 anything else, 3 closes or ends. */
export function lifecycleRank(action: string): 0 | 1 | 2 | 3 {
  return RANKS.get(action) ?? 2;
}

/** The total order of the timeline: (occurredAt, lifecycle rank, key). No two events with different keys are equal. */
export function compareEvents(a: OpsEvent, b: OpsEvent): number {
  if (a.occurredAt !== b.occurredAt) return a.occurredAt - b.occurredAt;
  if (a.action !== b.action) {
    const ranks = lifecycleRank(a.action) - lifecycleRank(b.action);
    if (ranks !== 0) return ranks;
  }
  return a.key < b.key ? -1 : a.key > b.key ? 1 : 0;
}
