import { MongoNetworkError } from "mongodb";
import type { DriverCollection } from "../../src/store/mongo/documents.ts";

/**
 * What goes wrong with one call of the driver: `before` it reaches the server, `half` of its documents are written, or its answer is
 * lost `after` all was done.
 */
export type When = "before" | "half" | "after";
export const WHENS: readonly When[] = ["before", "half", "after"];

/** What follows: the connection is back at once, or the process has died and does nothing more. */
export type Then = "recovers" | "dies";

export class Died extends Error {}

/** Stands between a store and its collections, counts the calls, and lets one of them fail. */
export class Faults {
  calls = 0;
  #at = 0;
  #when: When = "before";
  #then: Then = "recovers";

  /** From now on calls are counted from 1, and the one of this number fails. */
  arm(at: number, when: When, then: Then): this {
    this.calls = 0;
    this.#at = at;
    this.#when = when;
    this.#then = then;
    return this;
  }

  readonly wrap = (collection: DriverCollection): DriverCollection => {
    const step = <T>(whole: () => Promise<T>, half: () => Promise<unknown> = whole) => this.#step(whole, half);
    const wrapped = {
      insertOne: (document: never) => step(() => collection.insertOne(document)),
      insertMany: (documents: never[], options: object) =>
        step(
          () => collection.insertMany(documents, options),
          () => collection.insertMany(documents.slice(0, Math.ceil(documents.length / 2)), options),
        ),
      find: (query: object, options: object) => ({
        toArray: () => step(() => collection.find(query, options).toArray()),
      }),
      distinct: (field: string) => step(() => collection.distinct(field)),
      deleteMany: (query: object) => step(() => collection.deleteMany(query)),
    };
    return wrapped as unknown as DriverCollection;
  };

  async #step<T>(whole: () => Promise<T>, half: () => Promise<unknown>): Promise<T> {
    this.calls += 1;
    if (this.#at === 0 || this.calls < this.#at || (this.calls > this.#at && this.#then === "recovers"))
      return await whole();
    if (this.calls === this.#at) {
      if (this.#when === "half") await half();
      if (this.#when === "after") await whole();
    }
    throw this.#then === "dies" ? new Died("killed") : new MongoNetworkError("cut");
  }
}
