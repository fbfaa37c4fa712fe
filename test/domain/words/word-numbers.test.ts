import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { WordNumbers } from "../../../src/domain/words/word-numbers.ts";
import { traitsOf, wordsOf } from "../../../src/domain/words/words.ts";

const letters = fc.string({ unit: fc.constantFrom(..."aBé7K\u212a -_.ß0"), maxLength: 12 });
const texts = fc.array(fc.oneof(letters, fc.constantFrom("the error rate", "db-7 is down", "404", "Ärger")), {
  maxLength: 6,
});

describe("words as numbers", () => {
  it("are the words of a text, each once, in whatever texts they stood before", () => {
    fc.assert(
      fc.property(fc.array(texts, { maxLength: 8 }), (all) => {
        const words = new WordNumbers();
        for (const text of all.map((parts) => parts.join(" "))) {
          const spelt = (numbers: readonly number[]) => numbers.map((word) => words.spelt(word));
          expect(spelt(words.in(text))).toEqual([...new Set(wordsOf(text))]);
          expect(spelt(words.telling(text))).toEqual(
            [...new Set(wordsOf(text))].filter((word) => traitsOf(word).tells),
          );
          expect(spelt(words.in(text).filter((word) => words.isNameWithNumber(word)))).toEqual(
            [...new Set(wordsOf(text))].filter((word) => traitsOf(word).isNameWithNumber),
          );
        }
      }),
    );
  });

  it("are found that two texts share, in the order of the one", () => {
    fc.assert(
      fc.property(texts, texts, (some, others) => {
        const words = new WordNumbers();
        const [a, b] = [words.in(some.join(" ")), words.in(others.join(" "))];
        expect(words.shared(a, b)).toEqual(b.filter((word) => a.includes(word)));
      }),
    );
  });

  it("tell one thing from another by a digit, or by what not every line says", () => {
    const traits = ["error", "replica", "db7", "db", "7", "404", "4041"].map(traitsOf);
    expect(traits.map(({ tells }) => tells)).toEqual([false, true, true, false, true, true, true]);
    expect(traits.map(({ hasDigit }) => hasDigit)).toEqual([false, false, true, false, true, true, true]);
    expect(traits.map(({ isNameWithNumber: is }) => is)).toEqual([false, false, true, false, false, false, true]);
  });

  it("keep their numbers, however many there are", () => {
    const words = new WordNumbers();
    const many = Array.from({ length: 5_000 }, (_, index) => `w${index}`);
    const numbers = words.in(many.join(" "));
    expect(new Set(numbers).size).toBe(many.length);
    expect(many.map((word) => words.of(word))).toEqual(numbers);
    expect(words.in("W17 w4999")).toEqual([numbers[17], numbers[4999]]);
  });
});
