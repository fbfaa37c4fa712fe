import type { RecordedEvent, Sighting } from "../../domain/event.ts";
import { EventSet } from "../event-set.ts";
import { compareSightings } from "../orders.ts";
import { SourceTally } from "../source-tally.ts";
import type { Beginning } from "./beginnings.ts";
import type { Query, Stored } from "./documents.ts";
import { type EventBody, namesIn, type Sums, variantName } from "./event-entry.ts";
import type { EventLog } from "./event-log.ts";
import { Forgotten } from "./forgotten.ts";
import { InTurn } from "./in-turn.ts";
import { nameOf } from "./names.ts";

/**
 * The events of the log, folded in the order of its positions: every process that has read up to its end has the same events, the same
 * counts and the same version there, wherever the log began when it began to read. Each read looks for what came since the last.
 */
export class EventView {
  readonly #log: EventLog;
  readonly #reading = new InTurn(() => this.#readOn());
  readonly #forgotten = new Forgotten();
  /**
   * Names of keys that went since events were read last, and between that and the read before: known longer than the log says so, for whoever decides on what
   * one of the two gave. Nobody MUST decide on what an earlier read gave.
   */
  #gone = { since: new Set<string>(), before: new Set<string>() };
  readonly #pins = new Set<string>();
  #events = new EventSet();
  #tally = new SourceTally();
  /** Keys by their names; null until something is forgotten, since only then anybody asks. */
  #keys: Map<string, string> | null = null;
  #beginning: Beginning | null = null;
  #at = 0;
  /** The last position up to which nothing that was read had been deleted. */
  #sound = 0;
  /** The last position that changed what drafting reads. */
  #version = 0;

  constructor(log: EventLog) {
    this.#log = log;
  }

  async version(): Promise<number> {
    await this.#reading.run();
    return this.#version;
  }

  async read(): Promise<readonly RecordedEvent[]> {
    await this.#reading.run();
    this.#gone = { since: new Set(), before: this.#gone.since };
    return this.#events.read();
  }

  async sums(): Promise<Sums> {
    await this.#reading.run();
    return this.#tally.sums();
  }

  /** Reads what came. Gives the last position, and where the log began then. */
  async readOn(): Promise<{ readonly at: number; readonly beginning: Beginning }> {
    await this.#reading.run();
    if (!this.#beginning) throw new Error("the log of events was not read");
    return { at: this.#at, beginning: this.#beginning };
  }

  /** As of the last read, as are the others below. */
  get versionRead(): number {
    return this.#version;
  }

  has(key: string): boolean {
    return this.#events.contentsOf(key).length > 0;
  }

  /** Names of the key's variants; none where there is no such event. */
  variantsOf(key: string): string[] {
    return this.#events.contentsOf(key).map((content) => variantName(key, content));
  }

  isPinned(key: string): boolean {
    return this.#pins.has(nameOf(key));
  }

  /** Whether somebody may still look at such an event, which was forgotten and has not come again. */
  isGone(key: string): boolean {
    const name = nameOf(key);
    return (this.#gone.since.has(name) || this.#gone.before.has(name)) && !this.has(key);
  }

  /** Whether a sighting that stands at a position, of an event of this name, was forgotten later. */
  isForgotten(name: string, position: number): boolean {
    return this.#forgotten.isForgotten(name, position);
  }

  sightingsOfKey(key: string): Promise<Sighting[]> {
    return this.#sightings({ keys: nameOf(key) }, ({ event }) => event.key === key);
  }

  sightingsOfDelivery(delivery: string): Promise<Sighting[]> {
    return this.#sightings({ deliveries: nameOf(delivery) }, (sighting) => sighting.delivery === delivery);
  }

  /** Those that an index leads to. What moved while it was looked up may have been missed: then it is looked up again. */
  async #sightings(query: Query, isMeant: (sighting: Sighting) => boolean): Promise<Sighting[]> {
    for (;;) {
      const { beginning } = await this.readOn();
      const entries = (await this.#log.entries(query)).filter((entry) => Number(entry["n"]) >= beginning.position);
      const found = await Promise.all(entries.map((entry) => this.#livingIn(entry)));
      const last = await this.#log.beginning();
      if (last.position === beginning.position) return once(found.flat().filter(isMeant)).sort(compareSightings);
    }
  }

  async #livingIn(entry: Stored): Promise<Sighting[]> {
    const body = await this.#log.bodyOf(entry);
    const position = Number(entry["n"]);
    return (body?.sightings ?? []).filter(({ event }) => !this.isForgotten(nameOf(event.key), position));
  }

  async #readOn(): Promise<void> {
    this.#beginning ?? this.#beginAt(await this.#log.beginning());
    for (;;) {
      const isWhole = await this.#foldOn();
      const beginning = await this.#log.beginning();
      if (beginning.position > this.#sound + 1) {
        this.#beginAt(beginning);
      } else if (isWhole) {
        this.#sound = this.#at;
        if (beginning.position !== this.#beginning?.position) this.#forgotten.dropBefore(beginning.position);
        this.#beginning = beginning;
        return;
      }
    }
  }

  /** Forgets all that was read: whoever begins there has the same in the end. */
  #beginAt(beginning: Beginning): void {
    for (const key of this.#events.carriedKeys()) this.#gone.since.add(nameOf(key));
    this.#events = new EventSet();
    this.#tally = new SourceTally();
    for (const [source, sum] of beginning.sums) this.#tally.merge(source, sum);
    this.#keys = null;
    this.#pins.clear();
    this.#forgotten.clear();
    this.#beginning = beginning;
    this.#at = beginning.position - 1;
    this.#sound = this.#at;
    this.#version = beginning.version;
  }

  /** Whether the end was reached: not, where something was deleted under it. */
  async #foldOn(): Promise<boolean> {
    for await (const entry of this.#log.after(this.#at)) {
      const body = await this.#log.bodyOf(entry);
      if (!body) return false;
      this.#fold(entry, body);
    }
    return true;
  }

  /** What moved, and what is forgotten, makes a version of its own in every process, also where it changes nothing: another may have begun between. */
  #fold(entry: Stored, { sightings, sums, forgets = [], pins = [], isMoved = false }: EventBody): void {
    const position = Number(entry["n"]);
    for (const { key } of forgets) this.#forget(key, position);
    const changes = sightings.filter((sighting) => this.#events.add(sighting)).length;
    const names = this.#keys ? namesIn(entry) : [];
    for (const [place, { key }] of names.entries()) this.#keys?.set(key, String(sightings[place]?.event.key));
    for (const [source, sum] of sums) this.#tally.merge(source, sum);
    for (const name of pins) this.#pins.add(name);
    this.#at = position;
    if (changes > 0 || forgets.length > 0 || isMoved) this.#version = position;
  }

  #forget(name: string, position: number): void {
    this.#keys ??= new Map([...this.#events.carriedKeys()].map((key) => [nameOf(key), key]));
    const key = this.#keys.get(name);
    if (key !== undefined) this.#events.drop(key);
    this.#keys.delete(name);
    this.#forgotten.note(name, position);
    this.#gone.since.add(name);
  }
}

/** What moved may stand twice for a while. */
function once(sightings: readonly Sighting[]): Sighting[] {
  const found = new Map<string, Sighting>();
  for (const one of sightings) found.set(`${one.event.key} ${one.content} ${one.delivery}`, one);
  return [...found.values()];
}
