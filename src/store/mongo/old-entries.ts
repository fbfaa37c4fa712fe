import type { Instant } from "../../domain/time.ts";
import { SourceTally } from "../source-tally.ts";
import type { Beginning } from "./beginnings.ts";
import { type EventBody, type Prepared, prepare } from "./event-entry.ts";
import type { EventLog } from "./event-log.ts";
import type { EventView } from "./event-view.ts";

/** So many entries make a step, if they are worth it. */
const MOST_ENTRIES = 500;
/** A forgotten sighting is worth moving so many that live on. */
const WORTH = 8;

/** A sighting that lives on. */
export interface Living {
  readonly key: string;
  readonly position: number;
  readonly sighting: Prepared;
}

/** The oldest entries, which may go once what lives on in them stands elsewhere. */
export interface Old {
  /** Where the log begins without them. */
  readonly beginning: Omit<Beginning, "version">;
  readonly living: readonly Living[];
  readonly pins: readonly string[];
}

/**
 * Looks for the oldest entries of a log that hold nothing younger than `before`, as many as are worth it; null where there are none. What lives on in
 * old entries is moved once and then stands behind all that is younger: a kept incident costs nothing until that is old, too.
 */
export async function lookThrough(
  log: EventLog,
  beginning: Beginning,
  view: Pick<EventView, "isForgotten">,
  before: Instant,
): Promise<Old | null> {
  const looked = new Looked(beginning, view);
  for await (const entry of log.after(beginning.position - 1)) {
    const body = await log.bodyOf(entry);
    if (!body || body.sightings.some(({ receivedAt }) => receivedAt >= before)) break;
    looked.take(Number(entry["n"]), body);
    if (looked.isEnough) break;
  }
  return looked.old();
}

class Looked {
  readonly #view: Pick<EventView, "isForgotten">;
  readonly #tally = new SourceTally();
  /** By variant and delivery: a crash may have left a sighting twice. */
  readonly #living = new Map<string, Living>();
  readonly #pins = new Map<string, number>();
  #entries = 0;
  #dead = 0;
  /** Up to the last entry that was worth it. */
  #beginning: Old["beginning"] | null = null;

  constructor({ sums }: Beginning, view: Pick<EventView, "isForgotten">) {
    this.#view = view;
    for (const [source, sum] of sums) this.#tally.merge(source, sum);
  }

  get isEnough(): boolean {
    return this.#beginning !== null && this.#entries >= MOST_ENTRIES;
  }

  take(position: number, { sightings, sums, pins = [] }: EventBody): void {
    this.#entries += 1;
    for (const [source, sum] of sums) this.#tally.merge(source, sum);
    for (const pin of pins) this.#pins.set(pin, position);
    for (const one of sightings) {
      const { key } = one.event;
      if (this.#view.isForgotten(key, position)) this.#dead += 1;
      else this.#keep({ key, position, sighting: prepare(one) });
    }
    if (this.#dead > 0 && this.#dead * WORTH >= this.#living.size) {
      this.#beginning = { position: position + 1, sums: this.#tally.sums() };
    }
  }

  old(): Old | null {
    const beginning = this.#beginning;
    if (!beginning) return null;
    const isBefore = (position: number) => position < beginning.position;
    return {
      beginning,
      living: [...this.#living.values()].filter(({ position }) => isBefore(position)),
      pins: [...this.#pins].filter(([, position]) => isBefore(position)).map(([name]) => name),
    };
  }

  /** The later of two: that is where it stays, if it stands behind what goes. */
  #keep(living: Living): void {
    const { variant, delivery } = living.sighting;
    this.#living.set(`${variant} ${delivery}`, living);
  }
}
