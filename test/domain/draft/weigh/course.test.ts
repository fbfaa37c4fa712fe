import fc from "fast-check";
import { expect, it } from "vitest";
import { Course } from "../../../../src/domain/draft/weigh/course.ts";
import type { Remark } from "../../../../src/domain/draft/weigh/remark.ts";

const remarkAt = (at: number, words: readonly string[]): Remark => ({
  ...{ at, who: "Oona", kind: "message", likely: [], ruled: "message", worth: 0, states: 0, plain: false },
  ...{ asks: false, reply: false, channel: "c", words, length: words.length },
});

const said = fc.array(
  fc.tuple(
    fc.nat({ max: 5 }),
    fc.uniqueArray(fc.constantFrom("db", "down", "back", "queue", "disk"), { maxLength: 4 }),
  ),
  { minLength: 1, maxLength: 12 },
);

it("what was said already is looked for until it is enough, and told exactly where it is less", () => {
  fc.assert(
    fc.property(said, fc.constantFrom(0.1, 0.5, 1), (all, enough) => {
      let at = 0;
      const course = new Course(
        all.map(([later, words]) => {
          at += later;
          return remarkAt(at, words);
        }),
        [],
      );
      for (const index of all.keys()) {
        const [most, found] = [Infinity, enough].map((bound) => course.saidAlready(index, 6, 8, bound));
        if ((most ?? 0) < enough) expect(found).toBe(most);
        else expect(found).toBeGreaterThanOrEqual(enough);
      }
    }),
  );
});

it("what was said already is the most that one remark before shares, of the last few and not long ago", () => {
  const course = new Course(
    [remarkAt(0, ["db", "down"]), remarkAt(5, ["db", "up", "now"]), remarkAt(6, ["db", "down", "again"])],
    [],
  );
  const shared = (most: number, within: number) => course.saidAlready(2, most, within, 1);
  expect(shared(2, 10)).toBe(1);
  expect(shared(2, 5)).toBeCloseTo(1 / 3);
  expect(shared(1, 10)).toBeCloseTo(1 / 3);
  expect(shared(0, 10)).toBe(0);
});
