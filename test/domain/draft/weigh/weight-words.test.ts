import { expect, it } from "vitest";
import { weightInWords } from "../../../../src/domain/draft/weigh/weight-words.ts";

it("tells how likely a line is, with what decided it in its words and around it", () => {
  expect(weightInWords(0.834, { inText: ["^ i restarted", "L:me"], around: ["first words, deed"] })).toBe(
    "80 % likely worth a line, by its words (it begins with “i restarted”; “I”) and by what is around it (the first words of its author)",
  );
});

it("leaves out what nothing decided, and says nothing twice", () => {
  expect(weightInWords(0.1, { inText: [], around: ["gap before 3", "gap before 4"] })).toBe(
    "10 % likely worth a line, by what is around it (there is silence before it)",
  );
  expect(weightInWords(1, { inText: [], around: [] })).toBe("100 % likely worth a line");
});
