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
  /** The numbers of those that could be done by half. */
  readonly halves = new Set<number>();
  /** How a call of this number fails; null: not at all. */
  #plan: (call: number) => When | null = () => null;
  #then: Then = "recovers";
  #isDead = false;
  #hidden: number | null = null;

  /** From now on calls are counted from 1, and the one of this number fails. */
  arm(at: number, when: When, then: Then): this {
    this.calls = 0;
    this.#plan = (call) => (call === at ? when : null);
    this.#then = then;
    return this;
  }

  /** Leaves a document out of the first answer that has several. */
  hide(index: number): this {
    this.#hidden = index;
    return this;
  }

  /** From now on one call in so many fails, in any way. */
  scatter(oneIn: number, random: () => number): this {
    this.#plan = () => (random() * oneIn < 1 ? (WHENS[Math.floor(random() * WHENS.length)] ?? null) : null);
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
        toArray: () => step(async () => this.#shown(await collection.find(query, options).toArray())),
      }),
      distinct: (field: string) => step(() => collection.distinct(field)),
      deleteMany: (query: object) => step(() => collection.deleteMany(query)),
    };
    return wrapped as unknown as DriverCollection;
  };

  #shown<T>(found: T[]): T[] {
    if (this.#hidden === null || found.length < 2) return found;
    const shown = found.toSpliced(this.#hidden, 1);
    this.#hidden = null;
    return shown;
  }

  async #step<T>(whole: () => Promise<T>, half: () => Promise<unknown>): Promise<T> {
    this.calls += 1;
    if (half !== whole) this.halves.add(this.calls);
    if (this.#isDead) throw new Died("killed");
    const when = this.#plan(this.calls);
    if (when === null) return await whole();
    this.#isDead = this.#then === "dies";
    if (when === "half") await half();
    if (when === "after") await whole();
    throw this.#isDead ? new Died("killed") : new MongoNetworkError("cut");
  }
}

/** Numbers from 0 up to 1, the same for the same seed (mulberry32). */
export function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
