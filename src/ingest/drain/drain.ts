import { reasonOf } from "../../domain/outcome.ts";
import type { DeliveryArchive, Store } from "../../store/store.ts";
import { StoreLost, StoreUnavailable } from "../../store/unavailable.ts";
import { asWritten, decodeStored } from "../decode/decode-stored.ts";
import type { Inbox, Pending } from "../inbox/inbox.ts";
import { appendParted, appendRead, reportOf } from "./append-read.ts";
import { BatchSize } from "./batch-size.ts";
import type { BatchReport, DrainHooks, Draining } from "./draining.ts";
import type { Pause } from "./pause.ts";
import { Pump, type Step } from "./pump.ts";

export interface DrainOptions extends DrainHooks {
  readonly inbox: Pick<Inbox, "pending" | "settled" | "settle">;
  readonly store: Store;
  /** Where raw deliveries are kept for other processes, too. */
  readonly archive?: DeliveryArchive;
  /** Waits before the next attempt after an outage. */
  readonly pause: Pause;
  /** How many deliveries are decoded and appended at once at most: see {@link BatchSize}. */
  readonly batch?: number;
  /** Events wait for the store as their JSON: for a store that keeps that, and where a batch outlives a nursery. */
  readonly written?: boolean;
}

const BATCH = 128;
const BATCH_BYTES = 4 * 1024 * 1024;

/**
 * Decodes stored deliveries in the order of their arrival and appends what they said to the store. Everything may happen twice: a crash
 * between the store's append and the inbox's mark repeats a batch, and the store keeps each sighting once.
 */
export class Drain implements Draining {
  readonly #options: DrainOptions;
  readonly #pump: Pump;
  readonly #size: BatchSize;
  #at: number;
  /** Whether the last attempt found the store away, rather than unwilling. */
  #isAway = false;

  constructor(options: DrainOptions) {
    this.#options = options;
    this.#at = options.inbox.settled();
    this.#size = new BatchSize(options.batch ?? BATCH);
    this.#pump = new Pump((attempt) => this.#step(attempt), options.pause);
  }

  wake(): void {
    this.#pump.wake();
  }

  drained(): Promise<void> {
    return this.#pump.drained();
  }

  stop(): Promise<void> {
    return this.#pump.stop();
  }

  async #step(attempt: number): Promise<Step> {
    const { inbox, onBatch } = this.#options;
    const pending = inbox.pending(this.#at, this.#size.next(), BATCH_BYTES);
    const last = pending.at(-1);
    if (!last) return "idle";
    const report = await this.#take(pending, attempt > 0 && !this.#isAway);
    if (!report) {
      this.#size.failed();
      return "failed";
    }
    this.#size.took(pending.length, report.decodeMs + report.appendMs);
    this.#at = last.sequence;
    inbox.settle(last.sequence);
    onBatch(report);
    await new Promise((resolve) => setImmediate(resolve));
    return "more";
  }

  /** What became of the batch; null where the store took nothing. */
  async #take(pending: readonly Pending[], parted: boolean): Promise<BatchReport | null> {
    const started = performance.now();
    const { sources, written = false } = this.#options;
    const read = pending.map(({ delivery }) => {
      const decoded = decodeStored(sources, delivery);
      return { delivery, decoded: written ? asWritten(decoded) : decoded };
    });
    const decodedAt = performance.now();
    try {
      const outcomes = parted ? await appendParted(read, this.#options) : await appendRead(read, this.#options);
      this.#isAway = false;
      return reportOf(read, outcomes, decodedAt - started, performance.now() - decodedAt);
    } catch (error) {
      if (error instanceof StoreLost) throw error;
      this.#isAway = error instanceof StoreUnavailable;
      if (!parted && pending.length > 1 && !this.#isAway) return this.#take(pending, true);
      this.#options.onOutage(reasonOf(error));
      return null;
    }
  }
}
