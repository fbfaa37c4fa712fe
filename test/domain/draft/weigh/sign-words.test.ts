import { describe, expect, it } from "vitest";
import { contextSignInWords } from "../../../../src/domain/draft/weigh/context-sign-words.ts";
import { Course } from "../../../../src/domain/draft/weigh/course.ts";
import { addContextSigns } from "../../../../src/domain/draft/weigh/signs.ts";
import { textSignInWords } from "../../../../src/domain/draft/weigh/text-sign-words.ts";
import weights from "../../../../src/domain/draft/weigh/weights.json" with { type: "json" };
import { LEXICON } from "../../../../src/reading/english/lexicon.ts";
import { SignNames } from "../../sign-names.ts";

describe("a sign of the words", () => {
  it.each([
    ["restarted", "“restarted”"],
    ["on ⟨host⟩", "“on (host)”"],
    ["i _ the", "“i … the”"],
    ["^ i restarted", "it begins with “i restarted”"],
    ["^ -ing", "it begins with “…ing”"],
    ["^ i -ed", "it begins with “i …ed”"],
    ["is back $", "it ends with “is back”"],
    ["? $", "it ends with “?”"],
    ["-ted", "a word that ends in “ted”"],
    ["resta-", "a word that begins with “resta”"],
    ["m:??", "the mark “??”"],
    ["L:me>restart+ed", "“I”, then a word for restarting (-ed)"],
    ["L:^restart+ing", "it begins with a word for restarting (-ing)"],
    ["L:^>restart", "it begins with a word for restarting"],
    ["L:|>me", "a clause begins with “I”"],
    ["L:not works", "a word for working, denied"],
    ["L:users+s", "a word for users"],
    ["L:weather", "a word of the sort “weather”"],
    ["rule acts", "the rule “acts”"],
    ["ruled failed_attempt, plain", "by the rules failed attempt, plainly stated"],
    ["ruled message, not plain", "by the rules talk, not plainly stated"],
    ["ruled change", "by the rules change"],
    ["length:0", "it is one word"],
    ["length:-1", "it is very long"],
  ])("%s", (sign, words) => {
    expect(textSignInWords(sign)).toBe(words);
  });

  it("has words for every class of the lexicon", () => {
    const unworded = Object.keys(LEXICON).filter((name) => textSignInWords(`L:${name}`).includes("of the sort"));
    expect(unworded).toEqual([]);
  });
});

describe("a sign of the surroundings", () => {
  it.each([
    ["worth 7", "its words alone speak for a line"],
    ["deed worth 0", "a deed in words that speak against a line"],
    ["first words, deed", "the first words of its author"],
    ["gap before 4", "there is silence before it"],
    ["gap after none", "nobody spoke after it"],
    ["machine alert 0, state", "a machine's alert within a minute of it"],
    ["machine tells the same 2", "a machine tells the same around it"],
    ["after a human_report, same", "it follows on human report"],
    ["after deed 2, finding", "it follows on a deed that is worth a line itself"],
    ["own before 1 same kind", "its author said the like just before"],
    ["own after 0", "its author goes on within seconds"],
    ["said already 4", "it was said before"],
    ["minutes in 6, plan", "it comes late in the incident"],
    ["nothing known", "“nothing known”"],
  ])("%s", (sign, words) => {
    expect(contextSignInWords(sign)).toBe(words);
  });

  it("has words whatever training found decisive", () => {
    const signs = new Set([...weights.worth.signs, ...weights.kinds.signs]);
    expect([...signs].filter((sign) => contextSignInWords(sign) === `“${sign}”`)).toEqual([]);
  });

  it("has words whatever drafting sees", () => {
    const remark = (at: number, facts: object) => ({
      ...{
        at: at * 60_000_000,
        who: "slack:U1",
        reply: at % 2 === 0,
        channel: at > 3 ? "aside" : "main",
        asks: at === 2,
      },
      ...{ kind: "change" as const, likely: [["change" as const, 0.6] as const], ruled: "change" as const },
      ...{ states: 0.7, worth: at / 10, plain: at > 4, words: ["restart"], length: at },
      ...facts,
    });
    const remarks = [
      remark(1, { who: "slack:U2" }),
      remark(2, {}),
      remark(3, { kind: "external" }),
      remark(9, {}),
      remark(10, {}),
    ];
    const signals = [
      { at: 60_000_000, kind: "alert" as const },
      { at: 600_000_000, kind: "resolution" as const },
    ];
    const course = new Course(remarks, signals);
    const signs = new SignNames();
    for (const index of remarks.keys()) addContextSigns(signs, index, course);
    expect(signs.names.length).toBeGreaterThan(50);
    expect(signs.names.filter((sign) => contextSignInWords(sign) === `“${sign}”`)).toEqual([]);
  });
});
