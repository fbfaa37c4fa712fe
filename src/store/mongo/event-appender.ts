import type { AppendOutcome, NewSighting } from "../store.ts";
import type { Bodies } from "./bodies.ts";
import type { Documents } from "./documents.ts";
import { NAMES, namesIn, type Prepared, prepare, type SightingName, writeEntry } from "./event-entry.ts";
import { judge } from "./event-judge.ts";
import type { PositionLog } from "./position-log.ts";
import type { Precedence } from "./precedence.ts";

/** Some servers index a list of names as one value, which may have 2,700 bytes. */
const MOST_SIGHTINGS = 64;
const MOST_CHARACTERS = 1024 * 1024;

/**
 * Appends sightings to the log of events, each once per (key, content, delivery), whoever else does.
 *
 * A batch is judged against what the log holds up to a position, and only what is new is inserted, at the next. If that position is
 * free, the judgement still holds: the log is what it was. If it is not, somebody else appended; the batch is judged again after reading on.
 * So the unique position decides, and of any number of writers with the same sighting one inserts it. There is one write: a
 * crash leaves a batch whole or absent (a batch of several entries: its first entries), and a repeat adds what is missing.
 *
 * In memory are names of keys and variants (about 150 bytes an event); of deliveries only 30 bits of a hash, which may be another's: what they
 * carried is then looked up, which is also how repeated ones are recognised.
 */
export class EventAppender {
  readonly #documents: Documents;
  readonly #log: PositionLog;
  readonly #bodies: Bodies;
  readonly #precedence: Precedence;
  readonly #keys = new Set<string>();
  readonly #variants = new Set<string>();
  readonly #perhaps = new Set<number>();
  /** The position up to which the log was read. */
  #at = 0;
  /** Batches wait for each other: two that were judged against the same position could not both be right. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(documents: Documents, log: PositionLog, bodies: Bodies, precedence: Precedence) {
    this.#documents = documents;
    this.#log = log;
    this.#bodies = bodies;
    this.#precedence = precedence;
  }

  append(sightings: readonly NewSighting[]): Promise<readonly AppendOutcome[]> {
    const prepared = sightings.map(prepare);
    const appended = this.#turn.then(() => this.#appendAll(prepared));
    this.#turn = appended.catch(() => undefined);
    return appended;
  }

  async #appendAll(prepared: readonly Prepared[]): Promise<readonly AppendOutcome[]> {
    if (prepared.length === 0) return [];
    const deliveries = new Set(prepared.map(({ delivery }) => delivery));
    await this.#readOn();
    const sightings = await this.#sightingsOf(deliveries);
    const outcomes: AppendOutcome[] = [];
    for (const batch of batches(prepared)) outcomes.push(...(await this.#appendBatch(batch, deliveries, sightings)));
    return outcomes;
  }

  /** `sightings`: those of `deliveries` up to the position that was read; grows with it. */
  async #appendBatch(
    batch: readonly Prepared[],
    deliveries: ReadonlySet<string>,
    sightings: SightingName[],
  ): Promise<readonly AppendOutcome[]> {
    for (let losses = 1; ; losses += 1) {
      const { fresh, outcomes, sums } = judge(batch, { keys: this.#keys, variants: this.#variants, sightings });
      if (fresh.length === 0) return outcomes;
      const position = this.#at + 1;
      const entry = await writeEntry(fresh, sums, this.#bodies);
      await this.#precedence.letPass(position, () => this.#log.isTaken(position));
      const there = await this.#log.claim(position, entry, NAMES);
      if (there === "claimed") {
        this.#take(position, fresh);
        sightings.push(...fresh);
        return outcomes;
      }
      // Neither a pause nor a look whether there is more: somebody appends at full speed, and whoever takes longer for a turn than they do is late each time.
      const appended = namesIn(there);
      this.#take(position, appended);
      sightings.push(...appended.filter(({ delivery }) => deliveries.has(delivery)));
      await this.#precedence.lost(position, losses);
    }
  }

  /** The sightings that were appended since the last time. */
  async #readOn(): Promise<SightingName[]> {
    const appended: SightingName[] = [];
    for await (const entry of this.#log.after(this.#at, NAMES)) {
      const names = namesIn(entry);
      this.#take(Number(entry["n"]), names);
      for (const name of names) appended.push(name);
    }
    return appended;
  }

  #take(position: number, sightings: readonly SightingName[]): void {
    for (const { key, variant, delivery } of sightings) {
      this.#keys.add(key);
      this.#variants.add(variant);
      this.#perhaps.add(bitsOf(delivery));
    }
    this.#at = position;
  }

  /** What the log holds of these deliveries, up to the position that was read at least. */
  async #sightingsOf(deliveries: ReadonlySet<string>): Promise<SightingName[]> {
    const perhaps = [...deliveries].filter((delivery) => this.#perhaps.has(bitsOf(delivery)));
    if (perhaps.length === 0) return [];
    const entries = await this.#documents.read({ deliveries: { $in: perhaps } }, { only: NAMES });
    return entries.flatMap(namesIn).filter(({ delivery }) => deliveries.has(delivery));
  }
}

/** So many as an entry may hold; one larger than that has an entry of its own. */
function* batches(prepared: readonly Prepared[]): Generator<readonly Prepared[]> {
  let batch: Prepared[] = [];
  let characters = 0;
  for (const one of prepared) {
    if (batch.length === MOST_SIGHTINGS || (batch.length > 0 && characters + one.text.length > MOST_CHARACTERS)) {
      yield batch;
      batch = [];
      characters = 0;
    }
    batch.push(one);
    characters += one.text.length;
  }
  if (batch.length > 0) yield batch;
}

/** Thirty bits: small integers cost the least. */
function bitsOf(name: string): number {
  return Number.parseInt(name.slice(0, 8), 16) >>> 2;
}
