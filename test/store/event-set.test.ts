import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Sighting } from "../../src/domain/event.ts";
import { contentOf, recordEvents } from "../../src/domain/sightings.ts";
import { DAY } from "../../src/domain/time.ts";
import { EventSet } from "../../src/store/event-set.ts";
import { TEN_O_CLOCK } from "../domain/events.ts";

const KEYS = ["pager:a", "pager:b", "pager:c", "pager:d"];

const SIGHTING = fc.record({
  key: fc.constantFrom(...KEYS),
  formerKeys: fc.subarray(KEYS, { maxLength: 2 }),
  title: fc.constantFrom("pump stopped", "pump runs"),
  // The last of them cannot be, where it was received while our clock was set.
  at: fc.option(fc.constantFrom(1, 2, 3, 100 * 366 * DAY)),
  delivery: fc.constantFrom("d1", "d2", "d3"),
  receivedAt: fc.integer({ min: 5, max: 8 }),
  sentAt: fc.option(fc.integer({ min: 5, max: 6 }), { nil: undefined }),
});
type Told = typeof SIGHTING extends fc.Arbitrary<infer T> ? T : never;

function sightingOf({ key, formerKeys, title, at, delivery, receivedAt, sentAt }: Told): Sighting {
  const event: Sighting["event"] = {
    ...{ key, formerKeys, title, kind: "page", action: "triggered", actor: { type: "automation" } },
    ...{ names: ["pump"], severity: null, correlation: [{ type: "page", value: key }], links: [], marks: [] },
    told: at === null ? null : { at: TEN_O_CLOCK + at, precision: "s", zoneAssumed: false },
  };
  // One delivery came once; what came first of all, before our clock was set.
  const received =
    (receivedAt === 5 && delivery === "d1" ? 0 : TEN_O_CLOCK) + receivedAt + Number(delivery.slice(1)) * 10;
  const sent = sentAt === undefined ? {} : { sentAt: sentAt + received };
  return { event, content: contentOf(event), delivery, source: "pager", receivedAt: received, ...sent };
}

/** A delivery was received and sent once: the first of each counts. */
function oncePerDelivery(told: readonly Told[]): Sighting[] {
  const first = new Map<string, Told>();
  for (const one of told) if (!first.has(one.delivery)) first.set(one.delivery, one);
  return told.map((one) => {
    const { receivedAt, sentAt } = first.get(one.delivery) ?? one;
    return sightingOf({ ...one, receivedAt, sentAt });
  });
}

describe("events made one by one", () => {
  it("are those that all sightings give at once, whenever they are read", () => {
    const steps = fc.array(fc.tuple(SIGHTING, fc.boolean()), { minLength: 1, maxLength: 14 });
    fc.assert(
      fc.property(steps, (told) => {
        const sightings = oncePerDelivery(told.map(([one]) => one));
        const set = new EventSet();
        for (const [index, sighting] of sightings.entries()) {
          const before = set.read();
          const isTold = set.add(structuredClone(sighting));
          if (!told[index]?.[1]) continue;
          expect(set.read()).toEqual(recordEvents(sightings.slice(0, index + 1)));
          if (!isTold) expect(set.read()).toBe(before);
        }
        expect(set.read()).toEqual(recordEvents(sightings));
      }),
      { numRuns: 2_000 },
    );
  });

  it("are those that the sightings left give, whenever some were dropped", () => {
    const step = fc.oneof(
      { arbitrary: SIGHTING, weight: 4 },
      { arbitrary: fc.record({ drop: fc.constantFrom(...KEYS), reads: fc.boolean() }), weight: 1 },
    );
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 16 }), (steps) => {
        const told = oncePerDelivery(steps.filter((one): one is Told => "title" in one));
        const set = new EventSet();
        let left: Sighting[] = [];
        const take = (sighting: Sighting) => {
          set.add(structuredClone(sighting));
          left.push(sighting);
        };
        const drop = (key: string, reads: boolean) => {
          if (reads) set.read();
          expect(set.drop(key)).toBe(left.some(({ event }) => event.key === key));
          left = left.filter(({ event }) => event.key !== key);
          if (reads) expect(set.read()).toEqual(recordEvents(left));
        };
        for (const one of steps) {
          if ("drop" in one) drop(one.drop, one.reads);
          else for (const sighting of told.splice(0, 1)) take(sighting);
        }
        expect(set.read()).toEqual(recordEvents(left));
      }),
      { numRuns: 3_000 },
    );
  });

  it("are read in the order in which they happened, however late they came", () => {
    const set = new EventSet();
    const keys = () => set.read().map(({ event }) => event.key);
    const tell = (key: string, at: number) =>
      set.add(
        sightingOf({ key, at, formerKeys: [], title: "pump runs", delivery: "d1", receivedAt: 5, sentAt: undefined }),
      );
    for (const [key, at] of [
      ["p:3", 3],
      ["p:5", 5],
      ["p:1", 1],
    ] as const)
      tell(key, at);
    expect(keys()).toEqual(["p:1", "p:3", "p:5"]);
    for (const [key, at] of [
      ["p:4", 4],
      ["p:6", 6],
      ["p:0", 0],
      ["p:2", 2],
    ] as const)
      tell(key, at);
    expect(keys()).toEqual(["p:0", "p:1", "p:2", "p:3", "p:4", "p:5", "p:6"]);
  });

  it("hold once what they repeat", () => {
    const set = new EventSet();
    for (const key of KEYS)
      set.add(
        structuredClone(
          sightingOf({
            key,
            at: 1,
            formerKeys: [],
            title: "pump runs",
            delivery: "d1",
            receivedAt: 5,
            sentAt: undefined,
          }),
        ),
      );
    const [first, second] = set.read();
    expect(first?.event.actor).toBe(second?.event.actor);
    expect(first?.event.links).toBe(second?.event.links);
  });
});
