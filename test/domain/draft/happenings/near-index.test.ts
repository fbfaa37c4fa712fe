import fc from "fast-check";
import { expect, it } from "vitest";
import { happening } from "../../../../src/domain/draft/happenings/happening.ts";
import { NearIndex } from "../../../../src/domain/draft/happenings/near-index.ts";
import { alert } from "../views.ts";

/** An alert of some minute under a word, and whether it is accepted. */
const place = fc.record({ minute: fc.nat({ max: 20 }), word: fc.nat({ max: 3 }), isAccepted: fc.boolean() });

const told = (minute: number) =>
  happening({
    sort: "alert",
    kind: "alert",
    lead: { event: alert("Errors", minute), rank: 1, reason: "same_episode" },
  });

it("finds the nearest that shares a word and is accepted, of two equally near ones the earlier", () => {
  const asked = fc.record({
    minute: fc.nat({ max: 20 }),
    words: fc.array(fc.nat({ max: 3 })),
    within: fc.nat({ max: 8 }),
  });
  fc.assert(
    fc.property(fc.array(place, { maxLength: 12 }), asked, (places, { minute, words, within }) => {
      const [at, span] = [told(minute).at, told(within).at - told(0).at];
      const entered = places.map((one) => ({ ...one, one: told(one.minute) }));
      const index = new NearIndex<number>();
      for (const { word, one } of entered) index.add(one.at, one, [word]);
      const accepted = new Set(entered.flatMap(({ isAccepted, one }) => (isAccepted ? [one] : [])));

      const found = index.find(at, span, words, (one) => accepted.has(one));

      const [nearest] = entered
        .filter(({ word, one }) => words.includes(word) && accepted.has(one) && Math.abs(one.at - at) <= span)
        .sort((a, b) => Math.abs(a.one.at - at) - Math.abs(b.one.at - at) || a.one.at - b.one.at);
      expect(found?.at).toBe(nearest?.one.at);
    }),
  );
});
