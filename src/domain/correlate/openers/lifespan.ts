import type { Instant } from "../../time.ts";
import { eventAt, type Facts } from "../facts.ts";
import type { OpenerType } from "../incident-view.ts";

/** Until when an opener stands open, and whether an event closed it. */
export interface Lifespan {
  readonly openUntil: Instant;
  readonly closed: boolean;
}

/**
 * An opener is open to the last event that closes one of its lifecycles, else for `openFor` after the last event of them.
 * A close from before the opener (of a page that was reopened since) does not close it.
 */
export function lifespanOf(facts: Facts, index: number, type: OpenerType): Lifespan {
  let last = index;
  let closedBy = -1;
  for (const lifecycle of facts.lifecycles.of[index] ?? []) {
    last = Math.max(last, lifecycle.last);
    closedBy = Math.max(closedBy, lifecycle.closedBy);
  }
  if (closedBy > index) return { openUntil: eventAt(facts.events, closedBy).occurredAt, closed: true };
  const openFor = facts.settings.incidents.openFor[type];
  return { openUntil: eventAt(facts.events, last).occurredAt + openFor, closed: false };
}
