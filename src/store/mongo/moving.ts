import { SourceTally } from "../source-tally.ts";
import { batches, type EventBody, nameOfSighting, type Prepared, prepare, type Sums } from "./event-entry.ts";
import type { Old } from "./old-entries.ts";

/** A sighting that lives on in an old entry. */
export interface Living {
  readonly position: number;
  readonly sighting: Prepared;
}

/** Gathers what the oldest entries of a log leave, entry by entry, and gives what lives on in them in batches of an entry each. */
export class Moving {
  readonly #places: Old["places"];
  readonly #tally = new SourceTally();
  readonly #pins = new Set<string>();
  #waiting = new Map<Prepared, number>();

  /** @param sums what the entries before them added to the counts of sources */
  constructor({ places }: Pick<Old, "places">, sums: Sums) {
    this.#places = places;
    for (const [source, sum] of sums) this.#tally.merge(source, sum);
  }

  get sums(): Sums {
    return this.#tally.sums();
  }

  get pins(): readonly string[] {
    return [...this.#pins];
  }

  /** The batches that are full with this entry. */
  take(position: number, { sightings, sums, pins = [] }: EventBody): Living[][] {
    for (const [source, sum] of sums) this.#tally.merge(source, sum);
    for (const pin of pins) this.#pins.add(pin);
    for (const sighting of sightings.map(prepare)) {
      if (this.#places.get(nameOfSighting(sighting)) === position) this.#waiting.set(sighting, position);
    }
    const full = [...batches([...this.#waiting.keys()])];
    const last = full.pop() ?? [];
    const given = full.map((batch) => this.#living(batch));
    this.#waiting = new Map(this.#living(last).map(({ sighting, position: at }) => [sighting, at]));
    return given;
  }

  /** What no batch was full with. */
  rest(): Living[] {
    return this.#living([...this.#waiting.keys()]);
  }

  #living(batch: readonly Prepared[]): Living[] {
    return batch.map((sighting) => ({ sighting, position: this.#waiting.get(sighting) ?? 0 }));
  }
}
