import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { RowTable } from "../../../src/domain/weights/row-table.ts";
import { pieceOf, SignNumbers } from "../../../src/domain/weights/signs.ts";
import { SignNames } from "../sign-names.ts";

const numbered = (signs: SignNumbers, index: number) => [signs.numberAt(index), signs.sumAt(index)];

describe("a sign", () => {
  it("has the number of its name, of whatever pieces", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string(), fc.string(), (...names) => {
        const [first, second, third, fourth] = names.map(pieceOf);
        const signs = new SignNumbers();
        if (first) signs.add(first, second, third, fourth);
        signs.add(pieceOf(names.join("")));
        expect(numbered(signs, 0)).toEqual(numbered(signs, 1));
      }),
    );
  });

  it("has its pieces joined for a name, and each name once", () => {
    const signs = new SignNames();
    signs.add(pieceOf("^"), pieceOf(" i"));
    signs.add(pieceOf("i"), pieceOf(" restarted"));
    signs.add(pieceOf("^ "), pieceOf("i"));
    expect(signs.names).toEqual(["^ i", "i restarted"]);
  });
});

describe("signs", () => {
  const names = Array.from({ length: 3_000 }, (_, index) => `sign ${index % 7} of ${index}`);

  it("are found by their numbers, in the order in which they were seen", () => {
    const table = new RowTable(names);
    const seen = new SignNumbers();
    for (const name of names.toReversed()) {
      seen.add(pieceOf(name));
      seen.add(pieceOf(`${name}?`));
    }
    expect(table.find(seen)).toEqual(names.map((_, row) => row).reverse());
  });

  it("that were forgotten are not found", () => {
    const seen = new SignNumbers();
    for (const name of names) seen.add(pieceOf(name));
    seen.clear();
    seen.add(pieceOf("sign 2 of 2"));
    expect(new RowTable(names).find(seen)).toEqual([2]);
  });

  it("are not taken for others of the same number", () => {
    const table = new RowTable(["one"]);
    const { number, sum } = pieceOf("one");
    const seen = (of: number) => ({ count: 1, numberAt: () => number, sumAt: () => of });
    expect(table.find(seen(sum + 1))).toEqual([]);
    expect(table.find(seen(sum))).toEqual([0]);
  });
});
