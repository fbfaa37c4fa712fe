/** The first batch, and the first after an outage. */
const FIRST = 64;
/** One write of the store takes as many anyway. */
const LEAST = 16;
/** A batch should take no longer: whoever asks the process to end waits for the one under way. */
const LONGEST_MS = 500;

/**
 * How many deliveries are taken at once. A large batch serves a disk and a server better; but a store that is slow, far away, or just up again after an
 * outage would be at it for many seconds, with nothing settled meanwhile. So batches begin small, and grow and shrink by how long they take.
 */
export class BatchSize {
  readonly #most: number;
  #size: number;

  constructor(most: number) {
    this.#most = most;
    this.#size = Math.min(FIRST, most);
  }

  next(): number {
    return this.#size;
  }

  /** To be told of each batch that was stored. */
  took(deliveries: number, ms: number): void {
    if (ms > LONGEST_MS) this.#size = Math.max(LEAST, Math.floor((deliveries * LONGEST_MS) / ms));
    else if (deliveries >= this.#size && ms < LONGEST_MS / 2) this.#size = Math.min(this.#most, this.#size * 2);
  }

  /** To be told that a batch was not stored. */
  failed(): void {
    this.#size = Math.min(FIRST, this.#size);
  }
}
