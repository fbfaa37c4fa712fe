import { EventEmitter, once } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import type { Sighting } from "../../src/domain/event.ts";
import { recordEvents } from "../../src/domain/sightings.ts";
import type { MongoOptions } from "../../src/store/mongo/database.ts";
import type { DriverCollection, Stored } from "../../src/store/mongo/documents.ts";
import { type MongoStore, openMongoStore } from "../../src/store/mongo/mongo-store.ts";
import { APPEND_LOOP, EDIT_LOOP, killAll, run } from "./children.ts";
import { freshDatabases, MONGO_SERVERS, UNHURRIED } from "./mongo.ts";
import { Faults, randomOf } from "./mongo-faults.ts";
import { decision, sighting } from "./samples.ts";

/** A slow server beside other work takes its time for a commit; what is asked is whether anything is lost. */
const PATIENCE_MS = 90_000;
const WRITERS = [1, 2, 3];
const INCIDENT = "am/alertmanager:v1:a1";

/** So many calls one fails: in some ten thousand of them hardly ever six in a row, after which a store gives up as it should. */
const ONE_IN = 20;

/** Longer than another writer takes for a position. */
const LATE_MS = 100;

/** Does something before and after each insert into the log of events. */
function around(before?: () => Promise<unknown>, after?: () => void): NonNullable<MongoOptions["wrap"]> {
  return (collection, name) =>
    name !== "events"
      ? collection
      : ({
          find: collection.find.bind(collection),
          insertOne: async (document: Stored) => {
            await before?.();
            const inserted = await collection.insertOne(document);
            after?.();
            return inserted;
          },
        } as unknown as DriverCollection);
}

/** Two variants of each of eight events, each in three deliveries. */
const SIGHTINGS = Array.from({ length: 48 }, (_, n) =>
  sighting({ id: `a${n % 8}`, title: `Variant ${n % 16}`, delivery: `d${n % 3}-${n % 5}`, received: n % 7 }),
);

