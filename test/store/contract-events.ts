import fc from "fast-check";
import { expect, it } from "vitest";
import type { Sighting } from "../../src/domain/event.ts";
import { recordEvents } from "../../src/domain/sightings.ts";
import type { AppendOutcome, Store } from "../../src/store/store.ts";
import { WrittenSighting } from "../../src/store/written-sighting.ts";
import type { Bench } from "./contract.ts";
import { NINE, sighting } from "./samples.ts";

const facts = fc.record({
  id: fc.constantFrom("a1", "a2", "a3"),
  at: fc.constantFrom(0, 1, null),
  title: fc.constantFrom("Basket latency", "Basket latency, again"),
  delivery: fc.constantFrom("d1", "d2", "d3", "é", "\u{1f525}", "\uffee"),
  received: fc.integer({ min: 0, max: 2 }),
  formerIds: fc.constantFrom([], ["a2"]),
});

/** Of sightings of the same (key, content, delivery) a store keeps the first. */
function firstOfEach(sightings: readonly Sighting[]): Sighting[] {
  const kept = new Map<string, Sighting>();
  for (const each of sightings) {
    const name = JSON.stringify([each.event.key, each.content, each.delivery]);
    if (!kept.has(name)) kept.set(name, each);
  }
  return [...kept.values()];
}

function outcomesOneByOne(sightings: readonly Sighting[], before: readonly Sighting[]): AppendOutcome[] {
  const known = new Map<string, Set<string>>();
  const take = ({ event, content }: Sighting): AppendOutcome => {
    const contents = known.get(event.key) ?? new Set();
    const outcome = contents.has(content) ? "duplicate" : contents.size > 0 ? "variant" : "appended";
    known.set(event.key, contents.add(content));
    return outcome;
  };
  for (const each of before) take(each);
  return sightings.map(take);
}

async function lastAppended(store: Store, id: string): Promise<Sighting> {
  const last = sighting({ id });
  await store.appendSightings([last]);
  return last;
}

