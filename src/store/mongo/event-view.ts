import type { RecordedEvent, Sighting } from "../../domain/event.ts";
import { EventSet } from "../event-set.ts";
import { compareSightings } from "../orders.ts";
import { SourceTally } from "../source-tally.ts";
import type { Bodies } from "./bodies.ts";
import type { Documents, Stored } from "./documents.ts";
import { readBody, type Sums } from "./event-entry.ts";
import { InTurn } from "./in-turn.ts";
import { nameOf } from "./names.ts";
import type { PositionLog } from "./position-log.ts";

/**
 * The events of the log, folded in the order of its positions: every process that has read up to a position has the same events, the same
 * counts and the same version there. Each read looks for what came since the last.
 */
export class EventView {
  readonly #documents: Documents;
  readonly #log: PositionLog;
  readonly #bodies: Bodies;
  readonly #events = new EventSet();
  readonly #tally = new SourceTally();
  readonly #reading = new InTurn(() => this.#readOn());
  #at = 0;
  /** The last position that changed what drafting reads. */
  #version = 0;

  constructor(documents: Documents, log: PositionLog, bodies: Bodies) {
    this.#documents = documents;
    this.#log = log;
    this.#bodies = bodies;
  }

  async version(): Promise<number> {
    await this.#reading.run();
    return this.#version;
  }

  async read(): Promise<readonly RecordedEvent[]> {
    await this.#reading.run();
    return this.#events.read();
  }

  async sums(): Promise<Sums> {
    await this.#reading.run();
    return this.#tally.sums();
  }

  async sightingsOfKey(key: string): Promise<Sighting[]> {
    const found = await this.#sightingsIn(await this.#documents.read({ keys: nameOf(key) }));
    return found.filter(({ event }) => event.key === key).sort(compareSightings);
  }

  async sightingsOfDelivery(delivery: string): Promise<Sighting[]> {
    const found = await this.#sightingsIn(await this.#documents.read({ deliveries: nameOf(delivery) }));
    return found.filter((sighting) => sighting.delivery === delivery).sort(compareSightings);
  }

  async #sightingsIn(entries: readonly Stored[]): Promise<Sighting[]> {
    const bodies = await Promise.all(entries.map((entry) => readBody(entry, this.#bodies)));
    return bodies.flatMap(({ sightings }) => sightings);
  }

  async #readOn(): Promise<void> {
    for await (const entry of this.#log.after(this.#at)) {
      const { sightings, sums } = await readBody(entry, this.#bodies);
      const changes = sightings.filter((sighting) => this.#events.add(sighting)).length;
      for (const [source, sum] of sums) this.#tally.merge(source, sum);
      this.#at = Number(entry["n"]);
      if (changes > 0) this.#version = this.#at;
    }
  }
}
