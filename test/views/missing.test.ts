import { describe, expect, test } from "vitest";
import { DEFAULT_INCIDENTS } from "../../src/domain/settings.ts";
import { HOUR, type Instant } from "../../src/domain/time.ts";
import { openMemoryStore } from "../../src/store/memory/memory-store.ts";
import type { QuarantineRecord } from "../../src/store/store.ts";
import { missingDuring, missingOf } from "../../src/views/missing.ts";
import { SHOP, seen, viewsOf } from "./world.ts";

const START: Instant = 1_772_000_000_000_000;

const record = (delivery: string, receivedAt: Instant, over: Partial<QuarantineRecord> = {}): QuarantineRecord => ({
  ...{ delivery, source: "slack", receivedAt, code: "not_json", detail: "it ends too early", content: "c1" },
  ...over,
});

describe("what is missing", () => {
  test("counts once for its bytes and code, by the delivery that came first", () => {
    const records = [
      record("d1", START),
      record("d2", START + HOUR),
      record("d3", START + HOUR, { content: "c2" }),
      record("d4", START + HOUR, { code: "too_deep" }),
    ];
    expect(missingOf(records).map(({ delivery }) => delivery)).toEqual(["d1", "d3", "d4"]);
  });

  test("is of an incident if it first came around it: the same bytes again later are not", () => {
    const incident = { start: START, end: START + HOUR };
    const before = record("d1", START - 5 * HOUR);
    const again = record("d2", START);
    const other = record("d3", START + 2 * HOUR, { content: "c2" });
    expect(missingDuring([before, again, other], incident, DEFAULT_INCIDENTS)).toEqual([
      { delivery: "d3", source: "slack", code: "not_json" },
    ]);
  });

  test("is read once for a look at all incidents, however many there are: a broken sender fills it with thousands", async () => {
    const store = openMemoryStore();
    await store.appendSightings(SHOP);
    for (const name of ["a", "b", "c"])
      await store.appendSightings([
        seen({ key: `pd/pagerduty:v1:${name}`, kind: "incident", action: "declared", service: name }),
      ]);
    let reads = 0;
    const counting = new Proxy(store, {
      get(target, name) {
        if (name === "listQuarantine") reads += 1;
        const member: unknown = Reflect.get(target, name);
        return typeof member === "function" ? member.bind(target) : member;
      },
    });
    const views = viewsOf(counting);
    expect((await views.listIncidents()).length).toBeGreaterThan(3);
    expect(reads).toBe(1);
    await views.draftSet();
    expect(reads).toBe(2);
    views.touched();
    await views.settled();
    expect(reads).toBe(3);
  });
});
