import type { Sighting } from "../domain/event.ts";
import type { Rejection } from "../domain/outcome.ts";
import type { AppendOutcome, Store } from "../store/store.ts";
import { decodeStored, toQuarantine } from "./decode/decode-stored.ts";
import type { StoredDelivery } from "./delivery.ts";
import type { Inbox, Selection } from "./inbox/inbox.ts";
import type { Source } from "./source.ts";

export interface ReplayOptions extends Selection {
  /** Reports the difference and changes nothing. */
  readonly dryRun?: boolean;
}

/** What decoding stored deliveries again gave, against what the store holds of them. */
export interface ReplayReport {
  readonly deliveries: number;
  /** Those that could not be read because their bytes are not kept any more: nothing is said of what they gave. */
  readonly swept: number;
  /** Events, by what the store said; in a dry run, by what it would say, where `appended` includes variants. */
  readonly outcomes: Readonly<Record<AppendOutcome, number>>;
  /** Events that these deliveries gave before and do not give now. The store keeps them. */
  readonly vanished: readonly { readonly delivery: string; readonly key: string }[];
  /** Deliveries that stood in quarantine and can be read now. */
  readonly released: number;
  /** Parts that cannot be read, now. */
  readonly quarantined: number;
}

/** What decoding one delivery again gave. */
export interface Replayed {
  /** How many events. */
  readonly events: number;
  /** Why parts of it still cannot be read. Empty: it left the quarantine. */
  readonly rejections: readonly Rejection[];
}

interface World {
  readonly inbox: Inbox;
  readonly sources: ReadonlyMap<string, Source>;
  readonly store: Store;
}

const BATCH = 100;

/** Decodes deliveries again from their raw bytes and appends what is new; decisions are not touched. Safe to run at any time, and twice. */
export async function replay(world: World, options: ReplayOptions = {}): Promise<ReplayReport> {
  const run = new Replay(world, options.dryRun ?? false, await world.store.listQuarantine());
  for (let at = 0; ; ) {
    const batch = world.inbox.select(options, at, BATCH);
    const last = batch.at(-1);
    if (!last) return run.report(world.inbox.countSwept(options));
    for (const { delivery } of batch) await run.take(delivery);
    at = last.sequence;
  }
}

/** The same for one delivery of the quarantine. Null where the inbox does not have it. */
export async function replayOne(
  { inbox, sources, store }: Omit<World, "inbox"> & { readonly inbox: Pick<Inbox, "read"> },
  id: string,
): Promise<Replayed | null> {
  const delivery = inbox.read(id);
  if (!delivery) return null;
  const { sightings, rejections } = decodeStored(sources, delivery);
  await append(store, sightings);
  await requarantine(store, delivery, rejections);
  return { events: sightings.length, rejections };
}

class Replay {
  readonly #world: World;
  readonly #dry: boolean;
  readonly #waiting: ReadonlySet<string>;
  readonly #tally = { deliveries: 0, released: 0, quarantined: 0 };
  readonly #outcomes = { appended: 0, variant: 0, duplicate: 0 };
  readonly #vanished: { delivery: string; key: string }[] = [];

  constructor(world: World, dry: boolean, quarantine: readonly { readonly delivery: string }[]) {
    this.#world = world;
    this.#dry = dry;
    this.#waiting = new Set(quarantine.map(({ delivery }) => delivery));
  }

  report(swept: number): ReplayReport {
    return { ...this.#tally, swept, outcomes: this.#outcomes, vanished: this.#vanished };
  }

  async take(delivery: StoredDelivery): Promise<void> {
    const { sources, store } = this.#world;
    const { sightings, rejections } = decodeStored(sources, delivery);
    const before = await store.readSightingsOf(delivery.id);
    this.#compare(sightings, before);
    const outcomes = this.#dry ? foresee(sightings, before) : await append(store, sightings);
    for (const outcome of outcomes) this.#outcomes[outcome] += 1;
    this.#tally.deliveries += 1;
    this.#tally.quarantined += rejections.length;
    const waited = this.#waiting.has(delivery.id);
    if (waited && rejections.length === 0) this.#tally.released += 1;
    if (this.#dry || (!waited && rejections.length === 0)) return;
    await requarantine(store, delivery, rejections);
  }

  #compare(now: readonly Sighting[], before: readonly Sighting[]): void {
    const given = new Set(now.map(nameOf));
    for (const sighting of before) {
      if (!given.has(nameOf(sighting))) {
        this.#vanished.push({ delivery: sighting.delivery, key: sighting.event.key });
      }
    }
  }
}

async function append(store: Store, sightings: readonly Sighting[]): Promise<readonly AppendOutcome[]> {
  return sightings.length === 0 ? [] : await store.appendSightings(sightings);
}

/**
 * Puts what cannot be read of a delivery now in the place of what could not be read before. The new comes first: a crash in between leaves
 * a record too many, which the next replay takes away, and never one too few.
 */
async function requarantine(store: Store, delivery: StoredDelivery, rejections: readonly Rejection[]): Promise<void> {
  if (rejections.length > 0) await store.quarantine(toQuarantine(delivery, rejections));
  await store.release(delivery.id, rejections);
}

function foresee(sightings: readonly Sighting[], before: readonly Sighting[]): AppendOutcome[] {
  const known = new Set(before.map(nameOf));
  return sightings.map((sighting) => (known.has(nameOf(sighting)) ? "duplicate" : "appended"));
}

function nameOf({ event, content }: Sighting): string {
  return `${event.key}\u0000${content}`;
}
