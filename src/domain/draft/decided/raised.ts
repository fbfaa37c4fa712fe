import type { Entry } from "../schema.ts";
import type { SetMoments } from "./set-moments.ts";
import type { Slot } from "./slots.ts";

/**
 * Says of a line that stands on the timeline only for a key moment, where a person set that to something else, that it does: it stays, since
 * nobody asked for less. Where a person decided whether it shows, that is its reason.
 *
 * @param entry the slot's, as people decided on it
 */
export function retellRaised(entry: Entry, { entry: machine, raisedFor }: Slot, { moments, set }: SetMoments): Entry {
  if (raisedFor === undefined || !set.has(raisedFor) || moments[raisedFor].entry === entry.id) return entry;
  if (entry.reason !== machine.reason) return entry;
  return {
    ...entry,
    reason: `key_moment: the draft proposes it for ${raisedFor}, which a person set to something else`,
  };
}
