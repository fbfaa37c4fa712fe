import { describe, expect, it } from "vitest";
import { openMongoStore } from "../../src/store/mongo/mongo-store.ts";
import { StoreUnavailable } from "../../src/store/unavailable.ts";
import { proxyTo } from "../proxy.ts";
import { describeStoreContract } from "./contract.ts";
import { freshDatabases, MONGO_SERVERS, UNHURRIED } from "./mongo.ts";
import { publication, sighting } from "./samples.ts";

const PATIENCE_MS = 90_000;

for (const { name, url } of MONGO_SERVERS) {
  describe.skipIf(url === null)(name, { timeout: 4 * PATIENCE_MS }, () => {
    const freshDatabase = freshDatabases(url);
    const places = new Map<string, string>();

    it("holds a publication that is larger than a document may be", async () => {
      const store = openMongoStore({ ...UNHURRIED, url: url ?? "", database: freshDatabase() });
      const large = { ...publication(1), html: "é".repeat(9 * 1024 * 1024) };
      expect((await store.appendPublication(large)).is).toBe("appended");
      expect((await store.readPublication(large.incident, 1))?.html === large.html).toBe(true);
      await store.close();
    });

    it("tells within seconds that a server does not answer, and goes on when it does", async () => {
      const proxy = await proxyTo(Number(new URL(url ?? "").port));
      const database = freshDatabase();
      const store = openMongoStore({ url: `mongodb://127.0.0.1:${proxy.port}/?directConnection=true`, database });
      try {
        await store.appendSightings([sighting()]);
        proxy.stall();
        await expect(store.readSightings(sighting().event.key)).rejects.toThrow(StoreUnavailable);
        proxy.restore();
        await expect.poll(() => store.eventsVersion().catch(() => 0), { timeout: PATIENCE_MS }).toBe(1);
      } finally {
        await store.close();
        await proxy.close();
      }
    });

    it("does again what was cut off in the middle, one document or many", async () => {
      const proxy = await proxyTo(Number(new URL(url ?? "").port));
      const store = openMongoStore({
        ...UNHURRIED,
        url: `mongodb://127.0.0.1:${proxy.port}/?directConnection=true`,
        database: freshDatabase(),
      });
      const body = Buffer.alloc(100_000, "é");
      const about = { source: "orchard", headers: {}, receivedAt: 1, body };
      const deliveries = Array.from({ length: 12 }, (_, n) => ({ ...about, id: `many-${n}` }));
      try {
        await store.check();
        proxy.endAfter(6 * body.byteLength);
        await store.keepDeliveries(deliveries);
        for (const delivery of deliveries) expect(await store.readDelivery(delivery.id)).toEqual(delivery);
        proxy.endAfter(1_000_000);
        const large = { ...publication(1), html: "é".repeat(2_000_000) };
        expect((await store.appendPublication(large)).is).toBe("appended");
        expect((await store.readPublication(large.incident, 1))?.html === large.html).toBe(true);
      } finally {
        await store.close();
        await proxy.close();
      }
    });

    describeStoreContract(name, (place) => {
      return openMongoStore({
        ...UNHURRIED,
        url: url ?? "",
        database: places.getOrInsertComputed(place, freshDatabase),
      });
    });
  });
}
