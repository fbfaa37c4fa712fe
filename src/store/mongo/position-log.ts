import type { Claimed, Documents, Reading, Stored } from "./documents.ts";

/** First entries are looked for one by one, since there are mostly none or few; then some at once, by their names, which every server finds at once. */
const WIDTHS: readonly number[] = [...new Array<number>(12).fill(1), ...new Array<number>(8).fill(32)];
/** The rest is read in pages: some servers look through all of a log for each. */
const PAGE = 400;

/**
 * A log of documents at the positions 1, 2, 3, …: the one thing that everything numbered here is made of. An entry's `_id` is the log's name
 * with the position, so that a position is taken once, by the one unique index that cannot be missing.
 *
 * Whoever appends MUST have seen every earlier position, and inserts at the next. So:
 *
 * - *Who decides by what stood before, decides rightly.* What was looked up before an insert cannot have changed if the insert took the next
 *   position: anything appended meanwhile stands there instead, and the insert finds it taken. The look-up never decides; the key does.
 * - *An entry is there whole or not at all*: it is one document.
 * - *There are no gaps*: position n exists before anybody inserts at n + 1, and what a majority of the servers has stays.
 * - *No reader misses an entry or sees one twice.* A reader goes on from the last position that it took, as far as positions follow each
 *   other. A read of several may see n + 1 and not n, which came while it read; it then ends before the gap, and the next read goes on there.
 * - *An attempt whose fate is unknown does no harm*, neither a time-out nor a crash, nor a request that arrives late. Until the position is
 *   taken it may still succeed; once it is taken it never will. A repeat that finds the position taken reads whose it is by the
 *   entry's token: its own means that an earlier attempt succeeded. A writer that gave up and comes back later reads on first, and
 *   finds its entry if there is one.
 */
export class PositionLog {
  readonly #documents: Documents;
  readonly #name: string;

  constructor(documents: Documents, name: string) {
    this.#documents = documents;
    this.#name = name;
  }

  /** Inserts at a position, or gives (`only` these fields of) what stands there; the caller MUST have seen all before it. */
  claim(position: number, fields: Readonly<Record<string, unknown>>, only?: readonly string[]): Promise<Claimed> {
    return this.#documents.claim({ ...fields, _id: this.#idOf(position), log: this.#name, n: position }, only);
  }

  async isTaken(position: number): Promise<boolean> {
    return (await this.#documents.read({ _id: this.#idOf(position) }, { limit: 1, only: ["n"] })).length > 0;
  }

  /** The entries after a position, without a gap, in their order. */
  async *after(position: number, only?: readonly string[]): AsyncGenerator<Stored> {
    const fields = only === undefined ? {} : { only: [...only, "n"] };
    let last = position;
    for (const width of WIDTHS) {
      for (const entry of await this.#readFrom(last + 1, width, fields)) {
        if (!entry) return;
        last += 1;
        yield entry;
      }
    }
    for (;;) {
      const query = { log: this.#name, n: { $gt: last } };
      const page = await this.#documents.read(query, { sort: { n: 1 }, limit: PAGE, ...fields });
      for (const entry of page) {
        if (entry["n"] !== last + 1) return;
        last += 1;
        yield entry;
      }
      if (page.length < PAGE) return;
    }
  }

  /** The greatest position that is taken; 0: none. */
  async last(): Promise<number> {
    const [entry] = await this.#documents.read({ log: this.#name }, { sort: { n: -1 }, limit: 1, only: ["n"] });
    return Number(entry?.["n"] ?? 0);
  }

  /** Those at so many positions from one on. */
  #readFrom(position: number, width: number, fields: Pick<Reading, "only">): Promise<(Stored | undefined)[]> {
    const ids = Array.from({ length: width }, (_, place) => this.#idOf(position + place));
    return Promise.all(ids.map(async (id) => (await this.#documents.read({ _id: id }, { limit: 1, ...fields }))[0]));
  }

  #idOf(position: number): string {
    return `${this.#name}:${position}`;
  }
}
