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
