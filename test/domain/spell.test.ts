import { expect, it } from "vitest";
import { spell, spellSpan } from "../../src/domain/spell.ts";
import { SECOND } from "../../src/domain/time.ts";

it("spells lengths of time, with whole days, cut to the second", () => {
  expect([0, 21, 81, 3600, 10_092.9, 90_061].map(spell)).toEqual([
    ...["0 s", "21 s", "1 min 21 s", "1 h", "2 h 48 min 12 s", "1 d 1 h 1 min 1 s"],
  ]);
});

it("says the seconds of minutes in a sentence, and the minutes of hours", () => {
  expect([59.9, 171, 3599, 3601, 10_092].map((seconds) => spellSpan(seconds * SECOND))).toEqual([
    ...["59 s", "2 min 51 s", "59 min 59 s", "1 h", "2 h 48 min"],
  ]);
});
