import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { beyond, distinct, firstSaid, oneLine, said } from "../../../src/sources/lib/text.ts";

describe("said", () => {
  it.each([
    undefined,
    null,
    "",
    "  \n",
    "null",
    "undefined",
    "<no value>",
    "$ALERT_TITLE",
    "$TAGS.env",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: an unrendered variable is what is read here
    "${title}",
    "{{ $labels.instance }}",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: an unrendered variable is what is read here
    "${{ steps.x }}",
  ])("hears nothing in %j", (text) => {
    expect(said(text)).toBeUndefined();
  });

  it.each([
    ["  quote-engine ", "quote-engine"],
    ["costs $5", "costs $5"],
    ["$5", "$5"],
    ["set {{x}} in the template", "set {{x}} in the template"],
    ["nullable", "nullable"],
  ])("hears %j", (text, expected) => {
    expect(said(text)).toBe(expected);
  });
});

describe("oneLine", () => {
  it("makes one line of several, without control characters", () => {
    expect(oneLine(" a\r\n\tb\u0000c\u001b[31m  d ")).toBe("a b c [31m d");
  });

  it("cuts with an ellipsis, never inside a character", () => {
    expect(oneLine("abcdef", 6)).toBe("abcdef");
    expect(oneLine("abcdefg", 6)).toBe("abcde…");
    expect(oneLine("abcd🚒🚒", 6)).toBe("abcd…");
  });

  it("keeps its length and stays well-formed for any text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 60 }), fc.integer({ min: 2, max: 40 }), (text, length) => {
        const line = oneLine(text, length);
        expect(line.length).toBeLessThanOrEqual(length);
        expect(line.isWellFormed()).toBe(true);
        expect(line).not.toMatch(/[\n\r\t]/);
      }),
    );
  });
});

describe("beyond", () => {
  it("keeps what says more than the title", () => {
    expect(beyond("Quotes fail", "Quotes fail since noon")).toBe("Quotes fail since noon");
    expect(beyond("Quotes fail since noon", "Quotes fail since noon")).toBeUndefined();
    expect(beyond("Errors: Quotes fail", "Quotes fail")).toBeUndefined();
    expect(beyond("Errors", "null")).toBeUndefined();
    expect(beyond("a b", "a\nb")).toBe("a\nb");
  });
});

describe("firstSaid and distinct", () => {
  it("skip what says nothing", () => {
    expect(firstSaid("", null, "$X", " yes ", "no")).toBe("yes");
    expect(firstSaid(undefined, "null")).toBeUndefined();
    expect(distinct(["b", undefined, "a ", "b", "null", "a"])).toEqual(["b", "a"]);
  });
});
