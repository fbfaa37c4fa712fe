import { describe, expect, it } from "vitest";
import { recordEvents } from "../../src/domain/sightings.ts";
import type { MongoOptions } from "../../src/store/mongo/database.ts";
import { MONGO_SERVERS } from "./mongo.ts";
import { keyOf, mongoBench, reclaimAll } from "./mongo-bench.ts";
import { beforeInserting, cutWhere } from "./mongo-between.ts";
import { Died } from "./mongo-faults.ts";
import { decision, sighting } from "./samples.ts";

for (const { name, url } of MONGO_SERVERS) {
  describe.skipIf(url === null)(`deciding on what may be forgotten on ${name}`, { timeout: 240_000 }, () => {
    const { freshDatabase, open, openWith } = mongoBench(url);

    it("lets either a decision or its incident's deletion stand, whoever does both at once", async () => {
      const database = freshDatabase();
      const [one, two] = [open(database), open(database)];
      const seen = new Set<string>();
      for (let n = 0; n < 16; n += 1) {
        const told = sighting({ id: `raced-${n}` });
        const key = keyOf(told);
        await one.appendSightings([told]);
        if (n % 2 === 0) await two.readEvents();
        const [dropped, { is }] = await Promise.all([
          one.dropEvents([key]),
          two.appendDecisions(key, 1, [decision(1, "Ines", key)]),
        ]);
        seen.add(`${dropped} ${is}`);
        expect((await two.readEvents()).some(({ event }) => event.key === key)).toBe(is === "appended");
        expect(await two.listDecisions(key)).toHaveLength(is === "appended" ? 1 : 0);
      }
      expect(["0 appended", "1 gone"]).toEqual(expect.arrayContaining([...seen]));
      const told = sighting({ id: "gone before" });
      await one.appendSightings([told]);
      await one.dropEvents([keyOf(told)]);
      expect(await two.appendDecisions(keyOf(told), 1, [decision(1, "Ines", keyOf(told))])).toEqual({ is: "gone" });
      await one.appendSightings([told]);
      expect((await two.appendDecisions(keyOf(told), 1, [decision(1, "Ines", keyOf(told))])).is).toBe("appended");
    });

    it("keeps an incident that somebody began to decide on, who died before the decision was written", async () => {
      const database = freshDatabase();
      const other = open(database);
      const [decided, going] = [sighting({ id: "decided" }), sighting({ id: "going" })];
      await other.appendSightings([decided, going]);
      const wrap: MongoOptions["wrap"] = (collection, kind) =>
        kind === "decisions" ? cutWhere(() => true, collection) : collection;
      const editor = openWith(database, { wrap });
      const deciding = editor.appendDecisions(keyOf(decided), 1, [decision(1, "Ines", keyOf(decided))]);
      await expect(deciding).rejects.toThrow(Died);
      expect(await other.dropEvents([keyOf(decided)])).toBe(0);
      expect(await other.dropEvents([keyOf(going)])).toBe(1);
      await reclaimAll(other);
      for (const store of [other, open(database)]) {
        expect(await store.dropEvents([keyOf(decided)])).toBe(0);
        expect(await store.readEvents()).toEqual(recordEvents([decided]));
        expect(await store.listPinned()).toEqual([]);
      }
    });

    it("keeps one on which somebody began to decide who was away while the log came to begin later", async () => {
      const database = freshDatabase();
      const other = open(database);
      const [decided, going, last] = [sighting({ id: "decided" }), sighting({ id: "going" }), sighting({ id: "last" })];
      for (const one of [decided, going]) await other.appendSightings([one]);
      let isFirst = true;
      const sweepMeanwhile = async () => {
        if (!isFirst) return;
        isFirst = false;
        await other.appendSightings([last]);
        await other.dropEvents([going, last].map(keyOf));
        await reclaimAll(other);
      };
      const wrap: MongoOptions["wrap"] = (collection, kind) => {
        if (kind === "decisions") return cutWhere(() => true, collection);
        return kind === "events" ? beforeInserting('\\"pins\\":[', sweepMeanwhile, collection) : collection;
      };
      const editor = openWith(database, { wrap });
      await editor.readEvents();
      const deciding = editor.appendDecisions(keyOf(decided), 1, [decision(1, "Ines", keyOf(decided))]);
      await expect(deciding).rejects.toThrow(Died);
      expect(isFirst).toBe(false);
      for (const store of [other, open(database)]) expect(await store.dropEvents([keyOf(decided)])).toBe(0);
    });

    it("takes no decision on an incident that it saw go, when the log does not tell of it any more", async () => {
      const database = freshDatabase();
      const [one, two] = [open(database), open(database)];
      const told = sighting({ id: "gone" });
      await two.appendSightings([told]);
      await two.dropEvents([keyOf(told)]);
      expect(await one.readEvents()).toEqual([]);
      await reclaimAll(two);
      await one.eventsVersion();
      expect(await one.appendDecisions(keyOf(told), 1, [decision(1, "Ines", keyOf(told))])).toEqual({ is: "gone" });
      await two.appendSightings([told]);
      expect((await one.appendDecisions(keyOf(told), 1, [decision(1, "Ines", keyOf(told))])).is).toBe("appended");
    });

    it("takes no decision on an incident that it knew, and of which nothing is left, not even that it was forgotten", async () => {
      const database = freshDatabase();
      const [one, two] = [open(database), open(database)];
      const [told, last] = [sighting({ id: "gone" }), sighting({ id: "last" })];
      await two.appendSightings([told]);
      expect(await one.readEvents()).toHaveLength(1);
      await two.dropEvents([keyOf(told)]);
      await two.appendSightings([last]);
      await two.dropEvents([keyOf(last)]);
      await reclaimAll(two);
      expect(await one.appendDecisions(keyOf(told), 1, [decision(1, "Ines", keyOf(told))])).toEqual({ is: "gone" });
      expect(await one.listPinned()).toEqual([]);
    });

    it("takes no decision on an incident that goes while it is taken, however often events are read meanwhile", async () => {
      const database = freshDatabase();
      const other = open(database);
      const told = sighting({ id: "going" });
      await other.appendSightings([told]);
      let isFirst = true;
      const dropMeanwhile = async () => {
        if (!isFirst) return;
        isFirst = false;
        await other.dropEvents([keyOf(told)]);
        await reclaimAll(other);
        for (let n = 0; n < 2; n += 1) await editor.readEvents();
      };
      const wrap: MongoOptions["wrap"] = (collection, kind) =>
        kind === "events" ? beforeInserting('\\"pins\\":[', dropMeanwhile, collection) : collection;
      const editor = openWith(database, { wrap });
      expect(await editor.readEvents()).toHaveLength(1);
      expect(await editor.appendDecisions(keyOf(told), 1, [decision(1, "Ines", keyOf(told))])).toEqual({ is: "gone" });
      expect(isFirst).toBe(false);
    });

    it("knows no longer of an incident that went than somebody may look at it: until events were read twice since", async () => {
      const database = freshDatabase();
      const [one, two] = [open(database), open(database)];
      const told = sighting({ id: "gone" });
      const decide = () => one.appendDecisions(keyOf(told), 1, [decision(1, "Ines", keyOf(told))]);
      await two.appendSightings([told]);
      expect(await one.readEvents()).toHaveLength(1);
      await two.dropEvents([keyOf(told)]);
      await reclaimAll(two);
      for (const look of [() => one.eventsVersion(), () => one.readEvents()]) {
        await look();
        expect(await decide()).toEqual({ is: "gone" });
      }
      await one.readEvents();
      expect((await decide()).is).toBe("appended");
    });
  });
}
