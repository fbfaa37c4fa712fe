import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { WordTable } from "../../src/reading/trained/word-table.ts";

/** A table that counts how often it had to learn a word. */
function counted(most: number) {
  const learnt: string[] = [];
  const table = new WordTable((text) => {
    learnt.push(text);
    return { text };
  }, most);
  return { table, learnt };
}

describe("a table of words", () => {
  it("learns each word once, wherever in a text it stands", () => {
    const { table, learnt } = counted(10);
    const text = "restart the router, the router";
    const found = [table.at(text, 12, 18), table.at(text, 24, 30), table.of("router"), table.of("route")];
    expect(found.map(({ text }) => text)).toEqual(["router", "router", "router", "route"]);
    expect(found[1]).toBe(found[0]);
    expect(learnt).toEqual(["router", "route"]);
  });

  it("forgets all of them when there are too many", () => {
    const { table, learnt } = counted(3);
    for (const word of ["a", "b", "c", "a", "d", "a", "d"]) table.of(word);
    expect(learnt).toEqual(["a", "b", "c", "d", "a"]);
  });

  it("takes no word for another, however many it has seen", () => {
    const word = fc.string({ unit: fc.constantFrom("a", "b", "é", "⟨", "'"), maxLength: 4 });
    fc.assert(
      fc.property(fc.array(word, { maxLength: 200 }), fc.integer({ min: 1, max: 40 }), (words, most) => {
        const { table } = counted(most);
        const text = words.join("");
        let at = 0;
        for (const one of words) {
          expect(table.at(text, at, at + one.length).text).toBe(one);
          at += one.length;
        }
      }),
    );
  });
});
