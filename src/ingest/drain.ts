import { reasonOf } from "../domain/outcome.ts";
import type { AppendOutcome, DeliveryArchive, Store } from "../store/store.ts";
import { StoreLost, StoreUnavailable } from "../store/unavailable.ts";
import { decodeStored, toQuarantine } from "./decode-stored.ts";
import type { Decoded, StoredDelivery } from "./delivery.ts";
import type { BatchReport, DrainHooks, Draining } from "./draining.ts";
import type { Inbox, Pending } from "./inbox.ts";

export interface DrainOptions extends DrainHooks {
  readonly inbox: Pick<Inbox, "pending" | "settled" | "settle">;
  readonly store: Store;
  /** Where raw deliveries are kept for other processes, too. */
  readonly archive?: DeliveryArchive;
  /** Waits before the next attempt after an outage. */
  readonly pause: (attempt: number) => Promise<void>;
  /** How many deliveries are decoded and appended at once. */
  readonly batch?: number;
}

const BATCH = 128;
const BATCH_BYTES = 4 * 1024 * 1024;

interface Read {
  readonly delivery: StoredDelivery;
  readonly decoded: Decoded;
}

/**
 * Decodes stored deliveries in the order of their arrival and appends what they said to the store. Everything may happen twice: a crash
 * between the store's append and the inbox's mark repeats a batch, and the store keeps each sighting once.
 */
export class Drain implements Draining {
  readonly #options: DrainOptions;
  #at: number;
  #running: Promise<void> | null = null;
  #woken = false;
  /** Whether the last attempt found the store away, rather than unwilling. */
  #isAway = false;
  #stopped = false;

  constructor(options: DrainOptions) {
    this.#options = options;
    this.#at = options.inbox.settled();
  }

  wake(): void {
    this.#woken = true;
    if (this.#stopped || this.#running !== null) return;
    this.#running = this.#run().finally(() => {
      this.#running = null;
      if (this.#woken) this.wake();
    });
  }

  async drained(): Promise<void> {
    this.wake();
    for (let running = this.#running; running !== null; running = this.#running) await running;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#running;
  }

  async #run(): Promise<void> {
    const { inbox, batch = BATCH } = this.#options;
    for (let attempt = 0; !this.#stopped; ) {
      this.#woken = false;
      const pending = inbox.pending(this.#at, batch, BATCH_BYTES);
      const last = pending.at(-1);
      if (!last) return;
      const report = await this.#take(pending, attempt > 0 && !this.#isAway);
      if (report) {
        attempt = 0;
        this.#at = last.sequence;
        inbox.settle(last.sequence);
        this.#options.onBatch(report);
        await new Promise((resolve) => setImmediate(resolve));
      } else {
        attempt += 1;
        await this.#options.pause(attempt);
      }
    }
    this.#woken = false;
  }

  /** What became of the batch; null where the store took nothing. */
  async #take(pending: readonly Pending[], singly: boolean): Promise<BatchReport | null> {
    const started = performance.now();
    const read = pending.map(({ delivery }) => ({ delivery, decoded: decodeStored(this.#options.sources, delivery) }));
    const decodedAt = performance.now();
    try {
      const outcomes = singly ? await this.#appendSingly(read) : await this.#append(read);
      this.#isAway = false;
      return reportOf(read, outcomes, decodedAt - started, performance.now() - decodedAt);
    } catch (error) {
      if (error instanceof StoreLost) throw error;
      this.#isAway = error instanceof StoreUnavailable;
      if (!singly && pending.length > 1 && !this.#isAway) return this.#take(pending, true);
      this.#options.onOutage(reasonOf(error));
      return null;
    }
  }

  async #append(read: readonly Read[]): Promise<readonly AppendOutcome[]> {
    const { store, archive } = this.#options;
    await archive?.keepDeliveries(read.map(({ delivery }) => delivery));
    const sightings = read.flatMap(({ decoded }) => decoded.sightings);
    const outcomes = sightings.length === 0 ? [] : await store.appendSightings(sightings);
    const quarantined = read.flatMap(({ delivery, decoded }) => toQuarantine(delivery, decoded.rejections));
    if (quarantined.length > 0) await store.quarantine(quarantined);
    const ignored = read.flatMap(({ delivery: { id, source }, decoded: { ignored: types } }) =>
      types.length === 0 ? [] : { delivery: id, source, types },
    );
    if (ignored.length > 0) await store.countIgnored(ignored);
    return outcomes;
  }

  /**
   * One delivery at a time, after a batch failed: where the store takes some and not others, those others are to blame and go to
   * quarantine; where it takes none, the store is, and nothing is done with.
   */
  async #appendSingly(read: readonly Read[]): Promise<readonly AppendOutcome[]> {
    const failed: { readonly delivery: StoredDelivery; readonly error: unknown }[] = [];
    const outcomes: AppendOutcome[] = [];
    for (const one of read) {
      try {
        outcomes.push(...(await this.#append([one])));
      } catch (error) {
        if (error instanceof StoreUnavailable || error instanceof StoreLost) throw error;
        failed.push({ delivery: one.delivery, error });
      }
    }
    if (failed.length === read.length) throw failed[0]?.error;
    for (const { delivery, error } of failed) {
      const rejection = {
        code: "store_refused",
        detail: `The store took other deliveries, but not this: ${reasonOf(error)}`,
      };
      await this.#options.store.quarantine(toQuarantine(delivery, [rejection]));
    }
    return outcomes;
  }
}

function reportOf(
  read: readonly Read[],
  outcomes: readonly AppendOutcome[],
  decodeMs: number,
  appendMs: number,
): BatchReport {
  const counts = { appended: 0, variant: 0, duplicate: 0 };
  for (const outcome of outcomes) counts[outcome] += 1;
  return {
    deliveries: read.map(({ delivery }) => delivery.id),
    outcomes: counts,
    rejections: read.flatMap(({ delivery, decoded }) =>
      decoded.rejections.map(({ code }) => ({ source: delivery.source, code })),
    ),
    ignored: read.reduce((sum, { decoded }) => sum + decoded.ignored.length, 0),
    decodeMs,
    appendMs,
  };
}
