import type { Instant } from "../domain/time.ts";
import type { Forgetting, Store } from "../store/store.ts";
import type { Derived } from "./derive.ts";
import { type Expired, expiredOf } from "./expired.ts";
import type { OneByOne } from "./one-by-one.ts";

export interface EventSweepOptions {
  readonly store: Pick<Store, "listPinned" | "eventsVersion"> & Forgetting;
  readonly derive: () => Promise<Derived>;
  /** In which decisions on an incident, and its publications, wait for each other. */
  readonly deciding: OneByOne;
}

/** What one step deleted. */
export interface EventSweepStep {
  readonly events: number;
  readonly isDone: boolean;
}

/** So many keys are deleted by one step, but for an incident that has more; and so many incidents. */
const MOST_KEYS = 500;
const MOST_GROUPS = 50;

/**
 * Deletes old events from the store, step by step: what is to go is found out once and deleted by as many steps as it takes; where others changed
 * the events meanwhile, anew before the next step, as what came may belong to an old incident. Whether a person decided on an incident, or
 * published it, is looked at again in the turn of its decisions, right before it goes.
 */
export class EventSweep {
  readonly #options: EventSweepOptions;
  #left: Expired[] | null = null;
  /** Of the events that {@link #left} was found out of, but for what was deleted since. */
  #version = 0;

  constructor(options: EventSweepOptions) {
    this.#options = options;
  }

  /** `before`: see {@link expiredOf}. @throws as the store does, if it fails before anything is deleted; what was left is found out anew then */
  async step(before: Instant): Promise<EventSweepStep> {
    let events = 0;
    try {
      const left = await this.#look(before);
      const groups = left.splice(0, MOST_GROUPS);
      while (groups.length > 0 && events < MOST_KEYS) events += await this.#drop(groups.shift());
      left.unshift(...groups);
      // Room is given back by a step of its own, so that what is deleted is told of also where that fails.
      if (left.length > 0 || events > 0) return { events, isDone: false };
      this.#left = null;
      return { events, isDone: await this.#options.store.reclaim(before) };
    } catch (error) {
      this.#left = null;
      // What is deleted is told of; the next step fails, too, unless all is well again.
      if (events > 0) return { events, isDone: false };
      throw error;
    }
  }

  /** What is left to delete. */
  async #look(before: Instant): Promise<Expired[]> {
    const { store, derive } = this.#options;
    const version = await store.eventsVersion();
    if (this.#left !== null && version === this.#version) return this.#left;
    this.#version = version;
    this.#left = bundle(expiredOf(await derive(), before));
    return this.#left;
  }

  async #drop(group: Expired | undefined): Promise<number> {
    const { store, deciding } = this.#options;
    if (!group) return 0;
    const dropped = await deciding.run(group.incident ?? "", async () => {
      const pinned = new Set(await store.listPinned());
      return group.keys.some((key) => pinned.has(key)) ? 0 : await store.dropEvents(group.keys);
    });
    // Stores count a deletion as one. One that counted otherwise would be looked at more often.
    if (dropped > 0) this.#version += 1;
    return dropped;
  }
}

/** Events of no incident in batches: each drop is a synced commit. */
function bundle(expired: readonly Expired[]): Expired[] {
  const whole = expired.filter(({ incident }) => incident !== null);
  const keys = expired.filter(({ incident }) => incident === null).flatMap((group) => group.keys);
  const batches: Expired[] = [];
  for (let at = 0; at < keys.length; at += MOST_KEYS)
    batches.push({ incident: null, keys: keys.slice(at, at + MOST_KEYS) });
  return [...whole, ...batches];
}
