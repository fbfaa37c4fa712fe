import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { correlate } from "../../../src/domain/correlate/correlate.ts";
import type { Correlation } from "../../../src/domain/correlate/incident-view.ts";
import type { OpsEvent, RecordedEvent } from "../../../src/domain/event.ts";
import { compareEvents } from "../../../src/domain/order.ts";
import { incidentId } from "../../../src/domain/served-names.ts";
import { recordEvents } from "../../../src/domain/sightings.ts";
import { minutes, recorded, sightingOf } from "../events.ts";
import { settings, wordReader } from "./events.ts";

/** Kinds with their actions, as often as they should come. */
const SORTS: readonly (readonly [OpsEvent["kind"], string])[] = [
  ["alert", "firing"],
  ["alert", "resolved"],
  ["page", "triggered"],
  ["page", "acknowledged"],
  ["page", "resolved"],
  ["page", "reopened"],
  ["status", "investigating"],
  ["status", "resolved"],
  ["incident", "declared"],
  ["incident", "resolved"],
  ["change", "started"],
  ["change", "succeeded"],
  ["message", "posted"],
  ["message", "posted"],
  ["message", "posted"],
  ["message", "edited"],
  ["mark", "pinned"],
  ["channel", "created"],
];

const LIFECYCLE: Partial<Record<OpsEvent["kind"], string>> = {
  alert: "episode",
  page: "page",
  status: "status",
  incident: "incident",
  change: "deployment",
};

const name = fc.constantFrom("N100", "N200", "N300");
const channel = fc.constantFrom("till-talk", "back-office", "inc-n100", "random", "C0WAR");

/** Any events over few names, instants and places, so that ties, shared keys and circles are common. */
const anyEvent = fc.record({
  sort: fc.constantFrom(...SORTS),
  minute: fc.oneof(fc.integer({ min: 0, max: 12 }), fc.integer({ min: -3_000, max: 3_000 })),
  lifecycle: name,
  /** Some senders name only the alert, and no firing of it. */
  isNameless: fc.boolean(),
  service: fc.option(fc.constantFrom("checkout", "ledger", "search", "gone"), { nil: undefined }),
  severity: fc.constantFrom<OpsEvent["severity"]>("critical", "critical", "low", null),
  environment: fc.option(fc.constantFrom("prod", "staging"), { nil: undefined }),
  actor: fc.constantFrom<OpsEvent["actor"]["type"]>("human", "automation"),
  text: fc.constantFrom(
    "hm",
    "!declare",
    "!report",
    "!happening",
    "!declare n100",
    "see N200",
    "till is slow",
    "!report mail",
  ),
  channels: fc.uniqueArray(channel, { maxLength: 2 }),
  refersTo: fc.option(
    fc.oneof(
      fc.nat({ max: 14 }).map((n) => ({ type: "message", value: `m${n}` })),
      name.map((value) => ({ type: "page", value })),
    ),
    { nil: undefined },
  ),
});

/** Events of a set have keys of their own, in an order that has nothing to do with time. */
const anySet = fc.array(anyEvent, { maxLength: 14 }).map((all) =>
  all.map(
    (
      { sort: [kind, action], lifecycle, isNameless, minute, service, environment, actor, channels, refersTo, ...rest },
      n,
    ) => {
      const type = kind === "alert" && isNameless ? "alert" : LIFECYCLE[kind];
      return recorded({
        ...rest,
        key: `k${n}`,
        kind,
        action,
        actor: { type: actor },
        title: "t",
        occurredAt: minutes(minute),
        correlation: [
          ...(type === undefined ? [{ type: "message", value: `m${n}` }] : [{ type, value: lifecycle }]),
          ...channels.map((value) => ({ type: "channel", value })),
        ],
        ...(service === undefined ? {} : { service }),
        ...(environment === undefined ? {} : { environment }),
        ...(refersTo === undefined ? {} : { refersTo }),
      });
    },
  ),
);

const somePins = fc.uniqueArray(
  fc.nat({ max: 14 }).map((n) => `k${n}`),
  { maxLength: 3 },
);

const run = (events: readonly RecordedEvent[], pins: readonly string[]): Correlation =>
  correlate(events, pins, settings, wordReader);

/** The events of `first` after `second` was told: of what both have, `second` is the newer variant, told otherwise in all that no key rests on. */
function retold(first: readonly RecordedEvent[], second: readonly RecordedEvent[]): RecordedEvent[] {
  const before = new Map(first.map(({ event }) => [event.key, event]));
  const variants = second.map(({ event }) => {
    const { kind, action, correlation, refersTo } = before.get(event.key) ?? event;
    const { refersTo: _, ...rest } = event;
    return recorded({ ...rest, kind, action, correlation, ...(refersTo ? { refersTo } : {}) });
  });
  return recordEvents([...first, ...variants].map((one, n) => sightingOf(one, minutes(n))));
}

const RUNS = { numRuns: 300 };

