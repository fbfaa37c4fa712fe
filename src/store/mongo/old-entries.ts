import type { Instant } from "../../domain/time.ts";
import type { Stored } from "./documents.ts";
import { NAMES, nameOfSighting, namesIn } from "./event-entry.ts";
import type { EventLog } from "./event-log.ts";
import type { EventView } from "./event-view.ts";

/** So many entries make a step, if they are worth it. */
const MOST_ENTRIES = 500;
/** A forgotten sighting is worth moving so many that live on. */
const WORTH = 8;

/** The oldest entries, which may go once what lives on in them stands elsewhere. */
export interface Old {
  /** Where the log begins without them. */
  readonly end: number;
  /** Where each sighting that lives on stands last, by its name: a crash may have left it twice. It stays where that is at the end or behind it. */
  readonly places: ReadonlyMap<string, number>;
}

/**
 * Looks for the oldest entries of a log, from a position on, that hold nothing younger than `before`, as many as are worth it; null where there are none. What
 * lives on in old entries is moved once and then stands behind all that is younger: a kept incident costs nothing until that is old, too. Of entries
 * it reads and holds names only.
 */
export async function lookThrough(
  log: EventLog,
  from: number,
  view: Pick<EventView, "isForgotten">,
  before: Instant,
): Promise<Old | null> {
  const looked = new Looked(view);
  for await (const entry of log.after(from - 1, [...NAMES, "latest"])) {
    const latest = await log.latestOf(entry);
    if (latest === null || latest >= before) break;
    looked.take(entry);
    if (looked.isEnough) break;
  }
  return looked.old();
}

class Looked {
  readonly #view: Pick<EventView, "isForgotten">;
  readonly #places = new Map<string, number>();
  #entries = 0;
  #dead = 0;
  /** Behind the last entry that was worth it. */
  #end: number | null = null;

  constructor(view: Pick<EventView, "isForgotten">) {
    this.#view = view;
  }

  get isEnough(): boolean {
    return this.#end !== null && this.#entries >= MOST_ENTRIES;
  }

  take(entry: Stored): void {
    const position = Number(entry["n"]);
    this.#entries += 1;
    for (const one of namesIn(entry)) {
      if (this.#view.isForgotten(one.key, position)) this.#dead += 1;
      else this.#places.set(nameOfSighting(one), position);
    }
    if (this.#dead > 0 && this.#dead * WORTH >= this.#places.size) this.#end = position + 1;
  }

  old(): Old | null {
    return this.#end === null ? null : { end: this.#end, places: this.#places };
  }
}
