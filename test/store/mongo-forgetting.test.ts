import { MongoClient } from "mongodb";
import { describe, expect, it } from "vitest";
import { recordEvents } from "../../src/domain/sightings.ts";
import type { MongoOptions } from "../../src/store/mongo/database.ts";
import type { MongoStore } from "../../src/store/mongo/mongo-store.ts";
import { MONGO_SERVERS, positionsIn, textsIn } from "./mongo.ts";
import { keyOf, LATE, LONG, mongoBench, reclaimAll } from "./mongo-bench.ts";
import { noting } from "./mongo-between.ts";
import { Died, Faults, type Then, type When } from "./mongo-faults.ts";
import { decision, sighting } from "./samples.ts";

/** A slow server beside other work takes its time; what is asked is whether anything is lost. */
const PATIENCE_MS = 90_000;
/** Whose answer is lost does it twice; who dies before a call died after the one before. */
const FATES: readonly (readonly [When, Then])[] = [
  ["after", "recovers"],
  ["before", "dies"],
];

/** Null: the process died. */
async function unlessDied<T>(work: Promise<T>): Promise<T | null> {
  return work.catch((error: unknown) => {
    if (error instanceof Died) return null;
    throw error;
  });
}

for (const { name, url } of MONGO_SERVERS) {
  describe.skipIf(url === null)(`forgetting events on ${name}`, { timeout: 8 * PATIENCE_MS }, () => {
    const { freshDatabase, open, openWith, opened } = mongoBench(url);

    it("deletes what it forgot, with its parts, and keeps what lives on in the same entries", async () => {
      const database = freshDatabase();
      const store = open(database);
      const going = [1, 2].map((n) => sighting({ id: `going-${n}`, title: `Gone: ${LONG}`, delivery: `d${n}` }));
      const stays = [3, 4].map((n) => sighting({ id: `stays-${n}`, title: `Here: ${LONG}`, delivery: "d1" }));
      await store.appendSightings([...going, ...stays]);
      await store.dropEvents(going.map(keyOf));
      expect((await textsIn(url ?? "", database)).join("")).toContain("Gone: ");
      await reclaimAll(store);
      const left = (await textsIn(url ?? "", database)).join("");
      expect(left).not.toContain("Gone: ");
      expect(left).toContain("Here: ");
      expect(await open(database).readEvents()).toEqual(recordEvents(stays));
    });

    /** As versions wrote entries that did not say when the last of theirs was received. */
    const asBefore = async (database: string) => {
      const client = new MongoClient(url ?? "");
      await client
        .db(database)
        .collection("events")
        .updateMany({}, { $unset: { latest: "" } });
      await client.close();
    };

    it.each([
      ["", () => Promise.resolve()],
      [", also of entries that do not say when", asBefore],
    ])("gives back no room of what came later, and moves little for it%s", async (_, prepare) => {
      const database = freshDatabase();
      const store = open(database);
      const young = sighting({ id: "young", received: 200 });
      const many = Array.from({ length: 9 }, (_, n) => sighting({ id: `stays-${n}` }));
      for (const batch of [many, [sighting({ id: "going" })], [young], [sighting({ id: "later" })]])
        await store.appendSightings(batch);
      await store.dropEvents([keyOf(sighting({ id: "going" })), keyOf(sighting({ id: "later" }))]);
      await prepare(database);
      await reclaimAll(store);
      expect(await positionsIn(url ?? "", database)).toEqual([1, 2, 3, 4, 5]);
      await store.dropEvents(many.slice(0, 1).map(keyOf));
      await reclaimAll(store);
      // Entries 3, with what is young, to 6, and then eight that live on.
      expect(await positionsIn(url ?? "", database)).toEqual([3, 4, 5, 6, 7]);
    });

    it("reads names alone of what lives on in old entries while nothing of it is worth moving", async () => {
      const database = freshDatabase();
      const asked: (readonly string[] | null)[] = [];
      const wrap: MongoOptions["wrap"] = (collection, kind) =>
        kind === "events" ? noting(asked, collection) : collection;
      const store = openWith(database, { wrap });
      for (const id of ["a", "b", "c"]) await store.appendSightings([sighting({ id })]);
      await store.readEvents();
      asked.length = 0;
      expect(await store.reclaim(LATE)).toBe(true);
      expect(asked.length).toBeGreaterThan(3);
      // One looks whether the log goes on.
      expect(asked.filter((fields) => fields === null || fields.includes("body"))).toEqual([null]);
    });

    it("moves what lives on in full entries, whatever it stood in", async () => {
      const database = freshDatabase();
      const store = open(database);
      const named = (name: string, many: number) =>
        Array.from({ length: many }, (_, n) => sighting({ id: `${name}-${n}` }));
      const [first, second, going] = [named("first", 40), named("second", 90), named("going", 17)];
      for (const batch of [first, second, going]) await store.appendSightings(batch);
      await store.dropEvents(going.map(keyOf));
      await reclaimAll(store);
      const client = new MongoClient(url ?? "");
      const entries = await client
        .db(database)
        .collection("events")
        .find({}, { sort: { n: 1 } })
        .toArray();
      await client.close();
      expect(entries.map((entry) => Array(entry["keys"]).flat().length)).toEqual([64, 64, 2]);
      expect(await open(database).readEvents()).toEqual(recordEvents([...first, ...second]));
    });

    it.each(FATES)(
      "is whole wherever a sweep is cut %s a call and %s, and the next one does what is left",
      async (when, then) => {
        const database = freshDatabase();
        const watcher = open(database);
        const pinned = sighting({ id: "pinned" });
        await watcher.appendSightings([pinned]);
        await watcher.appendDecisions(keyOf(pinned), 1, [decision(1, "Ines", keyOf(pinned))]);
        for (let at = 1, isOver = false; !isOver; at += 1) {
          const told = (id: string, delivery: string) =>
            sighting({ id: `${id}-${at}`, title: `${id} ${LONG}`, delivery: `${delivery}-${at}` });
          const going = [told("going", "d1"), told("going", "d2"), told("gone", "d1")];
          const stays = [told("stays", "d1"), told("stays", "d2")];
          await watcher.appendSightings([...going, ...stays]);
          const before = await watcher.countSources();
          const left = recordEvents([pinned, ...stays]);
          const sweep = async (store: MongoStore) => {
            expect(await store.dropEvents([...going, pinned].map(keyOf)), `step ${at}`).toBe(0);
            const dropped = await store.dropEvents(going.map(keyOf));
            await reclaimAll(store);
            return dropped;
          };
          const faults = new Faults().arm(at, when, then);
          const sweeper = open(database, faults);
          const swept = await unlessDied(sweep(sweeper));
          isOver = faults.calls < at;
          const other = swept === null || isOver ? open(database) : sweeper;
          if (swept === null) {
            // Of what goes all is there or nothing, for whoever looked before and for whoever looks first.
            const events = await watcher.readEvents();
            expect([left, recordEvents([pinned, ...stays, ...going])], `step ${at}`).toContainEqual(events);
            expect(await other.readEvents(), `step ${at}`).toEqual(events);
            expect(await other.readSightings(keyOf(told("stays", "d1"))), `step ${at}`).toEqual(stays);
            await sweep(watcher);
          } else expect(swept, `step ${at}`).toBe(2);

          for (const store of [watcher, other]) {
            expect(await store.readEvents(), `step ${at}`).toEqual(left);
            expect(await store.readSightings(keyOf(told("stays", "d1")))).toEqual(stays);
            expect(await store.readSightingsOf(`d1-${at}`)).toEqual(stays.slice(0, 1));
            expect(await store.countSources()).toEqual(before);
          }
          expect(await other.eventsVersion(), `step ${at}`).toBe(await watcher.eventsVersion());
          const texts = await textsIn(url ?? "", database);
          expect(texts.filter((text) => /(going|gone) Basket/.test(text))).toEqual([]);
          for (const store of opened.splice(1)) await store.close();
          // It would be moved once more by each of the next.
          expect(await watcher.dropEvents([keyOf(told("stays", "d1"))])).toBe(1);
        }
      },
    );

    it("keeps older versions away from a log that forgot something, and only then", async () => {
      const database = freshDatabase();
      const client = new MongoClient(url ?? "");
      const meta = client.db(database).collection<{ _id: string; version: number }>("meta");
      const layout = async () => (await meta.findOne({ _id: "layout" }))?.version;
      const [store, other] = [open(database), open(database)];
      await other.readEvents();
      await store.appendSightings([sighting()]);
      await store.appendDecisions("am/alertmanager:v1:other", 1, [decision(1, "Ines", "am/alertmanager:v1:other")]);
      await store.dropEvents(["nobody/knows:v1:this"]);
      await reclaimAll(store);
      expect(await layout()).toBe(1);
      await store.dropEvents([keyOf(sighting())]);
      expect(await layout()).toBe(2);
      // A newer version raised it, while this one is still running.
      await meta.updateOne({ _id: "layout" }, { $set: { version: 3 } });
      await store.appendSightings([sighting()]);
      await other.dropEvents([keyOf(sighting())]);
      expect(await layout()).toBe(3);
      await client.close();
    });
  });
}