export function describeEventPromises(bench: Bench): void {
  it("gives back what was appended, unchanged", async () => {
    const store = await bench.open();
    const original = sighting({ title: "Zürich ⚡ 𝒳\u0000\u2028 “basket”", sentAt: 3 });
    expect(await store.appendSightings([original])).toEqual(["appended"]);
    expect(await store.readSightings(original.event.key)).toEqual([original]);
    expect(await store.readSightingsOf("d1")).toEqual([original]);
    expect(await store.readEvents()).toEqual(recordEvents([original]));
  });

  it("keeps of a sighting nothing that is only known beside it", async () => {
    const store = await bench.open();
    const original = sighting();
    const later = sighting({ id: "a2", sentAt: 3 });
    await store.appendSightings([{ ...original, json: JSON.stringify(original.event) }, new WrittenSighting(later)]);
    expect(await store.readSightings(original.event.key)).toEqual([original]);
    expect(await store.readSightings(later.event.key)).toEqual([later]);
    expect(await store.readEvents()).toEqual(recordEvents([original, later]));
  });

  it("tells new events, variants and duplicates apart, in the order of the input", async () => {
    const store = await bench.open();
    const batch = [sighting(), sighting(), sighting({ title: "Basket latency above 5 s" }), sighting({ id: "a2" })];
    expect(await store.appendSightings(batch)).toEqual(["appended", "duplicate", "variant", "appended"]);
    expect(await store.appendSightings([sighting({ delivery: "d9" })])).toEqual(["duplicate"]);
    expect(await store.appendSightings([])).toEqual([]);
  });

  it("takes a large batch as it would its sightings one after the other", async () => {
    const store = await bench.open();
    const batch = Array.from({ length: 100 }, (_, n) => {
      // Now and then the event before, by another delivery.
      const event = n % 6 === 3 ? n - 1 : n;
      return sighting({
        ...{ id: `a${(event * 7) % 60}`, title: event % 9 === 4 ? "Basket latency, again" : "Basket latency" },
        ...{ delivery: `d${n % 70}`, received: (n * 13) % 50 },
      });
    });
    const before = batch.filter((_, n) => n % 8 === 5);
    await store.appendSightings(before);
    expect(await store.appendSightings(batch)).toEqual(outcomesOneByOne(batch, before));
    const all = firstOfEach([...before, ...batch]);
    expect(await store.readEvents()).toEqual(recordEvents(all));
    const [keys, deliveries] = [new Set(all.map(({ event }) => event.key)), new Set(all.map((each) => each.delivery))];
    expect(await store.countSources()).toMatchObject([{ deliveries: deliveries.size, events: keys.size }]);
  });

  it("tells in a large batch which contents are a key's first, and which is the last that was there", async () => {
    const store = await bench.open();
    // The first content of each of 21 keys, then others of the same keys.
    const batch = Array.from({ length: 64 }, (_, n) => sighting({ id: `b${n % 21}`, title: `Basket ${n}` }));
    expect(await store.appendSightings(batch)).toEqual(outcomesOneByOne(batch, []));
    for (const at of [0, 7, 15]) {
      const before = (await store.readEvents()).length;
      const known = await lastAppended(store, `c${at}`);
      const next = Array.from({ length: 16 }, (_, n) => sighting({ id: `n${at}-${n}`, title: `Basket ${n}` }));
      next[at] = { ...known, delivery: "d2" };
      expect(await store.appendSightings(next)).toEqual(outcomesOneByOne(next, [known]));
      expect(await store.readEvents()).toHaveLength(before + 16);
      expect((await store.readSightings(known.event.key)).map(({ delivery }) => delivery)).toEqual(["d1", "d2"]);
    }
  });

  it("appends once under 20 concurrent redeliveries", async () => {
    const store = await bench.open();
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => store.appendSightings([sighting()])));
    expect(outcomes.flat().filter((outcome) => outcome === "appended")).toHaveLength(1);
    expect(await store.readSightings(sighting().event.key)).toHaveLength(1);
  });

  it("keeps each delivery of the same event, by (receivedAt, delivery)", async () => {
    const store = await bench.open();
    const late = sighting({ delivery: "d1", received: 9 });
    const early = sighting({ delivery: "d2", received: 2 });
    const sameTime = sighting({ delivery: "\u{1f525}", received: 9 });
    const sameTimeToo = sighting({ delivery: "\uffee", received: 9 });
    await store.appendSightings([sameTimeToo, late, early, sameTime]);
    expect(await store.readSightings(late.event.key)).toEqual([early, late, sameTime, sameTimeToo]);
  });

  it("names the delivery that carried the event first, whenever it arrives", async () => {
    const store = await bench.open();
    await store.appendSightings([sighting({ at: null, delivery: "d2", received: 5 })]);
    const before = await store.eventsVersion();
    expect((await store.readEvents())[0]).toMatchObject({ delivery: "d2", event: { occurredAt: NINE + 300_000_000 } });
    await store.appendSightings([sighting({ at: null, delivery: "d1", received: 2 })]);
    expect((await store.readEvents())[0]).toMatchObject({ delivery: "d1", event: { occurredAt: NINE + 120_000_000 } });
    expect(await store.eventsVersion()).toBeGreaterThan(before);
  });

  it("keeps its version while nothing that drafting reads has changed", async () => {
    const store = await bench.open();
    expect(await store.eventsVersion()).toBe(0);
    await store.appendSightings([sighting()]);
    const version = await store.eventsVersion();
    expect(version).toBeGreaterThan(0);
    await store.appendSightings([sighting(), sighting({ delivery: "d2", received: 9 })]);
    expect(await store.eventsVersion()).toBe(version);
    await store.appendSightings([sighting({ title: "other" })]);
    expect(await store.eventsVersion()).toBeGreaterThan(version);
  });

  it("reads events as recordEvents of all sightings gives them, after every append", async () => {
    const batches = fc.array(fc.array(facts, { maxLength: 4 }), { maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(batches, fc.uuid(), async (all, salt) => {
        const store = await bench.open();
        const appended: Sighting[] = [];
        for (const batch of all) {
          const sightings = batch.map((each) => sighting({ ...each, source: salt }));
          appended.push(...sightings);
          await store.appendSightings(sightings);
          const mine = (await store.readEvents()).filter(({ source }) => source === salt);
          expect(mine).toEqual(recordEvents(firstOfEach(appended)));
        }
        await store.close();
      }),
      { numRuns: 40 },
    );
  });

  it("gives copies: what a caller does to them changes nothing", async () => {
    const store = await bench.open();
    const given = sighting();
    await store.appendSightings([given]);
    given.event.title = "changed by the caller";
    const [read] = await store.readEvents();
    expect(() => {
      if (read) read.event.title = "changed by a reader";
    }).toThrow(TypeError);
    for (const seen of await store.readSightings(given.event.key)) seen.event.names.push("changed by a reader");
    expect((await store.readEvents())[0]?.event).toMatchObject({
      title: "Basket latency above 2 s",
      names: ["basket"],
    });
    expect((await store.readSightings(given.event.key))[0]?.event.names).toEqual(["basket"]);
  });

  it("knows nothing of what nobody delivered", async () => {
    const store = await bench.open();
    expect(await store.readEvents()).toEqual([]);
    expect(await store.readSightings("nobody/knows:v1:this")).toEqual([]);
    expect(await store.readSightingsOf("nowhere")).toEqual([]);
  });

  it("takes names that look like queries or like parts of the language as plain names", async () => {
    const store = await bench.open();
    for (const name of ["$where", "a.b", "__proto__", "constructor", "'; DROP TABLE events; --", "{$ne:null}"]) {
      const odd = sighting({ id: name, delivery: name, source: name });
      expect(await store.appendSightings([odd])).toEqual(["appended"]);
      expect(await store.readSightings(odd.event.key)).toEqual([odd]);
      expect(await store.readSightingsOf(name)).toEqual([odd]);
    }
    expect((await store.countSources()).map(({ source }) => source)).toContain("__proto__");
  });

  it("takes the largest texts and batches that a delivery may hold", async () => {
    const store = await bench.open();
    const large = sighting({ id: "k".repeat(10_000), title: "é".repeat(4_000_000) });
    await store.appendSightings([large]);
    expect((await store.readSightings(large.event.key))[0]?.event.title.length).toBe(4_000_000);
    const many = Array.from({ length: 3000 }, (_, n) => sighting({ id: `m${n}`, delivery: "d2" }));
    expect(new Set(await store.appendSightings(many))).toEqual(new Set(["appended"]));
    expect(await store.readSightingsOf("d2")).toHaveLength(3000);
  });

  it.skipIf(bench.exempt.has("several_handles"))("sees what another handle appended", async () => {
    const [one, two] = [await bench.open(), await bench.open()];
    await one.appendSightings([sighting()]);
    expect(await two.readEvents()).toHaveLength(1);
    expect(await two.appendSightings([sighting(), sighting({ id: "a2" })])).toEqual(["duplicate", "appended"]);
    expect(await one.readEvents()).toEqual(await two.readEvents());
    expect(await one.eventsVersion()).toBe(await two.eventsVersion());
  });

  it.skipIf(bench.exempt.has("persists_across_reopen"))("keeps its events across closing and opening", async () => {
    const store = await bench.open();
    const all = [sighting(), sighting({ delivery: "d2", received: 7 }), sighting({ id: "a2", at: null })];
    await store.appendSightings(all);
    const [version, events] = [await store.eventsVersion(), await store.readEvents()];
    await store.close();
    const again = await bench.open();
    expect(await again.readEvents()).toEqual(events);
    expect(await again.eventsVersion()).toBe(version);
    expect(await again.appendSightings(all)).toEqual(["duplicate", "duplicate", "duplicate"]);
    expect(await again.eventsVersion()).toBe(version);
  });
}
