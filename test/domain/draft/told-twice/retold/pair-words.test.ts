import { describe, expect, it } from "vitest";
import { pairSignInWords } from "../../../../../src/domain/draft/told-twice/retold/pair-words.ts";
import weights from "../../../../../src/domain/draft/told-twice/retold/weights.json" with { type: "json" };

describe("a sign of two that may be one", () => {
  it.each([
    ["change > deed", "a machine's change, then a deed"],
    ["deed > change, after, 0", "a deed, within seconds a machine's change"],
    ["alert > trouble, words, 2", "an alert, then word of trouble with several rare words in common"],
    ["answer > acceptance, hand same", "an answered page, then somebody taking it on by the same hand"],
    ["finding > finding, after, 4", "a finding, much later a finding"],
    ["gap 0", "at once"],
    ["gap 4", "minutes later"],
    ["hand other", "by another hand"],
    ["words 0", "without telling words in common"],
    ["words 5", "with several rare words in common"],
    ["numbers apart", "naming other numbers"],
    ["between 0", "nothing between them"],
    ["between 3", "others between them"],
    ["seconds: agrees", "who agrees"],
    ["nothing known", "“nothing known”"],
  ])("%s", (sign, words) => {
    expect(pairSignInWords(sign)).toBe(words);
  });

  it("has words whatever training found decisive", () => {
    expect(weights.signs.filter((sign) => pairSignInWords(sign) === `“${sign}”`)).toEqual([]);
  });
});
