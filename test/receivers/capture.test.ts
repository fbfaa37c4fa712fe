import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type CaptureLine, readCapture } from "../../src/receivers/capture.ts";
import { splitLines } from "../../src/receivers/capture-lines.ts";
import { findMembers } from "../../src/receivers/capture-members.ts";

async function* inChunks(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const collected: T[] = [];
  for await (const item of items) collected.push(item);
  return collected;
}

async function read(text: string | Uint8Array, size = 7): Promise<CaptureLine[]> {
  return collect(readCapture(inChunks(Buffer.from(text), size)));
}

const bodyOf = (line: CaptureLine | undefined): string | undefined =>
  line?.is === "arrival" ? Buffer.from(line.arrival.body).toString() : undefined;

const head = '"id":"a1","source":"door","receivedAt":"2026-03-01T10:00:00.25Z"';

describe("a line", () => {
  it("gives an arrival, its headers in lower case, its body's bytes as they stand", async () => {
    const [line] = await read(`{${head},"headers":{"X-Parrot":"kraa","Age":3},"body":{"n" : 12345678901234567890 }}\n`);
    expect(line).toMatchObject({
      is: "arrival",
      line: 1,
      arrival: {
        id: "a1",
        source: "door",
        headers: { "x-parrot": "kraa", age: "3" },
        receivedAt: Date.parse("2026-03-01T10:00:00.250Z") * 1000,
      },
    });
    expect(bodyOf(line)).toBe('{"n" : 12345678901234567890 }');
  });

  it("may hold a list, a text, or bytes that are no text", async () => {
    const lines = await read(
      [
        `{${head},"body":[{"x":"]}"}]}`,
        `{${head},"body":"a=b&c=\\u00e9"}`,
        `{${head},"body":"/wA=","encoding":"base64"}`,
      ].join("\n"),
    );
    expect(lines.slice(0, 2).map(bodyOf)).toEqual(['[{"x":"]}"}]', "a=b&c=é"]);
    expect(lines[2]?.is === "arrival" && [...lines[2].arrival.body]).toEqual([0xff, 0]);
  });

  it("is named by what it holds where it has no id, wherever it stands", async () => {
    const line = '{"source":"door","receivedAt":"2026-03-01T10:00:00Z","body":{}}';
    const names = (await read(`${line}\n\n${line.replace("{}", "[]")}\n${line}`)).map(
      (one) => one.is === "arrival" && one.arrival.id,
    );
    expect(names[0]).toMatch(/^line_[0-9a-f]{20}$/);
    expect(names[2]).toBe(names[0]);
    expect(names[1]).not.toBe(names[0]);
  });

  it("that cannot be used says why, and the others are read", async () => {
    const lines = await read(
      [
        "what is this",
        `{${head},"body":{}`,
        '{"id":"b","receivedAt":"2026-03-01T10:00:00Z","body":{}}',
        '{"id":"c","source":"door","receivedAt":"yesterday","body":{}}',
        '{"id":"d","source":"door","receivedAt":"2026-03-01T10:00:00","body":{}}',
        `{${head},"headers":[1],"body":{}}`,
        `{${head},"body":7}`,
        `{${head}}`,
        `{${head},"body":{}}`,
      ].join("\r\n"),
    );
    expect(lines.map((line) => (line.is === "arrival" ? "arrival" : line.missing.code))).toEqual([
      "not_json",
      "not_json",
      "no_source",
      "no_received_at",
      "no_received_at",
      "bad_headers",
      "no_body",
      "no_body",
      "arrival",
    ]);
    expect(lines[3]).toMatchObject({ line: 4, missing: { delivery: "c", source: "door" } });
  });

  it("may begin after a byte order mark, and lines may be blank", async () => {
    const lines = await read(`\uFEFF{${head},"body":{}}\n  \n\t\r\n{${head},"body":{}}`);
    expect(lines.map(({ is, line }) => [is, line])).toEqual([
      ["arrival", 1],
      ["arrival", 4],
    ]);
  });
});

describe("reading", () => {
  it("cuts lines alike whatever the chunks", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: fc.constantFrom("a", "é", "\n", "\r", "{") }),
        fc.integer({ min: 1, max: 9 }),
        async (text, size) => {
          const lines = await collect(splitLines(inChunks(Buffer.from(text), size), 100));
          const expected = text.split("\n");
          if (expected.at(-1) === "") expected.pop();
          expect(lines.map(({ bytes }) => bytes && Buffer.from(bytes).toString())).toEqual(expected);
        },
      ),
    );
  });

  it("skips a line that is too long, holding none of it", async () => {
    const lines = await collect(splitLines(inChunks(Buffer.from(`${"x".repeat(50)}\nok\n`), 4), 10));
    expect(lines.map(({ number, bytes }) => [number, bytes && Buffer.from(bytes).toString()])).toEqual([
      [1, null],
      [2, "ok"],
    ]);
  });

  it("finds the members that JSON.parse finds", () => {
    const blanks = fc.constantFrom("", " ", "\t");
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), blanks, (object, indent) => {
        const bytes = Buffer.from(JSON.stringify(object, null, indent).replaceAll("\n", " "));
        const members = findMembers(bytes);
        const found = [...(members ?? [])].map(([name, { start, end }]) => [
          name,
          JSON.parse(bytes.subarray(start, end).toString()),
        ]);
        expect(found).toEqual(Object.entries(JSON.parse(bytes.toString())));
      }),
    );
  });

  it("takes no broken object for one", () => {
    const whole = '{"a":{"b":["}",1]},"c":"\\"}"}';
    for (let length = 0; length < whole.length; length += 1) {
      expect(findMembers(Buffer.from(whole.slice(0, length)))).toBeNull();
    }
    for (const text of ["[]", '"a"', "{} x", '{"a" 1}', '{"a":1,}', "{'a':1}", '{"a":}', '{"a":1 "b":2}x'])
      expect(findMembers(Buffer.from(text))).toBeNull();
    expect(findMembers(Buffer.from(" { } "))?.size).toBe(0);
  });
});
