import { MongoClient } from "mongodb";
import { describe, expect, it } from "vitest";
import { recordEvents } from "../../src/domain/sightings.ts";
import type { MongoOptions } from "../../src/store/mongo/database.ts";
import { MONGO_SERVERS } from "./mongo.ts";
import { keyOf, LONG, mongoBench, reclaimAll } from "./mongo-bench.ts";
import { beforeInserting } from "./mongo-between.ts";
import { Died } from "./mongo-faults.ts";
import { sighting } from "./samples.ts";

for (const { name, url } of MONGO_SERVERS) {
  describe.skipIf(url === null)(
    `parts that a writer wrote on ${name} for a position that it did not take`,
    { timeout: 240_000 },
    () => {
      const { freshDatabase, open, openWith } = mongoBench(url);
      const [lost, next, later] = [
        sighting({ id: "lost", title: `Lost: ${LONG}${LONG}${LONG}${LONG}` }),
        sighting({ id: "next" }),
        sighting({ id: "later" }),
      ] as const;
      const partsIn = async (database: string) => {
        const client = new MongoClient(url ?? "");
        const parts = await client.db(database).collection("parts").countDocuments();
        await client.close();
        return parts;
      };
      /** A store that does something else once it has written the parts of an entry and before it takes a position. */
      const late = (database: string, meanwhile: () => Promise<void>) => {
        let isFirst = true;
        const once = () => {
          const work = isFirst ? meanwhile() : Promise.resolve();
          isFirst = false;
          return work;
        };
        const wrap: MongoOptions["wrap"] = (collection, kind) =>
          kind === "events" ? beforeInserting('"partsOf":"own:', once, collection) : collection;
        return openWith(database, { wrap, random: () => 0, pause: () => Promise.resolve() });
      };
      const dies = () => Promise.reject(new Died("killed"));

      it("go with the next sweep after another took it", async () => {
        const database = freshDatabase();
        const [writer, other] = [late(database, dies), open(database)];
        await expect(writer.appendSightings([lost])).rejects.toThrow(Died);
        expect(await partsIn(database)).toBe(2);
        await reclaimAll(other);
        expect(await partsIn(database)).toBe(2);
        await other.appendSightings([next]);
        await reclaimAll(other);
        expect(await partsIn(database)).toBe(0);
        expect(await open(database).appendSightings([lost])).toEqual(["appended"]);
        await reclaimAll(other);
        expect(await partsIn(database)).toBe(2);
        expect(await other.readEvents()).toEqual(recordEvents([lost, next]));
      });

      it("are used by a writer who was only slow, whether a sweep comes before, or another before that", async () => {
        for (const [isTaken, parts] of [
          [false, 2],
          [true, 0],
        ] as const) {
          const database = freshDatabase();
          const other = open(database);
          let left = -1;
          const writer = late(database, async () => {
            if (isTaken) await other.appendSightings([next]);
            await reclaimAll(other);
            left = await partsIn(database);
          });
          expect(await writer.appendSightings([lost])).toEqual(["appended"]);
          expect(left).toBe(parts);
          expect(await partsIn(database)).toBe(2);
          await reclaimAll(other);
          for (const store of [other, writer, open(database)])
            expect(await store.readEvents()).toEqual(recordEvents(isTaken ? [lost, next] : [lost]));
        }
      });

      it("are missed by nobody where the position is free again because the log begins later", async () => {
        const database = freshDatabase();
        const [other, reader] = [open(database), open(database)];
        const writer = late(database, async () => {
          await other.appendSightings([next]);
          expect(await reader.readEvents()).toHaveLength(1);
          await other.appendSightings([later]);
          await other.dropEvents([keyOf(next), keyOf(later)]);
          await reclaimAll(other);
          expect(await partsIn(database)).toBe(0);
        });
        expect(await writer.appendSightings([lost])).toEqual(["appended"]);
        await reclaimAll(other);
        expect(await partsIn(database)).toBe(2);
        for (const store of [other, writer, reader, open(database)])
          expect(await store.readEvents()).toEqual(recordEvents([lost]));
      });
    },
  );
}
