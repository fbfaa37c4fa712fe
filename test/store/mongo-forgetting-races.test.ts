import { once } from "node:events";
import fc from "fast-check";
import { MongoClient } from "mongodb";
import { describe, expect, it } from "vitest";
import type { Sighting } from "../../src/domain/event.ts";
import { recordEvents } from "../../src/domain/sightings.ts";
import type { MongoOptions } from "../../src/store/mongo/database.ts";
import type { MongoStore } from "../../src/store/mongo/mongo-store.ts";
import { APPEND_LOOP, killAll, run, SWEEP_LOOP } from "./children.ts";
import { MONGO_SERVERS, positionsIn, textsIn } from "./mongo.ts";
import { keyOf, mongoBench, reclaimAll } from "./mongo-bench.ts";
import { beforeInserting, beforeLooking, cutWhere } from "./mongo-between.ts";
import { Died, Faults, randomOf } from "./mongo-faults.ts";
import { sighting } from "./samples.ts";

/** A slow server beside other work takes its time; what is asked is whether anything is lost. */
const PATIENCE_MS = 90_000;

for (const { name, url } of MONGO_SERVERS) {
  describe.skipIf(url === null)(
    `forgetting events beside other processes on ${name}`,
    { timeout: 8 * PATIENCE_MS },
    () => {
      const { freshDatabase, open, openWith, opened } = mongoBench(url);
      it("takes what a writer appends who was away while the log came to begin later", async () => {
        const database = freshDatabase();
        const [late, reader, other] = [open(database), open(database), open(database)];
        const old = sighting({ id: "old" });
        expect(await late.appendSightings([old])).toEqual(["appended"]);
        expect(await reader.readEvents()).toHaveLength(1);
        for (const id of ["b1", "b2", "b3"]) await other.appendSightings([sighting({ id })]);
        await other.dropEvents(
          [old, sighting({ id: "b1" }), sighting({ id: "b2" }), sighting({ id: "b3" })].map(keyOf),
        );
        await reclaimAll(other);
        const kept = sighting({ id: "kept" });
        await other.appendSightings([kept]);
        await other.dropEvents([keyOf(kept)]);
        await reclaimAll(other);

        // Of where it began before nothing is kept.
        expect(await positionsIn(url ?? "", database, "meta")).toHaveLength(1);
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

      it("loses nothing that stays, whoever writes and sweeps at once and whichever answers are lost", async () => {
        await fc.assert(
          fc.asyncProperty(fc.integer(), async (seed) => {
            const database = freshDatabase();
            const handles = [1, 2, 3, 4].map((n) => {
              const random = randomOf(seed + n);
              return open(database, new Faults().scatter(20, random), random);
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
              [
                ...new Set(sightings.map(({ event, content, delivery }) => `${event.key} ${content} ${delivery}`)),
              ].sort();
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
    },
  );
}
