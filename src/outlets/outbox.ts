import type { Change, Claims, Store } from "../store/store.ts";

/** Somewhere outside that changes are told to. */
export interface Outlet {
  /** Names what was told there: two outlets of one name share their place in the feed. */
  readonly name: string;
  /** Resolves when all of them are durable there, in this order; where it rejects, some may be. */
  tell(changes: readonly Change[]): Promise<void>;
  close(): Promise<void>;
}

export interface OutboxOptions {
  readonly store: Pick<Store, "listChanges"> & Claims;
  readonly outlet: Outlet;
  /** Whether this process is the one that tells: see {@link Lease}. */
  readonly isHeld: () => Promise<boolean>;
}

/** So many are told at once. */
const AT_ONCE = 200;

/**
 * Tells an outlet the feed of changes, line by line, in the order of the feed, each at least once. How far it got is claimed in the store after
 * it was told: a crash in between tells some again, under the same ids.
 *
 * Only the holder of a lease tells. One that lost it in the middle of a telling may be overtaken, so that the same lines come twice, even in
 * turns: by its cursor a line shows that it is old.
 */
export class Outbox {
  readonly #options: OutboxOptions;

  constructor(options: OutboxOptions) {
    this.#options = options;
  }

  /**
   * Tells the next lines.
   *
   * @returns `idle` where there are none, or another process tells
   * @throws as the store and the outlet do: then they are to be told again
   */
  async step(): Promise<"more" | "idle"> {
    const { store, outlet, isHeld } = this.#options;
    if (!(await isHeld())) return "idle";
    const place = `outbox:${outlet.name}`;
    const told = (await store.lastClaim(place))?.number ?? 0;
    const changes = await store.listChanges(told, AT_ONCE);
    const last = changes.at(-1);
    if (!last) return "idle";
    if (!(await isHeld())) return "idle";
    await outlet.tell(changes);
    await store.claim(place, { number: last.cursor, value: last.incident });
    return "more";
  }
}
