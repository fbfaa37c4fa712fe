import fc from "fast-check";
import { expect, it } from "vitest";
import { WordSet } from "../../../src/domain/words/word-set.ts";

it("holds the words that were added, however large their numbers, and no other", () => {
  const numbers = fc.array(fc.nat({ max: 10_000 }));
  fc.assert(
    fc.property(numbers, numbers, (added, asked) => {
      const words = new WordSet();
      words.addAll(added);
      const held = new Set(added);
      for (const word of [...added, ...asked]) expect(words.has(word)).toBe(held.has(word));
    }),
  );
});
