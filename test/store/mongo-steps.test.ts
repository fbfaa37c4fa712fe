import { describe, expect, it } from "vitest";
import { type MongoStore, openMongoStore } from "../../src/store/mongo/mongo-store.ts";
import type { RawDelivery } from "../../src/store/store.ts";
import { freshDatabases, MONGO_SERVERS, UNHURRIED } from "./mongo.ts";
import { Died, Faults, type Then, WHENS } from "./mongo-faults.ts";
import { change, decision, publication, quarantined, sighting } from "./samples.ts";

/** Something that a store does in several calls of the driver. It is told a word of its own, to do it under. */
interface Operation {
  readonly name: string;
  readonly run: (store: MongoStore, word: string) => Promise<unknown>;
  /** What it gives where it is done for the first time. */
  readonly first: unknown;
  /** What stands in the store once it is done, however often. */
  readonly effect: (store: MongoStore, word: string) => Promise<unknown>;
}

const incidentOf = (word: string) => `am/alertmanager:v1:${word}`;
const raw = (id: string): RawDelivery => ({
  ...{ id, source: "am", headers: { "content-type": "text/plain" }, receivedAt: 7 },
  body: Buffer.from(`${id}:`.repeat(3_000)),
});
/** Two entries of the log, the second with the rest of a delivery that the first began. */
const batchOf = (word: string) =>
  Array.from({ length: 70 }, (_, n) => sighting({ id: `${word}-${n}`, delivery: `${word}-${n % 3}`, source: word }));

const OPERATIONS: readonly Operation[] = [
  {
    name: "deliveries, some in parts, and then their sightings",
    run: async (store, word) => {
      await store.keepDeliveries([0, 1, 2].map((n) => raw(`${word}-${n}`)));
      return new Set(await store.appendSightings(batchOf(word)));
    },
    first: new Set(["appended"]),
    effect: async (store, word) => ({
      sightings: (await Promise.all([0, 1, 2].map((n) => store.readSightingsOf(`${word}-${n}`)))).map(
        ({ length }) => length,
      ),
      events: (await store.readEvents()).filter(({ source }) => source === word).length,
      counts: (await store.countSources()).find(({ source }) => source === word),
      bodies: (await Promise.all([0, 1, 2].map((n) => store.readDelivery(`${word}-${n}`)))).map((delivery) =>
        Buffer.from(delivery?.body ?? []).toString(),
      ),
    }),
  },
  {
    name: "a sweep of deliveries, some in parts",
    run: async (store, word) => {
      await store.keepDeliveries([0, 1, 2].map((n) => ({ ...raw(`${word}-${n}`), receivedAt: n })));
      while (!(await store.sweepDeliveries({ at: 9, rawBefore: 2, keysBefore: 1 })).isDone);
    },
    first: undefined,
    effect: async (store, word) =>
      Promise.all(
        [0, 1, 2].map(async (n) => ({
          isThere: (await store.readDelivery(`${word}-${n}`)) !== null,
          swept: await store.readSwept(`${word}-${n}`),
        })),
      ),
  },
  {
    name: "decisions",
    run: async (store, word) => {
      const incident = incidentOf(word);
      await store.appendDecisions(incident, 1, [decision(1, word, incident)]);
      const log = await store.listDecisions(incident);
      if (log.length === 4) return "appended";
      return (
        await store.appendDecisions(
          incident,
          2,
          [2, 3, 4].map((n) => decision(n, word, incident)),
        )
      ).is;
    },
    first: "appended",
    effect: async (store, word) => ({
      numbers: (await store.listDecisions(incidentOf(word))).map(({ number }) => number),
      pinned: (await store.listPinned()).filter((key) => key === incidentOf(word)),
    }),
  },
  {
    name: "a publication in parts",
    run: async (store, word) =>
      (await store.appendPublication({ ...publication(1, incidentOf(word)), html: word.repeat(3_000) })).is,
    first: "appended",
    effect: async (store, word) => ({
      last: await store.lastPublication(incidentOf(word)),
      html: (await store.listPublications(incidentOf(word))).map(({ html }) => html),
    }),
  },
  {
    name: "quarantine, and its release",
    run: async (store, word) => {
      await store.quarantine([quarantined(`gone-${word}`), quarantined(`gone-${word}`, "too_deep")]);
      await store.quarantine([1, 2, 3, 4].map((n) => quarantined(word, `code-${n}`)));
      await store.release(`gone-${word}`);
    },
    first: undefined,
    effect: async (store, word) =>
      (await store.listQuarantine()).filter(({ delivery }) => delivery.endsWith(word)).map(({ code }) => code),
  },
  {
    name: "an answer",
    run: (store, word) => store.keepAnswer("scope", word, { bodyHash: "h", answer: word.repeat(3_000) }),
    first: undefined,
    effect: (store, word) => store.readAnswer("scope", word),
  },
];

