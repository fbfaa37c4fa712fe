import { randomUUID } from "node:crypto";
import type { Collection } from "mongodb";
import { StoreUnavailable } from "../unavailable.ts";
import { duplicatesOf, isDuplicateKey } from "./failures.ts";
import { backOff, type Patience, retrying } from "./retrying.ts";

/** A document. Its `_id` is its identity: which exists once is settled by the one unique index that every collection has. */
export interface Stored {
  readonly _id: string;
  readonly [field: string]: unknown;
}

/** Queries are made of our own names and numbers: never of an object that came from outside. */
export type Query = Readonly<
  Record<string, string | number | { readonly $gt: number } | { readonly $lt: number } | { readonly $in: string[] }>
>;

export interface Reading {
  readonly sort?: Readonly<Record<string, 1 | -1>>;
  readonly limit?: number;
  /** Left out: whole documents. */
  readonly only?: readonly string[];
}

/** What is used of a collection of the driver. */
export type DriverCollection = Pick<
  Collection<Stored>,
  "insertOne" | "insertMany" | "find" | "distinct" | "deleteMany"
>;

/** Or somebody else's document, which has this `_id`. */
export type Claimed = "claimed" | Stored;

/** So often an `_id` is looked at that is taken, and by what cannot be read yet. */
const LOOKS = 10;

/**
 * A collection, as far as correctness may rest on it: inserts under a unique key, reads of what a majority has, and deleting. Each
 * operation waits until the layout of the database was checked, and is done again after passing failures.
 */
export class Documents {
  readonly #collection: DriverCollection;
  readonly #patience: Patience;
  readonly #ready: () => Promise<void>;

  constructor(collection: DriverCollection, patience: Patience, ready: () => Promise<void>) {
    this.#collection = collection;
    this.#patience = patience;
    this.#ready = ready;
  }

  /** Makes sure that a document of this `_id` exists: the first is kept. Says whether it is this one, as far as that is known. */
  async insert(document: Stored): Promise<boolean> {
    await this.#ready();
    return await retrying(this.#patience, async () => {
      try {
        await this.#collection.insertOne({ ...document });
        return true;
      } catch (error) {
        if (isDuplicateKey(error)) return false;
        throw error;
      }
    });
  }

  /**
   * Inserts a document if its `_id` is free, and knows whether it did: an `_id` that is taken may be so by an earlier attempt of this very
   * insert. A token that no other attempt has tells. What is taken is not readable before a majority has it; if it is lost
   * before that, the `_id` is free again.
   *
   * @param only the fields to be given of a document that is there already; left out: all
   */
  async claim(document: Stored, only?: readonly string[]): Promise<Claimed> {
    const token = randomUUID();
    for (let look = 1; look <= LOOKS; look += 1) {
      if (await this.insert({ ...document, token })) return "claimed";
      const fields = only === undefined ? {} : { only: [...only, "token"] };
      const [there] = await this.read({ _id: document._id }, { limit: 1, ...fields });
      if (there) return there["token"] === token ? "claimed" : there;
      await backOff(this.#patience, look);
    }
    throw new StoreUnavailable("MongoDB took a write that no majority of its servers has yet: are enough of them up?");
  }

  /**
   * Inserts those whose `_id` is free; every one of them is stored when this resolves. Which failed is read from the errors: not every server
   * counts what it inserted rightly.
   */
  async insertAll(documents: readonly Stored[]): Promise<void> {
    if (documents.length === 0) return;
    await this.#ready();
    await retrying(this.#patience, async () => {
      try {
        await this.#collection.insertMany(
          documents.map((document) => ({ ...document })),
          { ordered: false },
        );
      } catch (error) {
        if (duplicatesOf(error) === null) throw error;
      }
    });
  }

  async read(query: Query, { sort, limit, only }: Reading = {}): Promise<Stored[]> {
    await this.#ready();
    const options = {
      ...(sort === undefined ? {} : { sort }),
      ...(limit === undefined ? {} : { limit }),
      ...(only === undefined ? {} : { projection: Object.fromEntries(only.map((field) => [field, 1])) }),
    };
    return await retrying(this.#patience, () => this.#collection.find(query, options).toArray());
  }

  async readOne(id: string): Promise<Stored | null> {
    const [found] = await this.read({ _id: id }, { limit: 1 });
    return found ?? null;
  }

  /** The distinct values of a field that holds texts. */
  async distinct(field: string): Promise<string[]> {
    await this.#ready();
    const values = await retrying(this.#patience, () => this.#collection.distinct(field));
    return values.map(String);
  }

  async delete(query: Query): Promise<void> {
    await this.#ready();
    await retrying(this.#patience, () => this.#collection.deleteMany(query));
  }
}