describe("whatever the events", () => {
  test("any permutation gives the same correlation", () => {
    const permuted = anySet.chain((events) =>
      fc.tuple(fc.constant(events), fc.shuffledSubarray(events, { minLength: events.length })),
    );
    fc.assert(
      fc.property(permuted, somePins, ([events, shuffled], pins) => {
        expect(run(shuffled, [...pins].reverse())).toEqual(run(events, pins));
      }),
      RUNS,
    );
  });

  test("every event is in one incident or unattached, once, and all is in order", () => {
    fc.assert(
      fc.property(anySet, somePins, (events, pins) => {
        const { incidents, unattached } = run(events, pins);
        const lists = [...incidents.map(({ attached }) => attached.map(({ event }) => event)), unattached];
        for (const list of lists) expect(list).toEqual([...list].sort((a, b) => compareEvents(a.event, b.event)));
        const keys = lists.flat().map(({ event }) => event.key);
        expect([...keys].sort()).toEqual(events.map(({ event }) => event.key).sort());
        for (const { openers, attached, start, end } of incidents) {
          expect(attached.filter(({ rank }) => rank === 0).map(({ event }) => event)).toEqual(
            openers.map(({ event }) => event),
          );
          expect(openers[0]?.event.event.occurredAt).toBe(start);
          expect(end).toBeGreaterThanOrEqual(openers.at(-1)?.event.event.occurredAt ?? Infinity);
        }
      }),
      RUNS,
    );
  });

  test("each incident has names of its own, and each pin names one", () => {
    fc.assert(
      fc.property(anySet, somePins, (events, pins) => {
        const { incidents } = run(events, pins);
        const names = incidents.flatMap(({ id, aliases }) => [id, ...aliases]);
        expect(new Set(names).size).toBe(names.length);
        const present = pins.filter((pin) => events.some(({ event }) => event.key === pin));
        expect(incidents.flatMap(({ opener, pinned }) => (pinned ? [opener] : [])).sort()).toEqual([...present].sort());
        expect(incidents.map(({ id }) => id)).toEqual(incidents.map(({ opener }) => incidentId(opener)));
      }),
      RUNS,
    );
  });

  test("an id once served resolves for ever, and only an earlier opener renames what a pin does not name", () => {
    const grown = anySet.filter(({ length }) => length > 0);
    fc.assert(
      fc.property(grown, somePins, (events, pins) => {
        const before = run(events.slice(0, -1), pins);
        const after = run(events, pins);
        const position = new Map(
          [...events].sort((a, b) => compareEvents(a.event, b.event)).map(({ event }, n) => [event.key, n]),
        );
        for (const { id, aliases, opener, pinned } of before.incidents) {
          for (const served of [id, ...aliases])
            expect(after.incidents.filter((now) => now.id === served || now.aliases.includes(served))).toHaveLength(1);
          const now = after.incidents.find((one) => one.id === id || one.aliases.includes(id));
          if (now?.id === id || now?.pinned) continue;
          expect(pinned).toBe(false);
          expect(position.get(now?.opener ?? "")).toBeLessThan(position.get(opener) ?? -1);
        }
      }),
      RUNS,
    );
  });

  test("an id once served resolves for ever, also when a newer variant of its opener opens nothing", () => {
    const told = fc.tuple(anySet, anySet);
    fc.assert(
      fc.property(told, somePins, ([first, second], pins) => {
        const before = run(first, pins);
        const after = run(retold(first, second), pins);
        for (const { id, aliases } of before.incidents) {
          for (const served of [id, ...aliases])
            expect(after.incidents.filter((now) => now.id === served || now.aliases.includes(served))).toHaveLength(1);
        }
      }),
      RUNS,
    );
  });

  test("changes neither open, link, stretch nor name an incident", () => {
    fc.assert(
      fc.property(anySet, (events) => {
        const outline = (all: readonly RecordedEvent[]) =>
          run(all, []).incidents.map(({ attached: _, suggestions: __, heard: ___, ...incident }) => incident);
        expect(outline(events)).toEqual(outline(events.filter(({ event }) => event.kind !== "change")));
      }),
      RUNS,
    );
  });
});

describe("large sets", () => {
  /** How often the walk over a set asks for the time of an event: the work done, whatever the machine. */
  function work(count: number, make: (n: number) => Partial<OpsEvent>): number {
    let looks = 0;
    const events = Array.from({ length: count }, (_, n) => {
      const made = recorded({ key: `k${n}`, ...make(n) });
      const { occurredAt } = made.event;
      const event = Object.defineProperty({ ...made.event }, "occurredAt", {
        enumerable: true,
        get: () => {
          looks++;
          return occurredAt;
        },
      });
      return { ...made, event };
    });
    run(events, []);
    return looks;
  }

  test.each<[string, (n: number) => Partial<OpsEvent>]>([
    [
      "a flapping alert",
      (n) => ({
        kind: "alert",
        action: n % 2 ? "resolved" : "firing",
        severity: "critical",
        service: "mail",
        occurredAt: minutes(n),
        correlation: [{ type: "episode", value: `e${n >> 1}` }],
      }),
    ],
    [
      "pages of no known service",
      (n) => ({
        kind: "page",
        action: "triggered",
        occurredAt: minutes(n * 2_000),
        correlation: [{ type: "page", value: `p${n}` }],
      }),
    ],
    [
      "alerts of many services at once",
      (n) => ({
        kind: "alert",
        action: "firing",
        severity: "critical",
        service: `s${n % 300}`,
        occurredAt: minutes(n / 100),
        correlation: [{ type: "episode", value: `e${n}` }],
      }),
    ],
    [
      "reactions to one message",
      (n) =>
        n === 0
          ? { correlation: [{ type: "message", value: "m" }], occurredAt: minutes(0) }
          : {
              kind: "mark",
              action: "reacted",
              occurredAt: minutes(n),
              refersTo: { type: "message", value: "m" },
              correlation: [{ type: "message", value: "m" }],
            },
    ],
  ])("take time in proportion: %s", (_, make) => {
    expect(work(4_000, make)).toBeLessThan(5 * work(1_000, make));
  });
});
