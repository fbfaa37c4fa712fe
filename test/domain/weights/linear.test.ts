import { describe, expect, it } from "vitest";
import { type Known, openModel, openPair } from "../../../src/domain/weights/linear.ts";
import { pieceOf, SignNumbers } from "../../../src/domain/weights/signs.ts";

/** Weights for "no" and "yes", sign after sign. */
const model = openModel({
  classes: ["no", "yes"],
  bias: [0, 0],
  scale: 0.1,
  signs: ["restarted", "thanks", "deployed", "the", "again"],
  weights: btoa(String.fromCharCode(...Uint8Array.from([-10, 10, 30, -30, -20, 20, 5, 5, -10, 10]))),
});

function known(names: readonly string[]): Known {
  const signs = new SignNumbers();
  for (const name of names) signs.add(pieceOf(name));
  return model.known(signs);
}

describe("what decides", () => {
  it("is what speaks most for a class and against the other, the strongest first", () => {
    const seen = ["the", "thanks", "restarted", "deployed", "unknown"];
    expect(model.decisive(known(seen), 1, 3)).toEqual(["deployed", "restarted"]);
    expect(model.decisive(known(seen), 0, 3)).toEqual(["thanks"]);
  });

  it("is no more than was asked for; of equal strength the first by name", () => {
    const seen = ["restarted", "again", "deployed"];
    expect(model.decisive(known(seen), 1, 1)).toEqual(["deployed"]);
    expect(model.decisive(known(seen), 1, 2)).toEqual(["deployed", "again"]);
    expect(model.decisive(known(seen.toReversed()), 1, 2)).toEqual(["deployed", "again"]);
    expect(model.decisive(known(seen), 1, 0)).toEqual([]);
  });
});

it("likelihoods sum to one, and signs that nobody knows change nothing", () => {
  const [no = 0, yes = 0] = model.judge(known(["deployed", "unknown"]));
  expect(no + yes).toBeCloseTo(1);
  expect(yes).toBeCloseTo(1 / (1 + Math.exp(-4)));
  expect([...model.judge(known([]))]).toEqual([0.5, 0.5]);
});

it("a sign counts once, however often it was seen", () => {
  expect(known(["deployed", "the", "deployed", "unknown", "the"])).toEqual([2, 3]);
  expect(known(["deployed"])).toEqual([2]);
});

it("two models that share a look-up judge as each does alone", () => {
  const one = { classes: ["no", "yes"], bias: [0, 0], scale: 0.1, weights: btoa("\u0001\u0020\u0003\u0040") };
  const [first, second] = [
    { ...one, signs: ["the", "again"] },
    { ...one, signs: ["again", "gone"] },
  ];
  const pair = openPair(first, second);
  const signs = new SignNumbers();
  for (const name of ["gone", "unknown", "again", "the", "again"]) signs.add(pieceOf(name));
  const [known, ofFirst, ofSecond] = [pair.known(signs), openModel(first), openModel(second)];
  expect(known).toHaveLength(3);
  expect(pair.first.judge(known)).toEqual(ofFirst.judge(ofFirst.known(signs)));
  expect(pair.second.judge(known)).toEqual(ofSecond.judge(ofSecond.known(signs)));
  expect(pair.first.decisive(known, 1, 3)).toEqual(["again", "the"]);
  expect(pair.second.decisive(known, 1, 3)).toEqual(["gone", "again"]);
});
