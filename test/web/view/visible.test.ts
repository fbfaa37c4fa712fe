import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { safeLink } from "../../../src/web/view/links.ts";
import { visible } from "../../../src/web/view/visible.ts";

describe("hidden characters are shown", () => {
  it.each([
    ["a right-to-left override", "pay\u202Egnp.exe", "pay⟦U+202E⟧gnp.exe"],
    ["isolates", "\u2066x\u2069", "⟦U+2066⟧x⟦U+2069⟧"],
    ["a zero-width space", "ad\u200Bmin", "ad⟦U+200B⟧min"],
    ["a joiner inside a word", "ad\u200Dmin", "ad⟦U+200D⟧min"],
    ["an escape code", "\u001B[31mred", "⟦U+001B⟧[31mred"],
    ["a NUL", "a\u0000b", "a⟦U+0000⟧b"],
    ["a byte order mark", "\uFEFFa", "⟦U+FEFF⟧a"],
    ["a tag character", "a\u{E0041}", "a⟦U+E0041⟧"],
    ["a soft hyphen", "in\u00ADcident", "in⟦U+00AD⟧cident"],
    ["half a character", "a\uD83D", "a\uFFFD"],
    ["line breaks and tabs", "a\r\nb\tc\u2028d\u2029e\u0085f\vg\fh", "a b c d e f g h"],
  ])("%s", (_name, text, shown) => {
    expect(visible(text)).toBe(shown);
  });

  it("but not where they belong to the writing", () => {
    for (const text of ["👩‍🚒 on it", "❤️", "می‌خواهم", "naïve Ελληνικά עברית 日本語"]) expect(visible(text)).toBe(text);
  });

  it("and nothing else is touched", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const shown = visible(text);
        expect(shown).not.toMatch(/[\p{Cc}\u202A-\u202E\u2066-\u2069\u200B\uFEFF]/u);
        expect(visible(shown)).toBe(shown);
      }),
      { numRuns: 200 },
    );
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(visible(text)).toBe(text);
      }),
    );
  });
});

describe("links", () => {
  it.each([
    ["https://status.example.org/i/1?a=b", "status.example.org"],
    ["http://10.0.0.1:9090/graph", "10.0.0.1:9090"],
    ["mailto:ops@example.org", "ops@example.org"],
    ["https://good.example@evil.example/", "evil.example"],
  ])("%s goes to %s", (url, host) => {
    expect(safeLink(url)?.host).toBe(host);
  });

  it.each([
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    " \u0001javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:x",
    "file:///etc/passwd",
    "//example.org",
    "not an address",
    "",
  ])("%s is none", (url) => {
    expect(safeLink(url)).toBeNull();
  });

  it("nothing is none", () => {
    expect(safeLink(undefined)).toBeNull();
  });
});
