import { reasonOf } from "../../domain/outcome.ts";
import type { AppendOutcome, DeliveryArchive, Store } from "../../store/store.ts";
import { StoreUnavailable } from "../../store/unavailable.ts";
import { decodeStored, toQuarantine } from "../decode/decode-stored.ts";
import type { StoredDelivery } from "../delivery.ts";
import { appendRead, type Read, reportOf } from "../drain/append-read.ts";
import type { DrainHooks, Draining } from "../drain/draining.ts";
import type { Pause } from "../drain/pause.ts";
import { contentIdentity } from "./content-identity.ts";
import { Entrance, type Queued } from "./entrance.ts";
import { type Inbox, InboxUnavailable, type Kept, type NewDelivery } from "./inbox.ts";

export interface StoreInboxOptions {
  readonly store: Store;
  readonly archive: DeliveryArchive;
  /** Waits before the next look at a store that is away. */
  readonly pause: Pause;
}

/** Takes deliveries straight into the store. */
export interface StoreInbox {
  readonly inbox: Inbox;
  /** What is left of draining: nothing waits here. */
  readonly drain: (hooks: DrainHooks) => Draining;
}

/** So many deliveries are written at once. */
const AT_ONCE = 256;
/** Senders wait meanwhile, some for no more than three seconds. */
const LONGEST_MS = 2_500;
const NAME_DIGITS = 32;

/**
 * An inbox without a disk, for processes that have no durable one: a delivery is acknowledged after the store has its bytes and all that it
 * said. While the store is away nothing is taken. What a crash leaves half-way was not acknowledged: its sender comes again, and each write finds
 * what is there, because a delivery is named by its content.
 */
export function openStoreInbox(options: StoreInboxOptions): StoreInbox {
  const entrance = new StoreEntrance(options);
  return {
    inbox: {
      append: (delivery) => entrance.append(delivery),
      appendAll: (deliveries) => Promise.all(deliveries.map((delivery) => entrance.append(delivery))),
      trouble: () => entrance.trouble(),
      close: () => entrance.close(),
      ...NOTHING_KEPT,
    },
    drain: (hooks) => entrance.tell(hooks),
  };
}

/** The bytes are in the store's archive, which every process can read. */
const NOTHING_KEPT: Omit<Inbox, "append" | "appendAll" | "trouble" | "close"> = {
  pending: () => [],
  settled: () => 0,
  settle: () => undefined,
  backlog: () => 0,
  read: () => null,
  readSwept: () => null,
  receipts: () => [],
  select: () => [],
  countSwept: () => 0,
  sweep: () => ({ bodies: 0, receipts: 0, isDone: true }),
};

class StoreEntrance {
  readonly #options: StoreInboxOptions;
  readonly #entrance = new Entrance(AT_ONCE, (batch) => this.#take(batch));
  #hooks: DrainHooks | null = null;
  #failure: InboxUnavailable | null = null;

  constructor(options: StoreInboxOptions) {
    this.#options = options;
  }

  tell(hooks: DrainHooks): Draining {
    this.#hooks = hooks;
    this.#options.store.eventsVersion().catch((error: unknown) => this.#fail([], reasonOf(error)));
    const idle = () => this.#entrance.idle();
    return { wake: () => undefined, drained: idle, stop: idle };
  }

