import { describe, expect, test } from "vitest";
import { DEFAULT_INCIDENTS } from "../../src/domain/settings.ts";
import { HOUR, type Instant } from "../../src/domain/time.ts";
import type { QuarantineRecord } from "../../src/store/store.ts";
import { missingDuring, missingOf } from "../../src/views/missing.ts";

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
});
