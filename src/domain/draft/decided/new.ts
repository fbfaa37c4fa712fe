import type { DecisionRecord } from "../../decision.ts";
import { eventsOf, type Slot } from "./slots.ts";

/** A publication as drafting knows it. */
export interface Published {
  /** The number of the last decision that it holds. */
  readonly revision: number;
  /** Event keys that it was made of, each with the content hash of the variant in force. */
  readonly events: Readonly<Record<string, string>>;
}

/**
 * What people have seen: the events of the last review that stands or of the last publication, whichever came later; null where there is
 * neither, and then nothing is new.
 */
export function seenEvents(
  standing: readonly DecisionRecord[],
  publication: Published | null,
): Readonly<Record<string, string>> | null {
  const review = standing.findLast(({ decision }) => decision.type === "review");
  const isPublishedLater = publication !== null && publication.revision >= (review?.number ?? 0);
  return isPublishedLater ? publication.events : (review?.seen ?? null);
}

/** Whether an entry holds an event, or a variant of one, that nobody has seen yet. */
export function isNew(
  slot: Slot,
  events: Readonly<Record<string, string>>,
  seen: Readonly<Record<string, string>> | null,
): boolean {
  if (!seen) return false;
  for (const key of eventsOf(slot)) if (seen[key] !== events[key]) return true;
  return false;
}
