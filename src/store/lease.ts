import type { Claims } from "./store.ts";

export interface LeaseOptions {
  readonly claims: Claims;
  /** What is leased. */
  readonly name: string;
  /** A name that no other process has, nor this one after a restart. */
  readonly holder: string;
  /** Elapsed time in ms, by a clock that never jumps. */
  readonly clockMs: () => number;
  /** A holder that is silent for so long has lost it. */
  readonly patienceMs?: number;
}

const PATIENCE_MS = 15_000;

/**
 * Lets one of several processes act. It is taken, and kept, by claiming the next epoch: of two that claim it one wins, whatever their clocks
 * say. Nobody compares clocks of two machines: whoever waits measures by its own how long the epoch has not moved.
 *
 * A holder that was stopped for long finds its lease run out by its own clock before it acts. What it had already begun may still arrive
 * after its successor's first act: what is done under a lease MUST bear that, by an order or an identity of its own.
 */
export class Lease {
  readonly #options: LeaseOptions;
  readonly #patienceMs: number;
  #seen = { epoch: 0, sinceMs: 0 };
  #mine: { epoch: number; sinceMs: number } | null = null;

  constructor(options: LeaseOptions) {
    this.#options = options;
    this.#patienceMs = options.patienceMs ?? PATIENCE_MS;
    this.#seen.sinceMs = options.clockMs();
  }

  /**
   * Whether this process may act now. To be asked before each act, and at least every third of the patience to keep it.
   *
   * @throws as the store does
   */
  async isHeld(): Promise<boolean> {
    const { claims, name, holder, clockMs } = this.#options;
    const now = clockMs();
    if (this.#mine && now - this.#mine.sinceMs < this.#patienceMs / 3) return true;
    const last = await claims.lastClaim(name);
    const epoch = last?.number ?? 0;
    if (epoch !== this.#seen.epoch) this.#seen = { epoch, sinceMs: clockMs() };
    const isMine = this.#mine !== null && this.#mine.epoch === epoch && last?.value === holder;
    const isFree = last === null || last.value === "" || now - this.#seen.sinceMs >= this.#patienceMs;
    this.#mine = null;
    if (!isMine && !isFree) return false;
    const claimed = clockMs();
    if (!(await claims.claim(name, { number: epoch + 1, value: holder }))) return false;
    this.#mine = { epoch: epoch + 1, sinceMs: claimed };
    this.#seen = { epoch: epoch + 1, sinceMs: claimed };
    return clockMs() - claimed < this.#patienceMs / 3;
  }

  /** Gives it up, so that nobody has to wait for it. */
  async release(): Promise<void> {
    const mine = this.#mine;
    this.#mine = null;
    if (mine) await this.#options.claims.claim(this.#options.name, { number: mine.epoch + 1, value: "" });
  }
}
