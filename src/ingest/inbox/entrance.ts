import type { StoredDelivery } from "../delivery.ts";
import { InboxUnavailable, type Kept } from "./inbox.ts";

/** A delivery whose sender waits for an answer. */
export interface Queued {
  readonly delivery: StoredDelivery;
  readonly resolve: (kept: Kept) => void;
  readonly reject: (error: unknown) => void;
}

/** Gathers deliveries into batches, never two at once: whatever comes in while one is under way is the next. */
export class Entrance {
  readonly #most: number;
  readonly #take: (batch: readonly Queued[]) => Promise<void>;
  #queue: Queued[] = [];
  #working: Promise<void> | null = null;
  #closed = false;

  /**
   * @param most so many deliveries are a batch at most
   * @param take answers every one of a batch, and does not reject. Resolves when the next batch may begin
   */
  constructor(most: number, take: (batch: readonly Queued[]) => Promise<void>) {
    this.#most = most;
    this.#take = take;
  }

  get isClosed(): boolean {
    return this.#closed;
  }

  append(delivery: StoredDelivery): Promise<Kept> {
    if (this.#closed) return Promise.reject(new InboxUnavailable("shutting_down", "The server is shutting down."));
    return new Promise((resolve, reject) => {
      this.#queue.push({ delivery, resolve, reject });
      this.#working ??= this.#work();
    });
  }

  /** Refuses whatever is in no batch yet. */
  refuse(error: InboxUnavailable): void {
    for (const { reject } of this.#queue.splice(0)) reject(error);
  }

  /** Resolves when no batch is under way and none waits. */
  async idle(): Promise<void> {
    while (this.#working !== null) await this.#working;
  }

  /** Takes nothing more. Resolves when all that was taken is answered. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.idle();
  }

  async #work(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    while (this.#queue.length > 0) await this.#take(this.#queue.splice(0, this.#most));
    // At once, and not when this has resolved: what comes in between would find somebody at work who looks no more.
    this.#working = null;
  }
}
