import { reasonOf } from "../domain/outcome.ts";
import { type Log, SILENT } from "../telemetry/log.ts";
import type { StoredDelivery } from "./delivery.ts";
import type { DeliveryLog } from "./delivery-log.ts";
import { nameDelivery } from "./delivery-name.ts";
import { type Inbox, InboxUnavailable, type Kept, type NewDelivery } from "./inbox.ts";

export interface FrontInboxOptions {
  readonly log: DeliveryLog;
  /** Keeps what the log does not take just now. Its drain forwards it to the log. */
  readonly spool: Inbox;
  /** Six digits that no other process has: see {@link nameDelivery}. */
  readonly tag: string;
  readonly logger?: Log;
}

interface Queued {
  readonly delivery: StoredDelivery;
  readonly resolve: (kept: Kept) => void;
  readonly reject: (error: unknown) => void;
}

/** So many deliveries go to the log at once. */
const AT_ONCE = 500;

/**
 * An inbox whose deliveries are durable in a log that several processes read, so that no disk of this process holds the only copy. While
 * the log takes nothing, and until all that waited for it is forwarded, deliveries go to a spool on this process's disk instead: senders
 * get their answer at once, and what came first is forwarded first.
 */
export function frontInbox(options: FrontInboxOptions): Inbox {
  const { spool } = options;
  const entrance = new Entrance(options);
  return {
    append: (delivery) => entrance.append(delivery),
    appendAll: (deliveries) => Promise.all(deliveries.map((delivery) => entrance.append(delivery))),
    pending: (sequence, most, mostBytes) => spool.pending(sequence, most, mostBytes),
    settled: () => spool.settled(),
    settle: (sequence) => spool.settle(sequence),
    backlog: () => spool.backlog(),
    read: (id) => spool.read(id),
    readSwept: (id) => spool.readSwept(id),
    countSwept: (selection) => spool.countSwept(selection),
    sweep: (limits) => spool.sweep(limits),
    receipts: (id) => spool.receipts(id),
    select: (selection, sequence, most) => spool.select(selection, sequence, most),
    trouble: () => (spool.backlog() === 0 ? null : spool.trouble()),
    async close() {
      await entrance.close();
      await spool.close();
    },
  };
}

class Entrance {
  readonly #options: FrontInboxOptions;
  #count = 0;
  #queue: Queued[] = [];
  #sending: Promise<void> | null = null;
  #closed = false;

  constructor(options: FrontInboxOptions) {
    this.#options = options;
  }

  append(delivery: NewDelivery): Promise<Kept> {
    if (this.#closed) return Promise.reject(new InboxUnavailable("shutting_down", "The server is shutting down."));
    this.#count += 1;
    const { id = nameDelivery(delivery.receivedAt, this.#options.tag, this.#count) } = delivery;
    return new Promise((resolve, reject) => {
      this.#queue.push({ delivery: { ...delivery, id }, resolve, reject });
      this.#sending ??= this.#send().finally(() => {
        this.#sending = null;
      });
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#sending;
  }

  /** Whatever comes in while a batch is under way is the next batch. */
  async #send(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    while (this.#queue.length > 0) await this.#hand(this.#queue.splice(0, AT_ONCE));
  }

  async #hand(batch: readonly Queued[]): Promise<void> {
    const { log, spool, logger = SILENT } = this.#options;
    if (spool.backlog() > 0) return this.#spool(batch);
    try {
      await log.append(batch.map(({ delivery }) => delivery));
    } catch (error) {
      logger.warn(
        { reason: reasonOf(error), deliveries: batch.length },
        "The log takes nothing; deliveries wait here.",
      );
      return this.#spool(batch);
    }
    for (const { delivery, resolve } of batch) resolve({ is: "accepted", delivery: delivery.id });
  }

  async #spool(batch: readonly Queued[]): Promise<void> {
    await Promise.all(
      batch.map(({ delivery, resolve, reject }) => this.#options.spool.append(delivery).then(resolve, reject)),
    );
  }
}
