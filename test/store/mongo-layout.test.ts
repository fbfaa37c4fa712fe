import { type Db, MongoClient } from "mongodb";
import { afterAll, afterEach, beforeEach, describe, expect, it } from "vitest";
import { openMongoStore } from "../../src/store/mongo/mongo-store.ts";
import { StoreMisconfigured, StoreUnavailable } from "../../src/store/unavailable.ts";
import { dropDatabases, freshName, MONGO_SERVERS } from "./mongo.ts";
import { sighting } from "./samples.ts";

for (const { name, url } of MONGO_SERVERS) {
  describe.skipIf(url === null)(`the database of a store on ${name}`, () => {
    const databases: string[] = [];
    let client: MongoClient;
    let database: Db;
    beforeEach(() => {
      client = new MongoClient(url ?? "");
      const fresh = freshName();
      databases.push(fresh);
      database = client.db(fresh);
    });
    afterEach(() => client.close());
    afterAll(() => dropDatabases(url ?? "", databases));

    /** What a store says of the database when it is opened. */
    async function check(): Promise<string> {
      const store = openMongoStore({ url: url ?? "", database: database.databaseName });
      try {
        await store.check();
        return "right";
      } catch (error) {
        expect(error).toBeInstanceOf(StoreMisconfigured);
        return String(error);
      } finally {
        await store.close();
      }
    }

    it("gets its indexes at the first start, and is right at the next", async () => {
      expect(await Promise.all([check(), check()])).toEqual(["right", "right"]);
      const indexes = await database.collection("events").listIndexes().toArray();
      // FerretDB 1 may list an index twice that two made at once.
      const names = new Set(indexes.map((index) => index["name"]));
      expect([...names].sort()).toEqual(["_id_", "by_delivery", "by_key", "by_position"]);
      expect(await check()).toBe("right");
    });

    it("gets back an index that somebody removed", async () => {
      await check();
      await database.collection("events").dropIndex("by_key");
      expect(await check()).toBe("right");
      expect(await database.collection("events").indexExists("by_key")).toBe(true);
    });

    it("is refused with an index of ours on other fields", async () => {
      await check();
      await database.collection("events").dropIndex("by_key");
      await database.collection("events").createIndex({ body: 1 }, { name: "by_key" });
      expect(await check()).toMatch(/index "by_key" of the collection "events" is not the one.*dropIndex\("by_key"\)/);
    });

    it("is refused with a unique index, which would refuse what is to be kept", async () => {
      await check();
      await database.collection("quarantine").createIndex({ body: 1 }, { name: "theirs", unique: true });
      expect(await check()).toMatch(/"theirs" of the collection "quarantine" is unique.*dropIndex\("theirs"\)/);
    });

    it("is refused if it is another program's, and left as it was", async () => {
      await database.collection("recipes").insertOne({ title: "Quince jelly" });
      expect(await check()).toMatch(/another program's collections \(recipes\).*store\.database/);
      expect((await database.listCollections().toArray()).map((one) => one.name)).toEqual(["recipes"]);
    });

    it("is refused if a newer version wrote it", async () => {
      await check();
      await database.collection<{ _id: string }>("meta").deleteMany({});
      await database.collection<{ _id: string }>("meta").insertOne({ _id: "layout", version: 99 } as { _id: string });
      expect(await check()).toMatch(/newer Annalist \(layout 99; this one knows 2\)/);
    });
  });
}

/** A port on which nobody listens; one that was free a moment ago may be somebody's by now. */
const NOBODY = 1;

describe("a store whose server is not there", () => {
  it("says so to each call in a few seconds, and never its password", async () => {
    const url = `mongodb://ines:an-invented-password@127.0.0.1:${NOBODY}/?directConnection=true`;
    const store = openMongoStore({ url, database: "annalist" });
    for (const call of [() => store.check(), () => store.appendSightings([sighting()]), () => store.eventsVersion()]) {
      const error = await call().then(
        () => null,
        (reason: unknown) => reason,
      );
      expect(error).toBeInstanceOf(StoreUnavailable);
      expect(error).not.toBeInstanceOf(StoreMisconfigured);
      expect(String(error)).toContain("MongoDB cannot be reached");
      expect(String(error)).not.toContain("an-invented-password");
    }
    await store.close();
  });

  it("refuses a connection string that cannot be read without quoting it", () => {
    const open = () => openMongoStore({ url: "mongodb://ines:an-invented-password@:x/", database: "annalist" });
    expect(open).toThrow(StoreMisconfigured);
    expect(open).not.toThrow(/an-invented-password/);
  });
});
