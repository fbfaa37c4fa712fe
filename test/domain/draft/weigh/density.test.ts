import { expect, it } from "vitest";
import { strictnessOf } from "../../../../src/domain/draft/weigh/density.ts";

const talk = (lines: number, others: number) => [
  ...Array.from({ length: lines }, () => 0.9),
  ...Array.from({ length: others }, () => 0.1),
];

it("asks more of each line the more of the talk would be lines, within bounds, and nothing of no talk", () => {
  expect(strictnessOf([])).toBeCloseTo(0);
  expect(strictnessOf(talk(30, 70))).toBeCloseTo(0);
  const [some, most] = [strictnessOf(talk(50, 50)), strictnessOf(talk(60, 40))];
  expect(some).toBeGreaterThan(0);
  expect(most).toBeGreaterThan(some);
  expect(strictnessOf(talk(100, 0))).toBe(0.2);
  expect(strictnessOf(talk(0, 100))).toBe(-0.03);
});

it("says little of a few messages, however telling", () => {
  expect(strictnessOf(talk(2, 0))).toBeLessThan(0.04);
  expect(strictnessOf(talk(2, 0))).toBeLessThan(strictnessOf(talk(40, 0)));
});
