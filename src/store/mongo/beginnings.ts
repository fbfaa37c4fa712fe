import type { Documents } from "./documents.ts";
import type { Sums } from "./event-entry.ts";

/** Where the log of events begins, and what it would be if all that was deleted before still stood there. */
export interface Beginning {
  /** The first position that counts. */
  readonly position: number;
  /** The last position before it that changed what drafting reads; 0: none. */
  readonly version: number;
  /** What the entries before it added to the counts of sources. */
  readonly sums: Sums;
}

const WHOLE: Beginning = { position: 1, version: 0, sums: [] };
const NAME = "beginning:events";

/**
 * Where the log of events begins: the greatest position that a document here names. It is inserted before the first entry is deleted. So whoever
 * looks here *after* they found a position free, or read an entry, knows whether it was so because nothing stood there yet, or nothing any more:
 * a beginning at or before the position says the former, since nothing from there on can have been deleted when they looked.
 */
export class Beginnings {
  readonly #documents: Documents;

  constructor(documents: Documents) {
    this.#documents = documents;
  }

  async last(): Promise<Beginning> {
    const [last] = await this.#documents.read({ log: NAME }, { sort: { n: -1 }, limit: 1 });
    if (!last) return WHOLE;
    const { version, sums } = JSON.parse(String(last["body"])) as Omit<Beginning, "position">;
    return { position: Number(last["n"]), version, sums };
  }

  /** All that lives on of what stands before it MUST stand behind it, too. */
  async note({ position, version, sums }: Beginning): Promise<void> {
    const body = JSON.stringify({ version, sums });
    await this.#documents.insert({ _id: `${NAME}:${position}`, log: NAME, n: position, body });
    await this.#documents.delete({ log: NAME, n: { $lt: position } });
  }
}
