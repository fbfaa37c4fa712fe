import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { plainText, sentencesOf } from "../../src/reading/plain-text.ts";

describe("plainText", () => {
  it.each([
    ["<@U0123ABCD> restarted <#C01|checkout-ops>", "restarted checkout-ops"],
    ["see <https://wiki.example/x|the runbook> or https://wiki.example/y", "see the runbook or"],
    ["*done* :white_check_mark: &lt;500 ms &amp; falling", "done <500 ms & falling"],
    ["> quoted\nmine", "mine"],
    ["look:\n```\nPANIC\n```\nthere", "look: there"],
    ["web_7_eu and 10:30:15 stay", "web_7_eu and 10:30:15 stay"],
  ])("%j becomes %j", (text, plain) => {
    expect(plainText(text).replaceAll(/\s+/g, " ").trim()).toBe(plain);
  });
});

describe("sentencesOf", () => {
  it("parts at lines and at ends of sentences, not at numbers and abbreviations", () => {
    expect(sentencesOf("rolled back. 1.5 % fail, e.g. logins\nlooking on; more later")).toEqual([
      "rolled back.",
      "1.5 % fail, e.g. logins",
      "looking on;",
      "more later",
    ]);
  });

  it("gives nothing for signs and blanks", () => {
    expect(sentencesOf(" ... \n :tada: \n --- ")).toEqual([]);
  });

  it("parts at a run of blanks with a line's end anywhere in it", () => {
    expect(sentencesOf("a  \n \n  b e.g.\n c   d.  \n\n> quoted\n \n  > again\n\n e")).toEqual([
      "a",
      "b e.g.",
      "c d.",
      "e",
    ]);
  });

  // Each took seconds.
  it.each([" ", "\n", "\u2028", "<#", "<!|", "<https:a", "<https:|", "&gt;", ":a"])(
    "takes no time for a text of nothing but %j",
    { timeout: 30_000 },
    (unit) => {
      const flood = unit.repeat(100_000 / unit.length);
      expect(sentencesOf(`x done. ${flood}y`).at(0)).toBe("x done.");
      expect(sentencesOf(`x ${flood}`)).toHaveLength(1);
    },
  );

  it("never throws, and every sentence is one line", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 300 }), (text) => {
        for (const sentence of sentencesOf(text)) expect(sentence).not.toMatch(/\n|^\s|\s$/);
      }),
    );
  });
});
