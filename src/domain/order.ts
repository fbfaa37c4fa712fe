import type { OpsEvent } from "./event.ts";

const OPENS = new Set([
  "firing",
  "triggered",
  "declared",
  "started",
  "investigating",
  "opened",
  "created",
  "queued",
  "reopened",
]);
const ANSWERS = new Set(["acknowledged", "escalated", "reassigned", "responder_added"]);
const CLOSES = new Set([
  "resolved",
  "succeeded",
  "failed",
  "rolled_back",
  "cancelled",
  "completed",
  "closed",
  "archived",
]);

/** Lifecycle rank (DESIGN §3.1): 0 opens or starts, 1 acknowledged or escalated, 2 anything else, 3 closes or ends. */
export function lifecycleRank(action: string): 0 | 1 | 2 | 3 {
  if (OPENS.has(action)) return 0;
  if (ANSWERS.has(action)) return 1;
  return CLOSES.has(action) ? 3 : 2;
}

/** The total order of the timeline: (occurredAt, lifecycle rank, key). No two events with different keys are equal. */
export function compareEvents(a: OpsEvent, b: OpsEvent): number {
  if (a.occurredAt !== b.occurredAt) return a.occurredAt - b.occurredAt;
  const ranks = lifecycleRank(a.action) - lifecycleRank(b.action);
  if (ranks !== 0) return ranks;
  return a.key < b.key ? -1 : a.key > b.key ? 1 : 0;
}
