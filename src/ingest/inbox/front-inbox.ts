import { reasonOf } from "../../domain/outcome.ts";
import { type Log, SILENT } from "../../telemetry/log.ts";
import type { DeliveryLog } from "./delivery-log.ts";
import { nameDelivery } from "./delivery-name.ts";
import { Entrance, type Queued } from "./entrance.ts";
import type { Inbox, Kept, NewDelivery } from "./inbox.ts";

export interface FrontInboxOptions {
  readonly log: DeliveryLog;
  /** Keeps what the log does not take just now. Its drain forwards it to the log. */
  readonly spool: Inbox;
  /** Six digits that no other process has: see {@link nameDelivery}. */
  readonly tag: string;
  readonly logger?: Log;
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
  const door = new FrontDoor(options);
  return {
    append: (delivery) => door.append(delivery),
    appendAll: (deliveries) => Promise.all(deliveries.map((delivery) => door.append(delivery))),
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
      await door.close();
      await spool.close();
    },
  };
}

class FrontDoor {
  readonly #options: FrontInboxOptions;
  readonly #entrance = new Entrance(AT_ONCE, (batch) => this.#hand(batch));
  #count = 0;

  constructor(options: FrontInboxOptions) {
    this.#options = options;
  }

  append(delivery: NewDelivery): Promise<Kept> {
    this.#count += 1;
    const { id = nameDelivery(delivery.receivedAt, this.#options.tag, this.#count) } = delivery;
    return this.#entrance.append({ ...delivery, id });
  }

  close(): Promise<void> {
    return this.#entrance.close();
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
