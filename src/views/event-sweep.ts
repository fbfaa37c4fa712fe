import type { Instant } from "../domain/time.ts";
import type { Forgetting, Store } from "../store/store.ts";
import type { Derived } from "./derive.ts";
import { type Expired, expiredOf } from "./expired.ts";
import type { OneByOne } from "./one-by-one.ts";

export interface EventSweepOptions {
  readonly store: Pick<Store, "listPinned"> & Forgetting;
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
 * Deletes old events from the store, step by step: what is to go is found out once and deleted by as many steps as it takes. Whether a person decided
 * on an incident, or published it, is looked at again in the turn of its decisions, right before it goes.
 */
export class EventSweep {
  readonly #options: EventSweepOptions;
  #left: Expired[] | null = null;

  constructor(options: EventSweepOptions) {
    this.#options = options;
  }

  /** `before`: see {@link expiredOf}. @throws as the store does; what was left is found out anew then */
  async step(before: Instant): Promise<EventSweepStep> {
    try {
      this.#left ??= bundle(expiredOf(await this.#options.derive(), before));
      let events = 0;
      const groups = this.#left.splice(0, MOST_GROUPS);
      while (groups.length > 0 && events < MOST_KEYS) events += await this.#drop(groups.shift());
      this.#left.unshift(...groups);
      if (this.#left.length > 0) return { events, isDone: false };
      this.#left = null;
      return { events, isDone: true };
    } catch (error) {
      this.#left = null;
      throw error;
    }
  }

  async #drop(group: Expired | undefined): Promise<number> {
    const { store, deciding } = this.#options;
    if (!group) return 0;
    return await deciding.run(group.incident ?? "", async () => {
      const pinned = new Set(await store.listPinned());
      return group.keys.some((key) => pinned.has(key)) ? 0 : await store.dropEvents(group.keys);
    });
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
