import { describe, expect, it } from "vitest";
import { unbroken } from "../../../src/web/view/unbroken.ts";

/** With no-break spaces to be seen. */
const shown = (sentence: string) => unbroken(sentence).replaceAll("\u00A0", "_");

describe("a sentence of ours", () => {
  it.each([
    ["100 % likely worth a line, by its words", "100_% likely worth a line, by its words"],
    ["received, 1 h 23 min 58 s later", "received, 1_h 23_min 58_s later"],
    ["2 d 4 h (target 5 min)", "2_d 4_h (target 5_min)"],
    ["6 minutes, 3 deploys, 2 seen, 4 %x", "6 minutes, 3 deploys, 2 seen, 4 %x"],
  ])("has no line end between a figure and its unit: %s", (sentence, expected) => {
    expect(shown(sentence)).toBe(expected);
  });

  it("leaves what it quotes as it was written", () => {
    expect(shown('by its words (“5 % of all”; 3 min on), and "2 h" of it, 9 s')).toBe(
      'by its words (“5 % of all”; 3_min on), and "2 h" of it, 9_s',
    );
  });
});
