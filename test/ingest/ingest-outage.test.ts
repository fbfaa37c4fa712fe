import { describe, expect, it, vi } from "vitest";
import { HOUR } from "../../src/domain/time.ts";
import type { Pause } from "../../src/ingest/drain/pause.ts";
import { StoreUnavailable } from "../../src/store/unavailable.ts";
import { arrivalOf, berths, NOW, openWorld, worldOfEachTest } from "./world.ts";

const given = worldOfEachTest();

describe("a store that fails", () => {
  it("keeps what waits in the inbox until it takes it again", async () => {
    const append = given.world.store.appendSightings.bind(given.world.store);
    let failures = 3;
    given.world.store.appendSightings = (sightings) =>
      failures-- > 0 ? Promise.reject(new Error("gone")) : append(sightings);
    await given.world.ingest.receive(arrivalOf(berths("Fram")));
    await given.world.ingest.receive(arrivalOf(berths("Gauss")));
    expect(await given.events()).toHaveLength(2);
    expect(await given.world.metrics.render()).toContain("annalist_store_outages_total");
    expect(await given.world.store.listQuarantine()).toEqual([]);
  });

  it("because it is away, now and then, blames no delivery for it", async () => {
    const append = given.world.store.appendSightings.bind(given.world.store);
    let calls = 0;
    given.world.store.appendSightings = (sightings) => {
      calls += 1;
      return calls % 2 === 1 ? Promise.reject(new StoreUnavailable("away")) : append(sightings);
    };
    await Promise.all(["Fram", "Gauss", "Beagle"].map((ship) => given.world.ingest.receive(arrivalOf(berths(ship)))));
    expect(await given.events()).toHaveLength(3);
    expect(await given.world.store.listQuarantine()).toEqual([]);
    expect(given.world.ingest.outage()).toBeNull();
  });

  it("from the start on, is told with since when, until it is reached", async () => {
    const back = Promise.withResolvers<void>();
    const away = { reason: "nobody answers", back: back.promise };
    const waiting = openWorld({ away });
    try {
      expect(waiting.ingest.outage()).toEqual({ reason: "nobody answers", since: NOW });
      back.resolve();
      await back.promise;
      expect(waiting.ingest.outage()).toBeNull();
    } finally {
      await waiting.close();
    }
  });

  it("keeps to the time from which on it took nothing, however often it is tried", async () => {
    let now = NOW;
    const tries: (() => void)[] = [];
    const pause: Pause = (_, until) =>
      new Promise<void>((resolve) => {
        tries.push(resolve);
        until?.addEventListener("abort", () => resolve());
      });
    const failing = openWorld({ now: () => now, pause });
    try {
      const append = vi.spyOn(failing.store, "appendSightings").mockRejectedValue(new StoreUnavailable("away"));
      await failing.ingest.receive(arrivalOf(berths("Fram")));
      await expect.poll(() => tries).toHaveLength(1);
      now += HOUR;
      tries.shift()?.();
      await expect.poll(() => tries).toHaveLength(1);
      expect(failing.ingest.outage()).toEqual({ reason: "away", since: NOW });
      append.mockRestore();
      tries.shift()?.();
      await failing.ingest.drained();
      expect(failing.ingest.outage()).toBeNull();
    } finally {
      await failing.close();
    }
  });

  it("for reasons that it does not know, until it took something else, blames no delivery for it", async () => {
    const append = given.world.store.appendSightings.bind(given.world.store);
    let isOver = false;
    given.world.store.appendSightings = async (sightings) => {
      const isWaiting = sightings.some(({ event }) => event.title.startsWith("Fram"));
      if (isWaiting && !isOver) throw new Error("something passed");
      isOver = true;
      return await append(sightings);
    };
    await Promise.all(["Fram", "Gauss", "Beagle"].map((ship) => given.world.ingest.receive(arrivalOf(berths(ship)))));
    expect(await given.events()).toHaveLength(3);
    expect(await given.world.store.listQuarantine()).toEqual([]);
  });

  it("for one delivery only does not stop the others", async () => {
    const append = given.world.store.appendSightings.bind(given.world.store);
    given.world.store.appendSightings = (sightings) =>
      sightings.some(({ event }) => event.title.startsWith("Bad"))
        ? Promise.reject(new Error("no"))
        : append(sightings);
    await Promise.all(["Fram", "Bad", "Gauss"].map((ship) => given.world.ingest.receive(arrivalOf(berths(ship)))));
    expect(await given.events()).toHaveLength(2);
    expect(await given.world.store.listQuarantine()).toMatchObject([{ code: "store_refused" }]);
  });
});

it("takes up after a restart what was kept and not decoded", async () => {
  given.world.store.appendSightings = () => Promise.reject(new Error("gone"));
  await given.world.ingest.receive(arrivalOf(berths("Fram")));
  await given.world.ingest.close();
  await given.world.inbox.close();
  const { folder } = given.world;
  given.world = { ...openWorld({ folder }), folder };
  expect(await given.events()).toEqual(["harbour/harbour:v1:Fram"]);
});

it("takes nothing after it was closed", async () => {
  await given.world.ingest.close();
  expect(await given.world.ingest.receive(arrivalOf(berths("Fram")))).toMatchObject({
    is: "unavailable",
    rejection: { code: "shutting_down" },
  });
  expect(given.world.ingest.trouble()).toMatch(/shutting down/);
});
