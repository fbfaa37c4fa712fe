import type { Change } from "../store.ts";
import type { Documents, Stored } from "./documents.ts";
import { PositionLog } from "./position-log.ts";

/** The feed of changes: a log whose positions are the cursors. */
export class ChangeFeed {
  readonly #documents: Documents;
  readonly #log: PositionLog;
  /** The greatest cursor that is known to be taken. */
  #last: number | undefined;

  constructor(documents: Documents) {
    this.#documents = documents;
    this.#log = new PositionLog(documents, NAME);
  }

  async append({ type, incident, revision, digest, at }: Omit<Change, "cursor">): Promise<Change> {
    const change = { type, incident, revision, digest, at };
    const fields = { body: JSON.stringify(change) };
    let last = this.#last ?? (await this.#log.last());
    while ((await this.#log.claim(last + 1, fields)) !== "claimed") {
      for await (const { n } of this.#log.after(last, [])) last = Number(n);
    }
    this.#last = Math.max(this.#last ?? 0, last + 1);
    return { cursor: last + 1, ...change };
  }

  /** Those after a cursor that follow each other; the earliest there is, where earlier ones are kept no more. */
  async list(after: number, limit: number): Promise<Change[]> {
    let entries = await this.#entriesAfter(after, limit);
    // What is missing before the first may have come while it was read: then a second look shows it.
    if (entries.length > 0 && entries[0]?.["n"] !== after + 1) entries = await this.#entriesAfter(after, limit);
    const first = Number(entries[0]?.["n"]);
    const gap = entries.findIndex((entry, index) => entry["n"] !== first + index);
    return entries.slice(0, gap === -1 ? entries.length : gap).map(({ n, body }) => ({
      ...{ cursor: Number(n) },
      ...(JSON.parse(String(body)) as Omit<Change, "cursor">),
    }));
  }

  #entriesAfter(after: number, limit: number): Promise<Stored[]> {
    return this.#documents.read({ log: NAME, n: { $gt: after } }, { sort: { n: 1 }, limit });
  }
}

const NAME = "changes";
