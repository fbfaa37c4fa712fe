import type { Collection } from "mongodb";
import { describe, expect, it } from "vitest";
import { COLLECTIONS } from "../../src/store/mongo/layout.ts";
import { openMongoStore } from "../../src/store/mongo/mongo-store.ts";

/** By collection: what a store asks of a server that nobody asks anything. */
async function askedOf(query: string): Promise<ReadonlyMap<string, object>> {
  const asked = new Map<string, object>();
  const store = openMongoStore({
    ...{ url: `mongodb://127.0.0.1:1/?${query}`, database: "annalist" },
    wrap(collection, name) {
      const { writeConcern, readConcern, readPreference } = collection as unknown as Collection;
      const [{ w, journal, wtimeoutMS }, level] = [writeConcern ?? {}, readConcern?.level];
      asked.set(name, { w, journal, wtimeoutMS, level, from: readPreference?.mode });
      return collection;
    },
  });
  await store.close();
  return asked;
}

describe("what a store asks of MongoDB", () => {
  it.each([
    "replicaSet=rs0",
    "w=0",
    "w=1&journal=false",
    "wtimeoutMS=1",
    "readConcernLevel=local",
    "readPreference=secondary",
  ])("is what survives the loss of a primary, though the connection string says %s", async (query) => {
    const asked = await askedOf(query);
    const durable = { w: "majority", journal: true, wtimeoutMS: undefined, level: "majority", from: "primary" };
    expect([...asked.keys()].sort()).toEqual([...COLLECTIONS].sort());
    for (const [name, one] of asked) expect([name, one]).toEqual([name, durable]);
  });
});