function shuffled<T>(items: readonly T[], random: () => number): T[] {
  return items
    .map((item) => ({ item, place: random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item);
}

/** Appends all sightings in an order and in batches of its own; gives what the store said of each. */
async function write(store: MongoStore, random: () => number): Promise<[Sighting, string][]> {
  const said: [Sighting, string][] = [];
  const rest = shuffled(SIGHTINGS, random);
  while (rest.length > 0) {
    const batch = rest.splice(0, 1 + Math.floor(random() * 12));
    const outcomes = await store.appendSightings(batch);
    for (const [index, outcome] of outcomes.entries()) said.push([batch[index] as Sighting, outcome]);
  }
  return said;
}

/** Reads until it is told to end: what was there stays there, and an equal version means equal events. */
async function watch(store: MongoStore, isOver: () => boolean): Promise<void> {
  let [version, count] = [0, 0];
  for (let last = false; !last; ) {
    last = isOver();
    const before = await store.eventsVersion();
    const events = await store.readEvents();
    expect(before).toBeGreaterThanOrEqual(version);
    expect(events.length).toBeGreaterThanOrEqual(count);
    if (before === version && version === (await store.eventsVersion())) expect(events).toHaveLength(count);
    [version, count] = [before, events.length];
  }
}

const namesOf = (sightings: readonly Sighting[]) =>
  sightings.map(({ event, content, delivery }) => `${event.key} ${content} ${delivery}`).sort();

for (const { name, url } of MONGO_SERVERS) {
  describe.skipIf(url === null)(`several at one store on ${name}`, { timeout: 8 * PATIENCE_MS }, () => {
    const freshDatabase = freshDatabases(url);
    afterEach(killAll);

    const open = (database: string, random: () => number, oneIn = Number.POSITIVE_INFINITY) =>
      openMongoStore({
        ...UNHURRIED,
        url: url ?? "",
        database,
        random,
        wrap: new Faults().scatter(oneIn, random).wrap,
      });

    it("stores each sighting once and shows it to all, whoever writes at once and whichever answers are lost", async () => {
      await fc.assert(
        fc.asyncProperty(fc.integer(), async (seed) => {
          const database = freshDatabase();
          const writers = WRITERS.map((n) => open(database, randomOf(seed + n), ONE_IN));
          const readers = [open(database, randomOf(seed + 10), ONE_IN), open(database, randomOf(seed + 11))];
          let over = false;
          const watching = Promise.all(readers.map((reader) => watch(reader, () => over)));
          const said = await Promise.all(writers.map((writer, n) => write(writer, randomOf(seed + 20 + n))));
          over = true;
          await watching;

          const fresh = open(database, randomOf(seed));
          const events = await fresh.readEvents();
          const version = await fresh.eventsVersion();
          expect(events.map(({ event }) => event.key)).toEqual(recordEvents(SIGHTINGS).map(({ event }) => event.key));
          expect(events).toEqual(recordEvents(SIGHTINGS));
          for (const handle of [...writers, ...readers]) {
            expect(await handle.readEvents()).toEqual(events);
            expect(await handle.eventsVersion()).toBe(version);
          }
          const keys = [...new Set(SIGHTINGS.map(({ event }) => event.key))];
          const stored = (await Promise.all(keys.map((key) => fresh.readSightings(key)))).flat();
          expect(namesOf(stored)).toEqual([...new Set(namesOf(SIGHTINGS))].sort());
          const outcomes = said.flat().map(([{ event }, outcome]) => `${event.key} ${outcome}`);
          for (const key of keys) {
            expect(outcomes.filter((one) => one === `${key} appended`)).toHaveLength(1);
            expect(outcomes.filter((one) => one === `${key} variant`)).toHaveLength(1);
          }
          const deliveries = new Set(SIGHTINGS.map(({ delivery }) => delivery)).size;
          expect(await fresh.countSources()).toMatchObject([{ source: "am", deliveries, events: keys.length }]);
          for (const store of [...writers, ...readers, fresh]) await store.close();
        }),
        { numRuns: 4 },
      );
    });

    it("lets in a writer who is late for each position, while another appends as fast as it can", async () => {
      const place = { ...UNHURRIED, url: url ?? "", database: freshDatabase() };
      const inserts = new EventEmitter();
      const steady = openMongoStore({ ...place, wrap: around(undefined, () => inserts.emit("done")) });
      const late = openMongoStore({
        ...place,
        wrap: around(() => Promise.race([once(inserts, "done"), pause(LATE_MS)])),
      });
      let [batches, isIn] = [0, false];
      const filling = (async () => {
        while (!isIn && batches < 300) await steady.appendSightings([sighting({ id: `steady-${batches++}` })]);
      })();
      await expect.poll(() => batches).toBeGreaterThan(3);
      expect(await late.appendSightings([sighting({ id: "late" })])).toEqual(["appended"]);
      isIn = true;
      await filling;
      expect(batches).toBeLessThan(300);
      for (const store of [steady, late]) await store.close();
    });

    it("numbers the batches of racing editors in one row, each whole, whichever answers are lost", async () => {
      await fc.assert(
        fc.asyncProperty(fc.integer(), async (seed) => {
          const database = freshDatabase();
          const editors = WRITERS.map((n) => open(database, randomOf(seed + n), ONE_IN));
          const given = await Promise.all(
            editors.map(async (store, index) => {
              const random = randomOf(seed + 30 + index);
              const numbers: number[] = [];
              for (let batches = 0; batches < 6; ) {
                const from = (await store.listDecisions(INCIDENT)).length + 1;
                const size = 1 + Math.floor(random() * 3);
                const batch = Array.from({ length: size }, (_, n) => ({
                  ...decision(from + n, `editor ${index}`),
                  batch: from,
                }));
                const outcome = await store.appendDecisions(INCIDENT, from, batch);
                if (outcome.is === "taken") continue;
                batches += 1;
                numbers.push(...batch.map(({ number }) => number));
              }
              return numbers;
            }),
          );
          const log = await (editors[0] as MongoStore).listDecisions(INCIDENT);
          expect(log.map(({ number }) => number)).toEqual(log.map((_, index) => index + 1));
          for (const [index, numbers] of given.entries())
            expect(log.filter(({ by }) => by === `editor ${index}`).map(({ number }) => number)).toEqual(numbers);
          for (const store of editors) await store.close();
        }),
        { numRuns: 4 },
      );
    });

    it("lets two processes number one log without a gap or a double", async () => {
      const place = JSON.stringify({ url, database: freshDatabase() });
      const editors = ["Ines", "Otto"].map((by) => run(EDIT_LOOP, place, by, "20"));
      await Promise.all(editors.map(({ child }) => once(child, "close")));
      const numbers = editors.flatMap(({ lines }) => lines.map(Number)).sort((a, b) => a - b);
      expect(numbers).toEqual(Array.from({ length: 40 }, (_, index) => index + 1));
    });

    it("loses nothing acknowledged when a process is killed in full load, while another goes on", async () => {
      const database = freshDatabase();
      const place = JSON.stringify({ url, database });
      const steady = run(APPEND_LOOP, place, "steady");
      const acknowledged = new Map<string, string[]>();
      for (const prefix of ["first", "second", "third"]) {
        const { child, lines } = run(APPEND_LOOP, place, prefix);
        acknowledged.set(prefix, lines);
        await expect.poll(() => lines.length, { timeout: PATIENCE_MS, interval: 20 }).toBeGreaterThan(8);
        const before = steady.lines.length;
        child.kill("SIGKILL");
        await once(child, "close");
        await expect
          .poll(() => steady.lines.length, { timeout: PATIENCE_MS, interval: 20 })
          .toBeGreaterThan(before + 2);
      }
      acknowledged.set("steady", steady.lines);
      await killAll();
      const store = open(database, Math.random);
      const keys = (await store.readEvents()).map(({ event }) => event.key);
      expect(new Set(keys).size).toBe(keys.length);
      for (const [prefix, lines] of acknowledged) {
        const kept = keys.filter((key) => key.includes(`:${prefix}-`)).length;
        expect(kept).toBeGreaterThan(Number(lines.at(-1)));
        expect(kept % 10).toBe(0);
      }
      await store.close();
    });
  });
}
