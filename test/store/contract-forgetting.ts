import fc from "fast-check";
import { expect, it } from "vitest";
import type { Sighting } from "../../src/domain/event.ts";
import { recordEvents } from "../../src/domain/sightings.ts";
import { MINUTE } from "../../src/domain/time.ts";
import { compareSightings } from "../../src/store/orders.ts";
import type { Forgetting, Store } from "../../src/store/store.ts";
import type { Bench } from "./contract.ts";
import { decision, NINE, publication, sighting } from "./samples.ts";

const IDS = ["a1", "a2", "a3"];
const ID = fc.constantFrom(...IDS);
const FACTS = fc.record({
  id: ID,
  title: fc.constantFrom("Basket latency", "Basket latency, again"),
  delivery: fc.constantFrom("d1", "d2", "d3"),
  received: fc.integer({ min: 0, max: 3 }),
  formerIds: fc.constantFrom([], ["a2"]),
});
const STEP = fc.oneof(
  { weight: 4, arbitrary: fc.record({ append: fc.array(FACTS, { minLength: 1, maxLength: 5 }) }) },
  { weight: 3, arbitrary: fc.record({ drop: fc.uniqueArray(ID, { minLength: 1 }) }) },
  { weight: 3, arbitrary: fc.record({ reclaim: fc.integer({ min: 1, max: 4 }) }) },
  { weight: 1, arbitrary: fc.record({ pin: ID }) },
);
type Step = typeof STEP extends fc.Arbitrary<infer T> ? T : never;

/** What a store has to hold after some steps, in the plainest way. */
class Expected {
  sightings: Sighting[] = [];
  readonly #pinned = new Set<string>();

  append(sightings: readonly Sighting[]): void {
    const nameOf = ({ event, content, delivery }: Sighting) => JSON.stringify([event.key, content, delivery]);
    const known = new Set(this.sightings.map(nameOf));
    for (const one of sightings) if (known.size < known.add(nameOf(one)).size) this.sightings.push(one);
  }

