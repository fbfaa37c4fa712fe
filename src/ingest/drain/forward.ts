import { reasonOf } from "../../domain/outcome.ts";
import type { StoredDelivery } from "../delivery.ts";
import { type DeliveryLog, TooLargeForLog } from "../inbox/delivery-log.ts";
import type { Inbox, Pending } from "../inbox/inbox.ts";
import type { DrainHooks, Draining } from "./draining.ts";
import type { Pause } from "./pause.ts";
import { Pump, type Step } from "./pump.ts";

export interface ForwardOptions extends Pick<DrainHooks, "onOutage"> {
  readonly spool: Pick<Inbox, "pending" | "settled" | "settle">;
  readonly log: DeliveryLog;
  /** Takes in here what is too large for the log. Resolves when it is durable. */
  readonly takeIn: (delivery: StoredDelivery) => Promise<void>;
  /** Waits before the next attempt while the log takes nothing. */
  readonly pause: Pause;
}

const BATCH = 200;
const BATCH_BYTES = 4 * 1024 * 1024;

/** Forwards what waits in a spool to the log, in the order of arrival. Everything may happen twice: a delivery keeps its name. */
export class Forward implements Draining {
  readonly #options: ForwardOptions;
  readonly #pump: Pump;
  #at: number;

  constructor(options: ForwardOptions) {
    this.#options = options;
    this.#at = options.spool.settled();
    this.#pump = new Pump(() => this.#step(), options.pause);
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

  async #step(): Promise<Step> {
    const pending = this.#options.spool.pending(this.#at, BATCH, BATCH_BYTES);
    if (pending.length === 0) return "idle";
    try {
      await this.#hand(pending);
      return "more";
    } catch (error) {
      this.#options.onOutage(reasonOf(error));
      return "failed";
    }
  }

  /** All at once; where that fails one by one, so that what is too large keeps nothing behind it waiting. */
  async #hand(pending: readonly Pending[]): Promise<void> {
    try {
      await this.#options.log.append(pending.map(({ delivery }) => delivery));
      this.#settle(pending.at(-1));
    } catch (error) {
      if (pending.length === 1 && !(error instanceof TooLargeForLog)) throw error;
      for (const one of pending) await this.#handOne(one);
    }
  }

  async #handOne(one: Pending): Promise<void> {
    const { log, takeIn } = this.#options;
    try {
      await log.append([one.delivery]);
    } catch (error) {
      if (!(error instanceof TooLargeForLog)) throw error;
      await takeIn(one.delivery);
    }
    this.#settle(one);
  }

  #settle(one: Pending | undefined): void {
    if (!one) return;
    this.#at = one.sequence;
    this.#options.spool.settle(one.sequence);
  }
}
