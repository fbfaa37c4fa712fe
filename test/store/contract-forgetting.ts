import { expect, it } from "vitest";
import { recordEvents } from "../../src/domain/sightings.ts";
import type { Forgetting, Store } from "../../src/store/store.ts";
import type { Bench } from "./contract.ts";
import { sighting } from "./samples.ts";

export function describeForgettingPromises(bench: Bench): void {
  const forgetting = it.skipIf(bench.exempt.has("forgets_events"));
  const open = async () => (await bench.open()) as Store & Forgetting;

  forgetting("forgets events with their variants and sightings, and raises its version", async () => {
    const store = await open();
    const kept = sighting({ id: "a2" });
    const gone = sighting();
    await store.appendSightings([gone, sighting({ title: "other" }), sighting({ delivery: "d2" }), kept]);
    await store.readEvents();
    const before = await store.eventsVersion();
    expect(await store.dropEvents([gone.event.key, "nobody/knows:v1:this"])).toBe(1);
    expect(await store.eventsVersion()).toBeGreaterThan(before);
    expect(await store.readEvents()).toEqual(recordEvents([kept]));
    expect(await store.readSightings(gone.event.key)).toEqual([]);
    expect(await store.readSightingsOf("d1")).toEqual([kept]);
    expect(await store.readSightingsOf("d2")).toEqual([]);
  });

  forgetting("keeps its version where there was nothing to forget", async () => {
    const store = await open();
    await store.appendSightings([sighting()]);
    const before = await store.eventsVersion();
    expect(await store.dropEvents(["nobody/knows:v1:this"])).toBe(0);
    expect(await store.dropEvents([])).toBe(0);
    expect(await store.eventsVersion()).toBe(before);
  });

  forgetting("takes what it forgot as new where it comes again, at a version of its own", async () => {
    const store = await open();
    await store.appendSightings([sighting()]);
    await store.dropEvents([sighting().event.key]);
    const before = await store.eventsVersion();
    expect(await store.readEvents()).toEqual([]);
    expect(await store.appendSightings([sighting()])).toEqual(["appended"]);
    expect(await store.eventsVersion()).toBeGreaterThan(before);
    expect(await store.readEvents()).toEqual(recordEvents([sighting()]));
  });

  forgetting("reads what comes after the last event that it had read was forgotten", async () => {
    const store = await open();
    await store.appendSightings([sighting(), sighting({ id: "a2" })]);
    expect(await store.readEvents()).toHaveLength(2);
    await store.dropEvents([sighting({ id: "a2" }).event.key]);
    await store.appendSightings([sighting({ id: "a3" })]);
    expect(await store.readEvents()).toEqual(recordEvents([sighting(), sighting({ id: "a3" })]));
  });

  forgetting("gives a former key back to whoever else claims it, or to itself", async () => {
    const store = await open();
    const sightings = [sighting({ id: "a1", formerIds: ["a3"] }), sighting({ id: "a2", formerIds: ["a3"] })];
    const former = sighting({ id: "a3" });
    await store.appendSightings([...sightings, former]);
    await store.readEvents();
    await store.dropEvents([String(sightings[0]?.event.key)]);
    expect(await store.readEvents()).toEqual(recordEvents([...sightings.slice(1), former]));
    await store.dropEvents([String(sightings[1]?.event.key)]);
    expect(await store.readEvents()).toEqual(recordEvents([former]));
  });

  it.skipIf(bench.exempt.has("forgets_events") || bench.exempt.has("several_handles"))(
    "is seen by another handle, whatever that has read",
    async () => {
      const [one, two] = [await open(), await open()];
      const kept = sighting({ id: "a2" });
      await one.appendSightings([sighting(), kept]);
      expect(await two.readEvents()).toHaveLength(2);
      await one.dropEvents([sighting().event.key]);
      expect(await two.eventsVersion()).toBe(await one.eventsVersion());
      expect(await two.readEvents()).toEqual(recordEvents([kept]));
      await two.dropEvents([kept.event.key]);
      await two.appendSightings([sighting()]);
      expect(await one.readEvents()).toEqual(recordEvents([sighting()]));
      expect(await two.readEvents()).toEqual(await one.readEvents());
    },
  );

  it.skipIf(bench.exempt.has("forgets_events") || bench.exempt.has("persists_across_reopen"))(
    "stays forgotten across closing and opening",
    async () => {
      const store = await open();
      await store.appendSightings([sighting(), sighting({ id: "a2" })]);
      await store.dropEvents([sighting({ id: "a2" }).event.key]);
      const version = await store.eventsVersion();
      await store.close();
      const again = await open();
      expect(await again.eventsVersion()).toBe(version);
      expect(await again.readEvents()).toEqual(recordEvents([sighting()]));
    },
  );
}
