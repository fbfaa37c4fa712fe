import { createContext, runInContext } from "node:vm";
import { expect, it } from "vitest";
import type { DriverCollection, Stored } from "../../src/store/mongo/documents.ts";
import { COLLECTIONS } from "../../src/store/mongo/layout.ts";
import { openMongoStore } from "../../src/store/mongo/mongo-store.ts";
import { freshDatabases, MONGO_SERVERS } from "../store/mongo.ts";
import { decision, publication } from "../store/samples.ts";
import { readDeployed } from "./manifests.ts";

type Key = Readonly<Record<string, unknown>>;

/** What the script has mongosh do, by collection. */
function sharded(): Map<string, Key> {
  const [indexes, keys] = [new Map<string, Key>(), new Map<string, Key>()];
  const getCollection = (name: string) => ({ createIndex: (key: Key) => void indexes.set(name, key) });
  runInContext(
    readDeployed("mongodb/shard.js"),
    createContext({
      db: { getName: () => "annalist", getCollection },
      sh: {
        enableSharding: (name: string) => expect(name).toBe("annalist"),
        shardCollection(name: string, key: Key) {
          const [database, collection = ""] = name.split(".");
          expect([database, indexes.get(collection)]).toEqual(["annalist", key]);
          keys.set(collection, key);
        },
      },
      print: () => undefined,
    }),
  );
  return keys;
}

it("the script for a sharded cluster spreads collections of ours", () => {
  const keys = sharded();
  expect([...keys.keys()].sort()).toEqual(["decisions", "deliveries", "parts", "publications"]);
  for (const name of keys.keys()) expect(COLLECTIONS).toContain(name);
});

const server = MONGO_SERVERS.find(({ url }) => url !== null);
const freshDatabase = freshDatabases(server?.url ?? null);

it.skipIf(server === undefined)(
  "each document that is spread has its shard key, and its name follows from that",
  async () => {
    const keys = sharded();
    const seen = new Map<string, Stored[]>();
    const note = (name: string, documents: readonly Stored[]) =>
      void seen.set(name, [...(seen.get(name) ?? []), ...documents]);
    const wrap = (collection: DriverCollection, name: string): DriverCollection =>
      new Proxy(collection, {
        get(target, member) {
          const own: unknown = Reflect.get(target, member);
          if (typeof own !== "function") return own;
          return (first: unknown, ...rest: unknown[]) => {
            if (member === "insertOne") note(name, [first as Stored]);
            if (member === "insertMany") note(name, first as Stored[]);
            return Reflect.apply(own, target, [first, ...rest]);
          };
        },
      });
    const store = openMongoStore({ url: server?.url ?? "", database: freshDatabase(), bodyBytes: 8, wrap });
    const incident = "am/alertmanager:v1:a1";
    for (const n of [1, 2]) {
      await store.appendDecisions(incident, n, [decision(n)]);
      await store.appendPublication(publication(n));
    }
    const body = Buffer.from("longer than eight bytes");
    await store.keepDeliveries([{ id: "d1", source: "am", headers: {}, receivedAt: 1, body }]);
    await store.close();
    for (const [name, key] of keys) {
      const documents = seen.get(name) ?? [];
      expect([name, documents.length > 0]).toEqual([name, true]);
      for (const document of documents) {
        expect([name, Object.keys(key).filter((field) => document[field] === undefined)]).toEqual([name, []]);
        if ("n" in key) expect(document._id).toBe(`${document["log"]}:${document["n"]}`);
      }
    }
  },
);
