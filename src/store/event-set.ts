import type { RecordedEvent, Sighting } from "../domain/event.ts";
import { compareEvents } from "../domain/order.ts";
import { isEarlier, onlySightingOf, recordEvent } from "../domain/sightings.ts";
import { freeze } from "./freeze.ts";
import { KeyNames } from "./key-names.ts";
import { Shared } from "./shared.ts";

/**
 * The events of all sightings added so far: what `recordEvents` makes of them, made anew only where a sighting changed it. An event of
 * which there is one sighting is held once, as the event; of others the least sighting of each (key, content) is kept beside it, since
 * nothing else is read of them. Repeated deliveries cost no memory.
 */
export class EventSet {
  readonly #names = new KeyNames();
  readonly #shared = new Shared();
  /** By the key that they carry; only what {@link #records} does not tell. */
  readonly #sightings = new Map<string, readonly Sighting[]>();
  /** By key. */
  readonly #records = new Map<string, RecordedEvent>();
  /** Keys whose record may be another one than {@link #recorded} holds. */
  readonly #touched = new Set<string>();
  /** Keys that {@link #recorded} may hold and that were dropped since. */
  readonly #dropped = new Set<string>();
  #recorded: readonly RecordedEvent[] = Object.freeze([]);

  /** Takes the sighting (it is frozen, so give a copy). Returns whether {@link read} may give something else than before. */
  add(sighting: Sighting): boolean {
    const { event, content } = sighting;
    const { key } = event;
    const carried = this.#carried(key);
    const known = carried.find((other) => other.content === content);
    if (known && !isEarlier(sighting, known)) return false;
    const others = carried.filter((other) => other !== known);
    this.#sightings.set(key, [...others, { ...sighting, event: this.#shared.facts(event) }]);
    this.#touch(key);
    for (const former of event.formerKeys) this.#rename(former, key);
    return true;
  }

  /** The contents that came under exactly this key; none where nothing did. */
  contentsOf(key: string): readonly string[] {
    return this.#carried(key).map(({ content }) => content);
  }

  /** All keys that sightings carry. */
  carriedKeys(): ReadonlySet<string> {
    return new Set([...this.#sightings.keys(), ...this.#records.keys()]);
  }

  /** Forgets all sightings that carry exactly this key, as if there had been none. Returns whether there were. */
  drop(key: string): boolean {
    const carried = this.#carried(key);
    if (carried.length === 0) return false;
    this.#sightings.delete(key);
    this.#records.delete(key);
    this.#dropped.add(key);
    const claimed = carried.flatMap(({ event }) => event.formerKeys);
    for (const one of [key, ...this.#names.forget(key, claimed)]) this.#touch(one);
    return true;
  }

  /** Frozen all the way down, in the total order. */
  read(): readonly RecordedEvent[] {
    if (this.#touched.size === 0) return this.#recorded;
    const replaced = new Set(this.#dropped);
    this.#dropped.clear();
    const made: RecordedEvent[] = [];
    for (const key of this.#touched) {
      if (this.#records.has(key)) replaced.add(key);
      const record = this.#record(key);
      if (record) made.push(record);
    }
    this.#touched.clear();
    const kept = replaced.size === 0 ? this.#recorded : this.#recorded.filter(({ event }) => !replaced.has(event.key));
    this.#recorded = Object.freeze(merge(kept, made.sort(byOrder)));
    return this.#recorded;
  }

  /** Makes the record of a key anew; null where there is none under it. */
  #record(key: string): RecordedEvent | null {
    const own = this.#names.isFormer(key) ? [] : this.#carried(key);
    const formers = this.#names.formersOf(key);
    const all = [...own, ...formers.flatMap((former) => this.#carried(former))];
    const [first] = own;
    if (!first) {
      this.#records.delete(key);
      return null;
    }
    const earliest = all.reduce((least, one) => (isEarlier(one, least) ? one : least));
    const record = freeze(recordEvent(own, earliest));
    this.#records.set(record.event.key, record);
    if (all.length === 1) this.#sightings.delete(key);
    else if (!this.#sightings.has(key)) this.#sightings.set(key, own);
    return record;
  }

  /** The sightings that carry exactly this key. */
  #carried(key: string): readonly Sighting[] {
    const known = this.#sightings.get(key);
    if (known) return known;
    const record = this.#records.get(key);
    return record ? [onlySightingOf(record)] : [];
  }

  #rename(former: string, key: string): void {
    const before = this.#names.rename(former, key);
    if (before === null) return;
    // What its record tells of it alone must outlive the record.
    const carried = this.#carried(former);
    if (carried.length > 0) this.#sightings.set(former, carried);
    for (const one of [former, ...before]) this.#touch(one);
  }

  #touch(key: string): void {
    this.#touched.add(key);
    this.#touched.add(this.#names.presentOf(key));
  }
}

const byOrder = (a: RecordedEvent, b: RecordedEvent): number => compareEvents(a.event, b.event);

/** Merges two lists that are in order. */
function merge(a: readonly RecordedEvent[], b: readonly RecordedEvent[]): RecordedEvent[] {
  const [last, first] = [a.at(-1), b[0]];
  if (!last || !first || byOrder(last, first) < 0) return [...a, ...b];
  const merged: RecordedEvent[] = [];
  let next = 0;
  for (const one of a) {
    for (let other = b[next]; other && byOrder(other, one) < 0; other = b[next]) {
      merged.push(other);
      next += 1;
    }
    merged.push(one);
  }
  for (; next < b.length; next++) merged.push(...b.slice(next, next + 1));
  return merged;
}
