import type { AppendOutcome, NewSighting } from "../store.ts";
import type { Beginning } from "./beginnings.ts";
import type { Stored } from "./documents.ts";
import {
  batches,
  type ForgottenNames,
  forgottenIn,
  NAMES,
  namesIn,
  type Prepared,
  prepare,
  type SightingName,
} from "./event-entry.ts";
import { judge } from "./event-judge.ts";
import type { EventLog } from "./event-log.ts";
import { Forgotten } from "./forgotten.ts";

/**
 * Appends sightings to the log of events, each once per (key, content, delivery), whoever else does.
 *
 * A batch is judged against what the log holds up to a position, and only what is new is inserted, at the next. If that position is
 * free, the judgement still holds: the log is what it was. If it is not, somebody else appended; the batch is judged again after reading on.
 * So the unique position decides, and of any number of writers with the same sighting one inserts it. There is one write: a
 * crash leaves a batch whole or absent (a batch of several entries: its first entries), and a repeat adds what is missing.
 *
 * A position may also be free because what stood there is deleted. Whoever looks afterwards where the log begins finds out, and appends all
 * once more: what stands before the beginning counts for nobody.
 *
 * In memory are names of keys and variants (about 150 bytes an event); of deliveries only 30 bits of a hash, which may be another's: what they
 * carried is then looked up, which is also how repeated ones are recognised.
 */
export class EventAppender {
  readonly #log: EventLog;
  readonly #keys = new Set<string>();
  readonly #variants = new Set<string>();
  readonly #perhaps = new Set<number>();
  readonly #forgotten = new Forgotten();
  /** Where the log began; 0: not read yet. */
  #beginning = 0;
  /** The position up to which the log was read. */
  #at = 0;
  /** The last position up to which nothing that was read had been deleted. */
  #sound = 0;
  /** Batches wait for each other: two that were judged against the same position could not both be right. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(log: EventLog) {
    this.#log = log;
  }

  append(sightings: readonly NewSighting[]): Promise<readonly AppendOutcome[]> {
    const prepared = sightings.map(prepare);
    const appended = this.#turn.then(() => this.#appendSoundly(prepared));
    this.#turn = appended.catch(() => undefined);
    return appended;
  }

  async #appendSoundly(prepared: readonly Prepared[]): Promise<readonly AppendOutcome[]> {
    if (prepared.length === 0) return [];
    if (this.#beginning === 0) this.#beginAt(await this.#log.beginning());
    for (;;) {
      const outcomes = await this.#appendAll(prepared);
      const beginning = await this.#log.beginning();
      if (beginning.position <= this.#sound + 1) {
        this.#sound = this.#at;
        if (beginning.position !== this.#beginning) this.#forgotten.dropBefore(beginning.position);
        this.#beginning = beginning.position;
        return outcomes;
      }
      this.#beginAt(beginning);
    }
  }

  #beginAt({ position }: Beginning): void {
    this.#keys.clear();
    this.#variants.clear();
    this.#perhaps.clear();
    this.#forgotten.clear();
    this.#beginning = position;
    this.#at = position - 1;
    this.#sound = this.#at;
  }

  async #appendAll(prepared: readonly Prepared[]): Promise<readonly AppendOutcome[]> {
    const deliveries = new Set(prepared.map(({ delivery }) => delivery));
    for await (const entry of this.#log.after(this.#at, NAMES)) await this.#take(entry, []);
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
      const there = await this.#log.claim(position, fresh, { sums });
      if (there === "claimed") {
        this.#know(position, fresh);
        sightings.push(...fresh);
        return outcomes;
      }
      // Neither a pause nor a look whether there is more: somebody appends at full speed, and whoever takes longer for a turn than they do is late each time.
      const appended = await this.#take(there, sightings);
      sightings.push(...appended.filter(({ delivery }) => deliveries.has(delivery)));
      await this.#log.lost(position, losses);
    }
  }

  /** Reads an entry: what it holds is known from now on, and what it forgets is known no more, nor among `sightings`. */
  async #take(entry: Stored, sightings: SightingName[]): Promise<readonly SightingName[]> {
    const position = Number(entry["n"]);
    const forgets = forgottenIn(entry) ?? (await this.#log.wholeOf(entry))?.forgets ?? [];
    if (forgets.length > 0) this.#forget(position, forgets, sightings);
    const appended = namesIn(entry);
    this.#know(position, appended);
    return appended;
  }

  #know(position: number, sightings: readonly SightingName[]): void {
    for (const { key, variant, delivery } of sightings) {
      this.#keys.add(key);
      this.#variants.add(variant);
      this.#perhaps.add(bitsOf(delivery));
    }
    this.#at = position;
  }

  #forget(position: number, forgets: readonly ForgottenNames[], sightings: SightingName[]): void {
    for (const { key, variants } of forgets) {
      this.#keys.delete(key);
      for (const variant of variants) this.#variants.delete(variant);
      this.#forgotten.note(key, position);
    }
    const gone = new Set(forgets.map(({ key }) => key));
    sightings.splice(0, sightings.length, ...sightings.filter(({ key }) => !gone.has(key)));
  }

  /** What the log holds of these deliveries, up to the position that was read at least. */
  async #sightingsOf(deliveries: ReadonlySet<string>): Promise<SightingName[]> {
    const perhaps = [...deliveries].filter((delivery) => this.#perhaps.has(bitsOf(delivery)));
    if (perhaps.length === 0) return [];
    const entries = await this.#log.entries({ deliveries: { $in: perhaps } }, NAMES);
    return entries
      .filter((entry) => Number(entry["n"]) >= this.#beginning)
      .flatMap((entry) => namesIn(entry).filter(({ key }) => !this.#forgotten.isForgotten(key, Number(entry["n"]))))
      .filter(({ delivery }) => deliveries.has(delivery));
  }
}

/** Thirty bits: small integers cost the least. */
function bitsOf(name: string): number {
  return Number.parseInt(name.slice(0, 8), 16) >>> 2;
}