for (const { name, url } of MONGO_SERVERS) {
  describe.skipIf(url === null)(`each step of a store on ${name}`, { timeout: 600_000 }, () => {
    const freshDatabase = freshDatabases(url);

    /** Opens handles on a new database; closes them with `using`. Bodies of more than 16 KiB lie in parts. */
    function newPlace() {
      const database = freshDatabase();
      const opened: MongoStore[] = [];
      return {
        open(faults = new Faults()): MongoStore {
          const patience = { ...UNHURRIED, random: () => 0, pause: () => Promise.resolve() };
          const store = openMongoStore({ url: url ?? "", database, bodyBytes: 16_384, wrap: faults.wrap, ...patience });
          opened.push(store);
          return store;
        },
        async [Symbol.asyncDispose]() {
          for (const store of opened) await store.close();
        },
      };
    }

    /** Lets every call of an operation fail in every way, one after another, each time under another word. */
    async function failAtEveryStep(operation: Operation, then: Then): Promise<void> {
      await using place = newPlace();
      const watcher = place.open();
      const counting = new Faults();
      const undisturbed = place.open(counting);
      expect(await operation.run(undisturbed, "undisturbed")).toEqual(operation.first);
      const expected = await operation.effect(watcher, "undisturbed");
      expect(counting.calls).toBeGreaterThan(1);
      const { calls: steps, halves } = counting;
      const faults = new Faults();
      const patient = place.open(faults);
      for (let at = 1; at <= steps; at += 1) {
        for (const when of WHENS.filter((one) => one !== "half" || halves.has(at))) {
          const word = `word-${at}-${when}`;
          const renamed = JSON.parse(JSON.stringify(await expected).replaceAll("undisturbed", word));
          if (then === "recovers") {
            faults.arm(at, when, then);
            expect(await operation.run(patient, word), word).toEqual(operation.first);
          } else {
            const victim = place.open(new Faults().arm(at, when, then));
            await expect(operation.run(victim, word), word).rejects.toThrow(Died);
            await operation.run(patient, word);
          }
          expect(await asJson(operation.effect(watcher, word)), word).toEqual(renamed);
        }
      }
      const fresh = place.open();
      expect(await fresh.readEvents()).toEqual(await watcher.readEvents());
      expect(await fresh.eventsVersion()).toBe(await watcher.eventsVersion());
    }

    for (const operation of OPERATIONS) {
      it(`${operation.name}: a call that fails, or whose answer is lost, is made good at once`, () =>
        failAtEveryStep(operation, "recovers"));
      it(`${operation.name}: after a crash at any step, doing it again makes it whole`, () =>
        failAtEveryStep(operation, "dies"));
    }

    it("shows a delivery whole, or says that it was swept, wherever a sweep of it ends", async () => {
      await using place = newPlace();
      const watcher = place.open();
      for (let at = 1, isOver = false; !isOver; at += 1) {
        for (const when of WHENS) {
          const id = `old ${at} ${when}`;
          await watcher.keepDeliveries([{ ...raw(id), body: Buffer.alloc(40_000, 1) }]);
          const sweep = (store: MongoStore) => store.sweepDeliveries({ at: 9, rawBefore: 8, keysBefore: null });
          const died = await sweep(place.open(new Faults().arm(at, when, "dies"))).catch((error: Error) => error);
          isOver = !(died instanceof Died);
          const [whole, swept] = [await watcher.readDelivery(id), await watcher.readSwept(id)];
          expect(whole?.body.byteLength ?? null, `${at} ${when}`).toBe(whole ? 40_000 : null);
          expect(whole !== null || swept !== null, `${at} ${when}`).toBe(true);
          while (!(await sweep(watcher)).isDone);
          expect(await watcher.readDelivery(id)).toBeNull();
          expect(await watcher.readSwept(id)).toEqual({ id, source: "am", receivedAt: 7, sweptAt: 9 });
        }
      }
    });

    it("keeps with a delivery where in Kafka it was read, and nothing where it was not", async () => {
      await using place = newPlace();
      const store = place.open();
      const deliveries = [{ ...raw("told"), place: "bells/3/7" }, raw("posted")];
      await store.keepDeliveries(deliveries);
      const kept = await Promise.all(deliveries.map(({ id }) => store.readDelivery(id)));
      expect(kept.map((one) => [one?.place, one && "place" in one])).toEqual([
        ["bells/3/7", true],
        [undefined, false],
      ]);
    });

    it("leaves parts to another delivery of the same bytes, and tells where in Kafka the swept one lay", async () => {
      await using place = newPlace();
      const store = place.open();
      const body = Buffer.alloc(40_000, 1);
      await store.keepDeliveries([
        { ...raw("old"), body, place: "bells/3/7" },
        { ...raw("young"), body, receivedAt: 100 },
      ]);
      while (!(await store.sweepDeliveries({ at: 99, rawBefore: 50, keysBefore: null })).isDone);
      expect(await store.readDelivery("old")).toBeNull();
      expect(await store.readSwept("old")).toMatchObject({ id: "old", place: "bells/3/7" });
      expect(Buffer.from((await store.readDelivery("young"))?.body ?? []).equals(body)).toBe(true);
    });

    it("numbers changes without a gap or a double, whichever call's answer is lost", async () => {
      await using place = newPlace();
      const told: number[] = [];
      for (let at = 1; at <= 6; at += 1) {
        for (const when of WHENS) {
          const store = place.open(new Faults().arm(at, when, "recovers"));
          for (const n of [1, 2]) told.push((await store.appendChange(change(`${at} ${when} ${n}`))).cursor);
          await store.close();
        }
      }
      expect(told).toEqual(Array.from({ length: 36 }, (_, index) => index + 1));
      expect((await place.open().listChanges(0, 100)).map(({ cursor }) => cursor)).toEqual(told);
    });

    it("misses no change that came while the feed was read", async () => {
      await using place = newPlace();
      const store = place.open();
      for (const n of [1, 2, 3, 4]) await store.appendChange(change(`${n}`));
      /** The n-th entry of the first answer was not there yet when its place was passed. */
      const readWithout = async (n: number) => {
        const faults = new Faults();
        const reader = place.open(faults.hide(n));
        const seen: number[] = [];
        for (let last = -1; last !== seen.length; ) {
          last = seen.length;
          for (const { cursor } of await reader.listChanges(seen.at(-1) ?? 0, 10)) seen.push(cursor);
        }
        return seen;
      };
      for (const n of [0, 1, 2, 3]) expect(await readWithout(n)).toEqual([1, 2, 3, 4]);
    });

    it("counts what is ignored once, whichever call's answer is lost", async () => {
      await using place = newPlace();
      for (let at = 1; at <= 6; at += 1)
        for (const when of WHENS) {
          const store = place.open(new Faults().arm(at, when, "recovers"));
          await store.countIgnored([{ delivery: `${at} ${when}`, source: "am", receivedAt: 1, types: ["ping"] }]);
          await store.close();
        }
      expect(await place.open().countSources()).toMatchObject([{ source: "am", ignored: { ping: 18 } }]);
    });
  });
}

async function asJson(value: unknown): Promise<unknown> {
  return JSON.parse(JSON.stringify(await value));
}
