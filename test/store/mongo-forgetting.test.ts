import { once } from "node:events";
import fc from "fast-check";
import { MongoClient } from "mongodb";
import { describe, expect, it } from "vitest";
import type { Sighting } from "../../src/domain/event.ts";
import { recordEvents } from "../../src/domain/sightings.ts";
import type { MongoOptions } from "../../src/store/mongo/database.ts";
import type { MongoStore } from "../../src/store/mongo/mongo-store.ts";
import { APPEND_LOOP, killAll, run, SWEEP_LOOP } from "./children.ts";
import { MONGO_SERVERS, textsIn } from "./mongo.ts";
import { keyOf, LATE, LONG, mongoBench, reclaimAll } from "./mongo-bench.ts";
import { beforeInserting, beforeLooking, cutWhere, noting } from "./mongo-between.ts";
import { Died, Faults, randomOf, type Then, type When } from "./mongo-faults.ts";
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

    const positionsIn = async (database: string, collection = "events") => {
      const client = new MongoClient(url ?? "");
      const entries = await client
        .db(database)
        .collection(collection)
        .find({ n: { $gt: 0 } })
        .toArray();
      await client.close();
      return entries.map((entry) => Number(entry["n"])).sort((a, b) => a - b);
    };

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
      expect(await positionsIn(database)).toEqual([1, 2, 3, 4, 5]);
      await store.dropEvents(many.slice(0, 1).map(keyOf));
      await reclaimAll(store);
      // Entries 3, with what is young, to 6, and then eight that live on.
      expect(await positionsIn(database)).toEqual([3, 4, 5, 6, 7]);
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

    it("takes what a writer appends who was away while the log came to begin later", async () => {
      const database = freshDatabase();
      const [late, reader, other] = [open(database), open(database), open(database)];
      const old = sighting({ id: "old" });
      expect(await late.appendSightings([old])).toEqual(["appended"]);
      expect(await reader.readEvents()).toHaveLength(1);
      for (const id of ["b1", "b2", "b3"]) await other.appendSightings([sighting({ id })]);
      await other.dropEvents([old, sighting({ id: "b1" }), sighting({ id: "b2" }), sighting({ id: "b3" })].map(keyOf));
      await reclaimAll(other);
      const kept = sighting({ id: "kept" });
      await other.appendSightings([kept]);
      await other.dropEvents([keyOf(kept)]);
      await reclaimAll(other);

      // Of where it began before nothing is kept.
      expect(await positionsIn(database, "meta")).toHaveLength(1);
      expect(await late.appendSightings([sighting({ id: "new" }), old])).toEqual(["appended", "appended"]);
      const expected = recordEvents([sighting({ id: "new" }), old]);
      for (const store of [reader, other, late, open(database)]) {
        expect(await store.readEvents()).toEqual(expected);
        expect(await store.readSightings(keyOf(old))).toEqual([old]);
        expect(await store.eventsVersion()).toBe(await other.eventsVersion());
      }
    });

    it("counts for nobody what a writer left before the beginning who died there, and deletes it", async () => {
      const database = freshDatabase();
      const [reader, other] = [open(database), open(database)];
      let isCut = false;
      const wrap: MongoOptions["wrap"] = (collection, kind) =>
        kind === "meta" ? cutWhere(() => isCut, collection) : collection;
      const late = openWith(database, { wrap });
      const [first, second] = [sighting({ id: "b1" }), sighting({ id: "b2" })];
      await late.appendSightings([first]);
      expect(await reader.readEvents()).toHaveLength(1);
      await other.appendSightings([second]);
      await other.dropEvents([first, second].map(keyOf));
      await reclaimAll(other);
      isCut = true;
      const ghost = sighting({ id: "ghost", title: "Nobody was told" });
      await expect(late.appendSightings([ghost])).rejects.toThrow(Died);
      expect((await textsIn(url ?? "", database)).join("")).toContain("Nobody was told");

      for (const store of [reader, other, open(database)]) {
        expect(await store.readEvents()).toEqual([]);
        expect(await store.readSightings(keyOf(ghost))).toEqual([]);
        expect(await store.eventsVersion()).toBe(await other.eventsVersion());
      }
      await reclaimAll(other);
      expect((await textsIn(url ?? "", database)).join("")).not.toContain("Nobody was told");
      expect(await open(database).appendSightings([ghost])).toEqual(["appended"]);
    });

    it.each([
      ["forgot", () => Promise.resolve()],
      ["forgot, and deleted,", reclaimAll],
    ])("brings nothing back that another sweep %s while this one moved what lived on", async (_, reclaim) => {
      const database = freshDatabase();
      const [reader, other] = [open(database), open(database)];
      const [going, stays, last] = ["going", "stays", "last"].map((id) => sighting({ id })) as [
        Sighting,
        Sighting,
        Sighting,
      ];
      await other.appendSightings([going, stays]);
      await other.appendSightings([last]);
      expect(await reader.readEvents()).toHaveLength(3);
      let isFirst = true;
      const sweepMeanwhile = async () => {
        isFirst = false;
        await other.dropEvents([keyOf(stays)]);
        await reclaim(other);
      };
      const wrap: MongoOptions["wrap"] = (collection, kind) =>
        kind === "events"
          ? beforeInserting('\\"isMoved\\":true', () => (isFirst ? sweepMeanwhile() : Promise.resolve()), collection)
          : collection;
      const slow = openWith(database, { wrap });
      await slow.dropEvents([keyOf(going)]);
      await reclaimAll(slow);
      expect(isFirst).toBe(false);
      const counted = await open(database).countSources();
      for (const store of [reader, other, slow, open(database)]) {
        expect(await store.readEvents()).toEqual(recordEvents([last]));
        expect(await store.readSightings(keyOf(stays))).toEqual([]);
        expect(await store.countSources()).toEqual(counted);
        expect(await store.eventsVersion()).toBe(await other.eventsVersion());
      }
    });

    it("begins the log nowhere else where it looked through what a late writer left before the beginning", async () => {
      const database = freshDatabase();
      const client = new MongoClient(url ?? "");
      const entries = client.db(database).collection<{ _id: string; n: number }>("events");
      const other = open(database);
      const [going, old, kept] = ["going", "old", "kept"].map((id) => sighting({ id })) as [
        Sighting,
        Sighting,
        Sighting,
      ];
      for (const one of [going, old]) await other.appendSightings([one]);
      let isArmed = false;
      const overtake = async () => {
        isArmed = false;
        const left = await entries.find({}).toArray();
        await other.dropEvents([keyOf(old)]);
        await reclaimAll(other);
        await open(database).appendSightings([kept]);
        // As whoever was stopped before the first of them was appended, and had the same to tell.
        const [first] = left;
        if (!first) throw new Error("nothing was there");
        await entries.insertMany([...left, { ...first, _id: "events:4", n: 4 }]);
      };
      const wrap: MongoOptions["wrap"] = (collection, kind) =>
        kind === "events" ? beforeLooking(() => (isArmed ? overtake() : Promise.resolve()), collection) : collection;
      const slow = openWith(database, { wrap });
      await slow.dropEvents([keyOf(going)]);
      isArmed = true;
      await reclaimAll(slow);
      expect(isArmed).toBe(false);
      await client.close();
      for (const store of [other, slow, open(database)]) {
        expect(await store.readEvents()).toEqual(recordEvents([kept]));
        expect(await store.countSources()).toMatchObject([{ events: 3 }]);
      }
    });

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

    it("loses nothing that stays, whoever writes and sweeps at once and whichever answers are lost", async () => {
      await fc.assert(
        fc.asyncProperty(fc.integer(), async (seed) => {
          const database = freshDatabase();
          const handles = [1, 2, 3, 4].map((n) => {
            const random = randomOf(seed + n);
            return open(database, new Faults().scatter(10, random), random);
          });
          const [one, two, three, four] = handles as [MongoStore, MongoStore, MongoStore, MongoStore];
          const going = Array.from({ length: 12 }, (_, n) => sighting({ id: `going-${n}`, delivery: `d${n % 3}` }));
          await one.appendSightings(going);
          const stays = Array.from({ length: 40 }, (_, n) =>
            sighting({ id: `stays-${n % 9}`, title: `Variant ${n % 4}`, delivery: `e${n % 7}`, received: n % 5 }),
          );
          const write = async (store: MongoStore, sightings: Sighting[]) => {
            for (let at = 0; at < sightings.length; at += 4) await store.appendSightings(sightings.slice(at, at + 4));
          };
          const sweep = async (store: MongoStore) => {
            let dropped = 0;
            for (let at = 0; at < going.length; at += 3) {
              dropped += await store.dropEvents(going.slice(at, at + 3).map(keyOf));
              await reclaimAll(store);
            }
            return dropped;
          };
          const [, , first, second] = await Promise.all([
            write(one, stays),
            write(two, stays.toReversed()),
            sweep(three),
            sweep(four),
          ]);
          expect(first + second).toBe(going.length);
          const fresh = open(database);
          const keys = new Set(stays.map(keyOf));
          for (const store of [...handles, fresh]) {
            const events = await store.readEvents();
            expect(new Set(events.map(({ event }) => event.key))).toEqual(keys);
            expect(events).toEqual(await fresh.readEvents());
            expect(await store.eventsVersion()).toBe(await fresh.eventsVersion());
          }
          const stored = (await Promise.all([...keys].map((key) => fresh.readSightings(key)))).flat();
          const namesOf = (sightings: readonly Sighting[]) =>
            [...new Set(sightings.map(({ event, content, delivery }) => `${event.key} ${content} ${delivery}`))].sort();
          expect(namesOf(stored)).toEqual(namesOf(stays));
          expect(stored).toHaveLength(namesOf(stays).length);
          expect(await fresh.countSources()).toMatchObject([{ deliveries: 10, events: 21 }]);
          for (const store of opened.splice(0)) await store.close();
        }),
        { numRuns: 3, endOnFailure: true },
      );
    });

    it("loses nothing that stays when processes are killed that write, decide and sweep in full load", async () => {
      const database = freshDatabase();
      const place = JSON.stringify({ url, database });
      const steady = run(APPEND_LOOP, place, "steady");
      const sweepers = new Map([["first", run(SWEEP_LOOP, place, "first")]]);
      for (const next of ["second", "third"]) {
        const [victim] = [...sweepers.values()].slice(-1);
        if (!victim) throw new Error("one sweeps");
        sweepers.set(next, run(SWEEP_LOOP, place, next));
        const { lines } = sweepers.get(next) ?? victim;
        const isUnderWay = () => Math.min(lines.length, victim.lines.length);
        await expect.poll(isUnderWay, { timeout: PATIENCE_MS, interval: 20 }).toBeGreaterThan(1);
        victim.child.kill("SIGKILL");
        await once(victim.child, "close");
        const [before, written] = [lines.length, steady.lines.length];
        await expect.poll(() => lines.length, { timeout: PATIENCE_MS, interval: 20 }).toBeGreaterThan(before);
        await expect.poll(() => steady.lines.length, { timeout: PATIENCE_MS, interval: 20 }).toBeGreaterThan(written);
      }
      await killAll();
      const store = open(database);
      const keys = (await store.readEvents()).map(({ event }) => event.key);
      expect(new Set(keys).size).toBe(keys.length);
      const found = (prefix: string) => keys.filter((key) => key.includes(`:${prefix}-`)).length;
      expect(found("steady")).toBeGreaterThan(Number(steady.lines.at(-1)));
      expect(found("steady") % 10).toBe(0);
      for (const [prefix, { lines }] of sweepers) {
        expect(found(`kept-${prefix}`)).toBeGreaterThanOrEqual(2 * lines.length);
        const decided = await store.listDecisions(`am/alertmanager:v1:kept-${prefix}-0`);
        expect(decided).toHaveLength(1);
      }
      expect(found("going-first")).toBe(0);
    });
  });
}
