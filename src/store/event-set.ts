import type { RecordedEvent, Sighting } from "../domain/event.ts";
import { isEarlier, recordEvents } from "../domain/sightings.ts";
import { freeze } from "./freeze.ts";

/**
 * The events of all sightings added so far, computed once per change. Only the least sighting of each (key, content) is kept, since
 * `recordEvents` reads no other: repeated deliveries cost no memory.
 */
export class EventSet {
  readonly #least = new Map<string, Sighting>();
  #recorded: readonly RecordedEvent[] | undefined;

  /** Takes the sighting (it is frozen, so give a copy). Returns whether {@link read} may give something else than before. */
  add(sighting: Sighting): boolean {
    const identity = `${sighting.event.key}\u0000${sighting.content}`;
    const known = this.#least.get(identity);
    if (known && !isEarlier(sighting, known)) return false;
    this.#least.set(identity, freeze(sighting));
    this.#recorded = undefined;
    return true;
  }

  /** Frozen all the way down, in the total order. */
  read(): readonly RecordedEvent[] {
    this.#recorded ??= freeze(recordEvents(this.#least.values()));
    return this.#recorded;
  }
}