  drop(keys: readonly string[]): number {
    if (keys.some((key) => this.#pinned.has(key))) return 0;
    const isGone = ({ event }: Sighting) => keys.includes(event.key);
    const gone = new Set(this.sightings.filter(isGone).map(({ event }) => event.key));
    this.sightings = this.sightings.filter((one) => !isGone(one));
    return gone.size;
  }

  isPinned(key: string): boolean {
    return this.#pinned.has(key);
  }

  pin(key: string): void {
    this.#pinned.add(key);
  }

  of(is: (one: Sighting) => boolean): Sighting[] {
    return this.sightings.filter(is).sort(compareSightings);
  }
}

export function describeForgettingPromises(bench: Bench): void {
  const open = async () => (await bench.open()) as Store & Forgetting;

  it("forgets events with their variants and sightings, and raises its version", async () => {
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

  it("keeps its version where there was nothing to forget", async () => {
    const store = await open();
    await store.appendSightings([sighting()]);
    const before = await store.eventsVersion();
    expect(await store.dropEvents(["nobody/knows:v1:this"])).toBe(0);
    expect(await store.dropEvents([])).toBe(0);
    expect(await store.eventsVersion()).toBe(before);
  });

  it("takes what it forgot as new where it comes again, at a version of its own", async () => {
    const store = await open();
    await store.appendSightings([sighting()]);
    await store.dropEvents([sighting().event.key]);
    const before = await store.eventsVersion();
    expect(await store.readEvents()).toEqual([]);
    expect(await store.appendSightings([sighting()])).toEqual(["appended"]);
    expect(await store.eventsVersion()).toBeGreaterThan(before);
    expect(await store.readEvents()).toEqual(recordEvents([sighting()]));
  });

  it("reads what comes after the last event that it had read was forgotten", async () => {
    const store = await open();
    await store.appendSightings([sighting(), sighting({ id: "a2" })]);
    expect(await store.readEvents()).toHaveLength(2);
    await store.dropEvents([sighting({ id: "a2" }).event.key]);
    await store.appendSightings([sighting({ id: "a3" })]);
    expect(await store.readEvents()).toEqual(recordEvents([sighting(), sighting({ id: "a3" })]));
  });

  it("gives a former key back to whoever else claims it, or to itself", async () => {
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

  it("forgets nothing of what somebody decided on or published", async () => {
    const store = await open();
    const [decided, published, other] = [sighting(), sighting({ id: "a2" }), sighting({ id: "a3" })];
    await store.appendSightings([decided, published, other]);
    expect((await store.appendDecisions(decided.event.key, 1, [decision(1)])).is).toBe("appended");
    expect((await store.appendPublication(publication(1, published.event.key))).is).toBe("appended");
    for (const { event } of [decided, published]) {
      expect(await store.dropEvents([event.key, other.event.key])).toBe(0);
    }
    expect(await store.readEvents()).toEqual(recordEvents([decided, published, other]));
    expect(await store.dropEvents([other.event.key])).toBe(1);
  });

  it("holds what was told since it was forgotten, whatever is appended, forgotten and given back, and in whichever order", async () => {
    const handles = [await open()];
    if (!bench.exempt.has("several_handles")) handles.push(await open(), await open());
    const expected = new Expected();
    let runs = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(STEP, { minLength: 1, maxLength: 8 }), async (steps) => {
        runs += 1;
        for (const [index, step] of steps.entries()) {
          await take(handles[(index + runs) % handles.length] as Store & Forgetting, step, `${runs % 3}`, expected);
          if (index % 3 === 0) await expectHolds(handles[0] as Store, expected);
        }
        await expectAll(handles, expected);
        if (bench.exempt.has("persists_across_reopen")) return;
        const fresh = await open();
        await expectAll([handles[0] as Store, fresh], expected);
        await fresh.close();
      }),
      { numRuns: 12, endOnFailure: true },
    );
  }, 60_000);

  it.skipIf(bench.exempt.has("several_handles"))("is seen by another handle, whatever that has read", async () => {
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
  });

  it.skipIf(bench.exempt.has("persists_across_reopen"))("stays forgotten across closing and opening", async () => {
    const store = await open();
    await store.appendSightings([sighting(), sighting({ id: "a2" })]);
    await store.dropEvents([sighting({ id: "a2" }).event.key]);
    const version = await store.eventsVersion();
    await store.close();
    const again = await open();
    expect(await again.eventsVersion()).toBe(version);
    expect(await again.readEvents()).toEqual(recordEvents([sighting()]));
  });
}

async function take(store: Store & Forgetting, step: Step, run: string, expected: Expected): Promise<void> {
  const keyOf = (id: string) => sighting({ id: `${run}-${id}` }).event.key;
  if ("append" in step) {
    const batch = step.append.map((facts) =>
      sighting({ ...facts, id: `${run}-${facts.id}`, formerIds: facts.formerIds.map((id) => `${run}-${id}`) }),
    );
    await store.appendSightings(batch);
    expected.append(batch);
  } else if ("drop" in step) {
    const keys = step.drop.map(keyOf);
    expect(await store.dropEvents(keys)).toBe(expected.drop(keys));
  } else if ("reclaim" in step) {
    while (!(await store.reclaim(NINE + step.reclaim * MINUTE)));
  } else if (
    !expected.isPinned(keyOf(step.pin)) &&
    expected.of(({ event }) => event.key === keyOf(step.pin)).length > 0
  ) {
    const key = keyOf(step.pin);
    expect((await store.appendDecisions(key, 1, [decision(1, "Ines", key)])).is).toBe("appended");
    expected.pin(key);
  }
}

async function expectAll(stores: readonly Store[], expected: Expected): Promise<void> {
  for (const one of stores) await expectHolds(one, expected);
  const said = await Promise.all(stores.map(async (one) => [await one.eventsVersion(), await one.countSources()]));
  for (const one of said) expect(one).toEqual(said[0]);
}

async function expectHolds(store: Store, expected: Expected): Promise<void> {
  expect(await store.readEvents()).toEqual(recordEvents(expected.sightings));
  for (const key of new Set(expected.sightings.map(({ event }) => event.key)))
    expect(await store.readSightings(key)).toEqual(expected.of(({ event }) => event.key === key));
  for (const delivery of ["d1", "d2", "d3"])
    expect(await store.readSightingsOf(delivery)).toEqual(expected.of((one) => one.delivery === delivery));
}
