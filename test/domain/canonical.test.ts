import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalJson } from "../../src/domain/canonical.ts";

/** The plainest reading of RFC 8785, without regard for time. */
function plain(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((element) => plain(element ?? null)).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  const byName = members.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return `{${byName.map(([name, member]) => `${JSON.stringify(name)}:${plain(member)}`).join(",")}}`;
}

describe("canonical JSON", () => {
  it("writes the numbers of RFC 8785, appendix B", () => {
    const samples: readonly [number, string][] = [
      [0, "0"],
      [-0, "0"],
      [5e-324, "5e-324"],
      [1.7976931348623157e308, "1.7976931348623157e+308"],
      [9007199254740992, "9007199254740992"],
      [295147905179352830000, "295147905179352830000"],
      [1e23, "1e+23"],
      [333333333.3333332, "333333333.3333332"],
      [0.000001, "0.000001"],
      [-0.0000033333333333333333, "-0.0000033333333333333333"],
      [1424953923781206.2, "1424953923781206.2"],
    ];
    for (const [number, text] of samples) expect(canonicalJson([number])).toBe(`[${text}]`);
  });

  it("sorts members by UTF-16 code units, and escapes as the RFC's examples do", () => {
    const names = { "\u20ac": 1, "\r": 2, "\ufb33": 3, "1": 4, "\ud83d\ude00": 5, "\u0080": 6, "\u00f6": 7 };
    expect(canonicalJson(names)).toBe('{"\\r":2,"1":4,"\u0080":6,"\u00f6":7,"\u20ac":1,"\ud83d\ude00":5,"\ufb33":3}');
    expect(canonicalJson({ s: '\u20ac$\u000f\nA\'B"\\\\"/' })).toBe('{"s":"\u20ac$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}');
    expect(canonicalJson("\ud800")).toBe('"\\ud800"');
  });

  it("orders names that look like indices as text, and keeps one that an engine takes for something else", () => {
    expect(canonicalJson({ b: 1, "10": 2, "9": 3, a: { "2": 0, "1": 0 } })).toBe(
      '{"10":2,"9":3,"a":{"1":0,"2":0},"b":1}',
    );
    expect(canonicalJson(JSON.parse('{"z":1,"__proto__":{"b":1,"a":2}}'))).toBe('{"__proto__":{"a":2,"b":1},"z":1}');
  });

  it("leaves out what is undefined, refuses what is no number, and changes nothing of what it is given", () => {
    const value = Object.freeze({ b: undefined, a: Object.freeze([undefined, Object.freeze({ d: 1, c: 2 })]) });
    expect(canonicalJson(value)).toBe('{"a":[null,{"c":2,"d":1}]}');
    expect(Object.keys(value)).toEqual(["b", "a"]);
    for (const number of [Number.NaN, Number.POSITIVE_INFINITY])
      for (const holder of [number, { a: number }, { "1": [number] }])
        expect(() => canonicalJson(holder)).toThrow(TypeError);
  });

  it("writes any value as its plainest reading does", () => {
    const value = fc.anything({
      key: fc.oneof(fc.string({ unit: "binary", maxLength: 3 }), fc.constantFrom("a", "b", "1", "2", "__proto__")),
      values: [fc.double({ noNaN: true, noDefaultInfinity: true }), fc.string(), fc.boolean(), fc.constant(null)],
    });
    fc.assert(
      fc.property(value, (one) => {
        expect(canonicalJson(one)).toBe(plain(one));
      }),
    );
  });
});
