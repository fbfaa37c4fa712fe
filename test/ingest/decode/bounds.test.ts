import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cut, parseBounded } from "../../../src/ingest/decode/bounds.ts";

function read(content: Uint8Array | string): unknown {
  const parsed = parseBounded(content);
  if (!parsed.ok) throw new Error(parsed.rejection.code);
  return parsed.value;
}

function codeOf(content: Uint8Array | string): string {
  const parsed = parseBounded(content);
  return parsed.ok ? "accepted" : parsed.rejection.code;
}

const nested = (depth: number) => `${"[".repeat(depth)}${"]".repeat(depth)}`;

describe("what is read as JSON reads it", () => {
  it("any value of JSON, as bytes and as text", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify(value);
        const expected: unknown = JSON.parse(text);
        fc.pre(!/constructor|prototype|__proto__/.test(text));
        expect(read(text)).toEqual(expected);
        expect(read(Buffer.from(text))).toEqual(expected);
      }),
    );
  });

  it("a byte order mark is skipped, and of two members of one name the last counts", () => {
    expect(read(Buffer.from('\ufeff{"a":1,"a":2}'))).toEqual({ a: 2 });
  });

  it("a view into a larger buffer", () => {
    expect(read(new Uint8Array(Buffer.from('xx{"a":1}yy')).subarray(2, 9))).toEqual({ a: 1 });
  });

  it.each(["", " ", "{", "{]", "nul", "'a'", '{"a":1}}', "\u0000", '{"a":NaN}', "\xef\xbb"])(
    "no JSON is a rejection, not an exception: %j",
    (text) => {
      expect(codeOf(text)).toBe("not_json");
    },
  );
});

describe("bounds", () => {
  it("64 levels pass, 65 do not", () => {
    expect(codeOf(nested(64))).toBe("accepted");
    expect(codeOf(nested(65))).toBe("too_deep");
  });

  it.each([
    ["arrays", nested(500_000)],
    ["objects", `${'{"a":'.repeat(500_000)}1${"}".repeat(500_000)}`],
  ])("500,000 nested %s exhaust nothing", (_name, text) => {
    expect(codeOf(text)).toBe("too_deep");
  });

  it("more values than a body has reason to hold do not pass, a storm's group does", () => {
    expect(codeOf(`[${"0,".repeat(499_998)}0]`)).toBe("accepted");
    expect(codeOf(`[${"0,".repeat(500_000)}0]`)).toBe("too_many_values");
    const labels = Object.fromEntries(Array.from({ length: 12 }, (_, index) => [`label${index}`, "value"]));
    const alerts = Array.from({ length: 9_000 }, () => ({ status: "firing", labels, annotations: labels }));
    expect(codeOf(JSON.stringify({ alerts }))).toBe("accepted");
  });

  it("an endless string is cut from the view, an endless name left out of it", () => {
    const value = read(`{"text":"${"x".repeat(300_000)}","${"n".repeat(2_000)}":1}`) as { text: string };
    expect(Object.keys(value)).toEqual(["text"]);
    expect(value.text).toHaveLength(262_144);
  });

  it("a cut never goes through a character", () => {
    expect(cut("ab😀", 3)).toBe("ab");
    expect(cut("ab😀", 4)).toBe("ab😀");
  });
});

describe("what must not come in", () => {
  it.each([
    '{"__proto__":{"x":1},"ok":1}',
    '{"\\u005f_proto__":{"x":1},"ok":1}',
    '{"constructor":{"prototype":{"x":1}},"ok":1}',
    '{"prototype":1,"ok":1}',
  ])("names that reach prototypes: %s", (text) => {
    const value = read(text);
    expect(Object.getOwnPropertyNames(value)).toEqual(["ok"]);
    expect(Object.assign({}, value)).not.toHaveProperty("x");
    expect(({} as { x?: unknown }).x).toBeUndefined();
  });

  it("also deep down", () => {
    expect(JSON.stringify(read('[{"a":[{"__proto__":1,"b":2}]}]'))).toBe('[{"a":[{"b":2}]}]');
  });

  it("NUL characters and lone surrogates; bytes that are no UTF-8 read as U+FFFD", () => {
    expect(read('{"a":"x\\u0000y","b":["\\ud800z"]}')).toEqual({ a: "xy", b: ["\ufffdz"] });
    expect(read('"\\u0000"')).toBe("");
    expect(read(Buffer.from([0x22, 0xff, 0xfe, 0x22]))).toBe("\ufffd\ufffd");
  });
});
