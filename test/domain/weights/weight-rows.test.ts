import fc from "fast-check";
import { expect, it } from "vitest";
import { WeightRows } from "../../../src/domain/weights/weight-rows.ts";

const encoded = (weights: readonly number[]) => btoa(String.fromCharCode(...Uint8Array.from(weights)));
const weight = fc.oneof(fc.integer({ min: -127, max: 127 }), fc.constantFrom(-127, 127));

it("adds up rows class by class, however many", () => {
  fc.assert(
    fc.property(
      fc
        .integer({ min: 1, max: 5 })
        .chain((width) => fc.tuple(fc.constant(width), fc.array(weight, { minLength: width, maxLength: width * 4 }))),
      fc.array(fc.nat({ max: 3 }), { maxLength: 20 }),
      fc.constantFrom(1, 40),
      ([width, weights], some, times) => {
        const count = Math.floor(weights.length / width);
        const rows = Array.from({ length: times }, () => some.map((row) => row % count)).flat();
        const backwards = Int32Array.from({ length: count }, (_, row) => count - 1 - row);
        const order = Int32Array.from([...backwards, -1]);
        const stored = new WeightRows(encoded(weights.slice(0, count * width)), width, order);
        const asked = [count, ...rows.map((row) => count - 1 - row)];
        const sums = stored.sumOf(asked);
        expect(stored.countOf(asked)).toBe(rows.length);
        for (let k = 0; k < width; k++)
          expect(sums[k]).toBe(rows.reduce((sum, row) => sum + (weights[row * width + k] ?? 0), 0));
      },
    ),
  );
});