  append(delivery: NewDelivery): Promise<Kept> {
    if (this.#failure && !this.#entrance.isClosed) return Promise.reject(this.#failure);
    const { id = contentIdentity(delivery).toString("hex").slice(0, NAME_DIGITS) } = delivery;
    return this.#entrance.append({ ...delivery, id });
  }

  trouble(): string | null {
    return this.#entrance.isClosed ? "The server is shutting down." : (this.#failure?.message ?? null);
  }

  close(): Promise<void> {
    return this.#entrance.close();
  }

  /** Resolves when nothing more is written for this batch, whoever still waits for it. */
  async #take(batch: readonly Queued[]): Promise<void> {
    const late = setTimeout(() => this.#fail(batch, `the store did not answer within ${LONGEST_MS} ms`), LONGEST_MS);
    try {
      const kept = await this.#write(batch.map(({ delivery }) => delivery));
      for (const { delivery, resolve } of batch) {
        resolve({ is: kept.get(delivery.id) ?? "accepted", delivery: delivery.id });
      }
    } catch (error) {
      this.#fail(batch, reasonOf(error));
    } finally {
      clearTimeout(late);
    }
  }

  /** All at once, of each name the first; one by one where the store is there and refuses that. */
  async #write(deliveries: readonly StoredDelivery[]): Promise<Map<string, Kept["is"]>> {
    const distinct = [...Map.groupBy(deliveries, ({ id }) => id).values()].flatMap(([first]) => first ?? []);
    try {
      return await this.#append(distinct);
    } catch (error) {
      if (error instanceof StoreUnavailable) throw error;
      const kept = new Map<string, Kept["is"]>();
      for (const delivery of distinct) for (const [id, is] of await this.#writeOne(delivery)) kept.set(id, is);
      return kept;
    }
  }

  /** What the store refuses by itself is asked for once more, since some failures pass; what it refuses again is set aside. */
  async #writeOne(delivery: StoredDelivery, isAskedAgain = false): Promise<Map<string, Kept["is"]>> {
    try {
      return await this.#append([delivery]);
    } catch (error) {
      if (error instanceof StoreUnavailable) throw error;
      return isAskedAgain ? this.#setAside(delivery, error) : this.#writeOne(delivery, true);
    }
  }

  async #append(deliveries: readonly StoredDelivery[]): Promise<Map<string, Kept["is"]>> {
    const hooks = this.#hooks;
    if (!hooks) throw new Error("the inbox is not told of the sources yet");
    const started = performance.now();
    const read = deliveries.map((delivery) => ({ delivery, decoded: decodeStored(hooks.sources, delivery) }));
    const decodedAt = performance.now();
    const outcomes = await appendRead(read, this.#options);
    hooks.onBatch(reportOf(read, outcomes, decodedAt - started, performance.now() - decodedAt));
    return keptOf(read, outcomes);
  }

  /** The store takes the note of it, so that it is the delivery that it cannot take. */
  async #setAside(delivery: StoredDelivery, error: unknown): Promise<Map<string, Kept["is"]>> {
    const rejection = { code: "store_refused", detail: `The store did not take this delivery: ${reasonOf(error)}` };
    await this.#options.store.quarantine(toQuarantine(delivery, [rejection]));
    return new Map([[delivery.id, "accepted"]]);
  }

  /** From now on nothing is taken, until the store is seen again. */
  #fail(batch: readonly Queued[], reason: string): void {
    const failure = new InboxUnavailable(
      "store_unavailable",
      `The store takes nothing (${reason}), and this process keeps nothing by itself (store.ack: store).`,
    );
    for (const { reject } of batch) reject(failure);
    this.#entrance.refuse(failure);
    this.#hooks?.onOutage(reason);
    if (this.#failure === null) void this.#lookAgain();
    this.#failure = failure;
  }

  async #lookAgain(): Promise<void> {
    for (let attempt = 1; !this.#entrance.isClosed; attempt += 1) {
      await this.#options.pause(attempt);
      try {
        await this.#options.store.eventsVersion();
        this.#failure = null;
        this.#hooks?.onBack?.();
        return;
      } catch {
        // Not yet.
      }
    }
  }
}

/** A delivery that brought nothing but what was known is a duplicate. */
function keptOf(read: readonly Read[], outcomes: readonly AppendOutcome[]): Map<string, Kept["is"]> {
  let next = 0;
  return new Map(
    read.map(({ delivery, decoded }) => {
      const own = outcomes.slice(next, next + decoded.sightings.length);
      next += own.length;
      const isKnown = own.length > 0 && own.every((outcome) => outcome === "duplicate");
      return [delivery.id, isKnown ? "duplicate" : "accepted"];
    }),
  );
}
