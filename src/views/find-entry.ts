import { standing } from "../domain/draft/decided/log.ts";
import { resolveServedEntry } from "../domain/draft/decided/served.ts";
import { locator, slotsOf } from "../domain/draft/decided/slots.ts";
import type { Entry } from "../domain/draft/schema.ts";
import type { Drafted } from "./drafts.ts";

/** The entry that goes by an id now: an id that a draft served once resolves for ever to the entry that holds its anchor. */
export function findEntry({ machine, records, renamed, draft }: Drafted, id: string): Entry | null {
  const named = draft.entries.find((entry) => entry.id === id);
  if (named) return named;
  const slots = slotsOf(machine, standing(records));
  const events = [...renamed.keys(), ...Object.keys(machine.events)];
  const served = resolveServedEntry(events, slots, locator(slots, renamed), id);
  return draft.entries.find((entry) => entry.id === served?.slot.entry.id) ?? null;
}
