import { Type } from "typebox";
import Value from "typebox/value";
import type { Missing } from "../domain/draft/schema.ts";
import { nameHash, sha256 } from "../domain/hash.ts";
import { type Instant, parseInstant } from "../domain/time.ts";
import type { Arrival } from "../ingest/delivery.ts";
import { splitLines } from "./capture-lines.ts";
import { findMembers, type ValueSpan } from "./capture-members.ts";

/** An arrival as a capture holds it: it always has a name. */
export type CapturedArrival = Arrival & { readonly id: string };

/** What a line of a capture was. A line that cannot be used stands in `missing` under a code, and `what` says why to a person. */
export type CaptureLine =
  | { readonly is: "arrival"; readonly line: number; readonly arrival: CapturedArrival }
  | {
      readonly is: "unusable";
      readonly line: number;
      readonly missing: Missing;
      /** Null where the line does not say. */
      readonly receivedAt: Instant | null;
      readonly what: string;
    };

/** No line may be longer: the largest body that any source accepts is far below it. */
const LONGEST_LINE = 64 * 1024 * 1024;

const Headers = Type.Record(Type.String(), Type.Union([Type.String(), Type.Number(), Type.Array(Type.String())]));

const decoder = new TextDecoder();

/**
 * Reads a capture (NDJSON, a delivery a line), a line at a time: `id`, `source`, `receivedAt`, `headers`, and a `body` that is an object,
 * a list or a text (with `"encoding": "base64"` if its bytes are no text). An object's bytes are those that stand in the file.
 * A line without an `id` is named by the hash of what it holds. Empty lines are skipped. The order of lines means nothing.
 */
export async function* readCapture(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<CaptureLine> {
  for await (const { number, bytes } of splitLines(chunks, LONGEST_LINE)) {
    if (bytes === null) {
      const missing = { delivery: `line_${nameHash("too_long")}`, source: "", code: "line_too_long" };
      const what = `the line is longer than ${LONGEST_LINE} bytes`;
      yield { is: "unusable", line: number, missing, receivedAt: null, what };
      continue;
    }
    const content = number === 1 ? withoutByteOrderMark(bytes) : bytes;
    if (!isBlank(content)) yield readLine(content, number);
  }
}

function readLine(bytes: Uint8Array, line: number): CaptureLine {
  const members = findMembers(bytes);
  const name = members && textOf(bytes, members.get("id"));
  const source = (members && textOf(bytes, members.get("source"))) || "";
  const receivedAt = (members && parseInstant(textOf(bytes, members.get("receivedAt")) ?? "")?.at) ?? null;
  const delivery = name || `line_${sha256(bytes).slice(0, 20)}`;
  const unusable = (code: string, what: string): CaptureLine => ({
    is: "unusable",
    line,
    missing: { delivery, source, code },
    receivedAt,
    what,
  });
  if (!members) return unusable("not_json", "the line is no JSON object");
  if (source === "") return unusable("no_source", 'there is no "source": the name of a source as text');
  if (receivedAt === null) return unusable("no_received_at", 'there is no "receivedAt": an RFC 3339 time with a zone');
  const headers = headersOf(bytes, members.get("headers"));
  if (!headers) return unusable("bad_headers", '"headers" must be a map of texts');
  const body = bodyOf(bytes, members);
  if (!body) return unusable("no_body", 'there is no "body": an object, a list or a text');
  return { is: "arrival", line, arrival: { id: delivery, source, headers, body, receivedAt } };
}

function bodyOf(bytes: Uint8Array, members: ReadonlyMap<string, ValueSpan>): Uint8Array | null {
  const span = members.get("body");
  const first = span && String.fromCharCode(bytes[span.start] ?? 0);
  if (first === "{" || first === "[") return bytes.subarray(span?.start, span?.end);
  const text = textOf(bytes, span);
  if (text === null) return null;
  return Buffer.from(text, textOf(bytes, members.get("encoding")) === "base64" ? "base64" : "utf8");
}

function headersOf(bytes: Uint8Array, span: ValueSpan | undefined): Record<string, string> | null {
  if (!span) return {};
  const written = parseAt(bytes, span);
  if (!Value.Check(Headers, written)) return null;
  return Object.fromEntries(Object.entries(written).map(([name, value]) => [name.toLowerCase(), String(value)]));
}

/** The text that stands there; null where none or something else does. */
function textOf(bytes: Uint8Array, span: ValueSpan | undefined): string | null {
  const value = span && parseAt(bytes, span);
  return typeof value === "string" ? value : null;
}

function parseAt(bytes: Uint8Array, { start, end }: ValueSpan): unknown {
  try {
    return JSON.parse(decoder.decode(bytes.subarray(start, end)));
  } catch {
    return undefined;
  }
}

const isBlank = (bytes: Uint8Array): boolean => bytes.every((byte) => byte === 0x20 || byte === 0x09 || byte === 0x0d);

function withoutByteOrderMark(bytes: Uint8Array): Uint8Array {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes;
}
