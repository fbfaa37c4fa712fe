import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SORTS, withSorts } from "../../src/reading/trained/sorts.ts";
import { wordsWithSorts } from "../../src/reading/trained/words.ts";

describe("the words of a text", () => {
  it.each([
    ["Rolling back web-frontend to v1.4.2 now", "rolling back web-frontend to ⟨version⟩ now"],
    ["5 per cent of pr #12, since 09:40 UTC?!", "⟨percent⟩ of ⟨ref⟩ , since ⟨clock⟩ ?!"],
    ["it’s db-7.example.net… again...", "it's ⟨thing⟩ … again ..."],
    ["<@U12|Oona B> wrote `x y` :tada:", "⟨mention⟩ wrote ⟨code⟩ ⟨emoji⟩"],
    ["a ⟨b c⟩ d", "a b c d"],
    ["größer als 300 ms", "größer als ⟨status⟩ ms"],
  ])("%s", (text, words) => {
    expect(wordsWithSorts(text).join(" ")).toBe(words);
  });

  it("are the same as when each sort is looked for in the whole text", () => {
    const pieces = [
      ...["5", " ", "per cent", "%", "10:30", "utc", "v1.2.3", "-", "_", ".", "/", "#", "12", "PR", "ABC-12", "T12345"],
      ...["@oona", "<@U1|x y>", "<", ">", ":smile:", "http://a.b/c", "😀", "500s", "4xx", "min", "gb/s", "a-b.c", "é"],
      ...["2026-01-02", "T10:00", "\n", "~", "+", "k", "s", "\u00a0", "go"],
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 12 }), (some) => {
        const text = some.join("");
        const whole = SORTS.reduce((rest, { pattern, as }) => rest.replaceAll(pattern, as), text);
        expect(withSorts(text)).toBe(whole);
      }),
      { numRuns: 2_000 },
    );
  });
});
