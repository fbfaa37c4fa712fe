import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DAY, formatInstant, type Precision, parseInstant } from "../../src/domain/time.ts";

const DIGITS: Record<Precision, 0 | 3 | 6> = { ns: 6, us: 6, ms: 3, s: 0, m: 0, day: 0, unknown: 0 };
const precisions = fc.constantFrom<Precision>("ns", "us", "ms", "s", "m", "day", "unknown");

describe("formatInstant", () => {
  it("writes what Temporal writes, cut to the digits of the precision, also before 1970", () => {
    fc.assert(
      fc.property(fc.integer({ min: -100 * 366 * DAY, max: 230 * 366 * DAY }), precisions, (at, precision) => {
        const expected = Temporal.Instant.fromEpochNanoseconds(BigInt(at) * 1000n).toString({
          fractionalSecondDigits: DIGITS[precision],
          roundingMode: "floor",
        });
        expect(formatInstant(at, precision)).toBe(expected);
      }),
    );
  });

  it("is read back as the same instant", () => {
    fc.assert(
      fc.property(fc.integer({ min: 21 * 365 * DAY, max: 200 * 365 * DAY }), (at) => {
        expect(parseInstant(formatInstant(at, "us"))?.at).toBe(at);
      }),
    );
  });
});

/** Near the forms that are read, on either side. */
const nearTimes = fc
  .tuple(
    fc.integer({ min: 1985, max: 2205 }),
    fc.tuple(fc.integer({ min: 0, max: 13 }), fc.integer({ min: 0, max: 32 })),
    fc.tuple(fc.integer({ min: 0, max: 25 }), fc.integer({ min: 0, max: 61 })),
    fc.option(fc.integer({ min: 0, max: 60 }), { nil: undefined }),
    fc.constantFrom("", ".5", ",25", ".123", ".123456", ".123456789", ".1234567891", "."),
    fc.constantFrom("Z", "z", "", "+02:00", "-0430", "+23:59", "-24:00", "+05:60", "+02"),
    fc.constantFrom("T", "t", " "),
  )
  .map(([year, [month, day], [hour, minute], second, fraction, zone, between]) => {
    const two = (part: number) => String(part).padStart(2, "0");
    const seconds = second === undefined ? "" : `:${two(second)}`;
    return `${year}-${two(month)}-${two(day)}${between}${two(hour)}:${two(minute)}${seconds}${fraction}${zone}`;
  });

describe("parseInstant", () => {
  it("reads what Temporal reads, but no leap second, no year before 1990 or after 2200, and no zone without minutes", () => {
    const seen = { times: 0, others: 0 };
    fc.assert(
      fc.property(nearTimes, (text) => {
        const expected = readByTemporal(text);
        if (expected === null) seen.others += 1;
        else seen.times += 1;
        expect(parseInstant(text)?.at ?? null).toBe(expected);
      }),
      { numRuns: 3_000 },
    );
    expect(Math.min(seen.times, seen.others)).toBeGreaterThan(100);
  });

  it.each([
    ["2024-02-29T00:00:00Z", true],
    ["2023-02-29T00:00:00Z", false],
    ["2000-02-29T00:00:00Z", true],
    ["2100-02-29T00:00:00Z", false],
    ["2026-06-31T00:00:00Z", false],
  ])("knows whether there is the day of %s", (text, isThere) => {
    expect(parseInstant(text) !== null).toBe(isThere);
  });
});

function readByTemporal(text: string): number | null {
  const year = Number(text.slice(0, 4));
  if (year < 1990 || year > 2200 || /:60/.test(text.slice(16)) || /[+-]\d\d$/.test(text)) return null;
  try {
    return Number(Temporal.Instant.from(text.replace(",", ".")).epochNanoseconds / 1000n);
  } catch {
    return null;
  }
}
