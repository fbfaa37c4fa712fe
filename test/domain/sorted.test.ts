import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { distanceToNearest, firstPlace } from "../../src/domain/sorted.ts";

const sorted = fc.array(fc.integer({ min: -50, max: 50 })).map((numbers) => numbers.toSorted((a, b) => a - b));
const sought = fc.integer({ min: -60, max: 60 });

describe("firstPlace", () => {
  it("is the place that a look at every member finds, else the length", () => {
    fc.assert(
      fc.property(sorted, sought, (numbers, least) => {
        const found = numbers.findIndex((number) => number >= least);
        expect(firstPlace(numbers, (number) => number >= least)).toBe(found < 0 ? numbers.length : found);
      }),
    );
  });

  it("looks at few members of a long list", () => {
    let looks = 0;
    firstPlace(Array.from({ length: 100_000 }).fill(0), () => {
      looks += 1;
      return false;
    });
    expect(looks).toBeLessThanOrEqual(17);
  });
});

describe("distanceToNearest", () => {
  it("is the least of all distances, infinite where there is nothing", () => {
    fc.assert(
      fc.property(sorted, sought, (numbers, value) => {
        const least = Math.min(Number.POSITIVE_INFINITY, ...numbers.map((number) => Math.abs(number - value)));
        expect(distanceToNearest(numbers, value)).toBe(least);
      }),
    );
  });
});
