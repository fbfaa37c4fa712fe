import fc from "fast-check";
import { expect, it } from "vitest";
import { nameDelivery, placeIn, tagOf } from "../../../src/ingest/inbox/delivery-name.ts";

const ms = fc.nat({ max: 2 ** 42 });
const place = fc.integer({ min: 1, max: 2 ** 50 - 1 });

it("a name tells its place", () => {
  fc.assert(
    fc.property(ms, place, (at, sequence) => placeIn(nameDelivery(at * 1_000, "ABC123", sequence)) === sequence),
  );
});

it("names of one inbox sort by time, then by place", () => {
  fc.assert(
    fc.property(fc.tuple(ms, place), fc.tuple(ms, place), ([atA, a], [atB, b]) => {
      const isBefore = atA < atB || (atA === atB && a < b);
      expect(nameDelivery(atA * 1_000, "ABC123", a) < nameDelivery(atB * 1_000, "ABC123", b)).toBe(isBefore);
    }),
  );
});

it("other texts are no names", () => {
  for (const text of ["", "d01", "0".repeat(25), `${"0".repeat(25)}u`, `${"0".repeat(25)}I`]) {
    expect(placeIn(text)).toBeNull();
  }
});

it("a tag is made of digits of base 32", () => {
  expect(tagOf(new Uint8Array([0, 31, 32, 255, 10, 17]))).toBe("0Z0ZAH");
});
