import { type Static, Type } from "typebox";
import { accept, type Outcome, type Rejection, reject } from "../../domain/outcome.ts";
import type { ToldTime } from "../../domain/time.ts";
import { checkOf } from "./check.ts";
import { maybe } from "./shapes.ts";
import { toldTime } from "./times.ts";

/** The context attributes that we read, and the data as a value. */
export const Envelope = Type.Object({
  specversion: Type.String({ pattern: "^1\\." }),
  id: Type.String({ minLength: 1 }),
  source: Type.String({ minLength: 1 }),
  type: Type.String({ minLength: 1 }),
  time: maybe(Type.String()),
  recordedtime: maybe(Type.String()),
  data: Type.Optional(Type.Unknown()),
});
export type Envelope = Static<typeof Envelope>;

/** One event of a request: its envelope, or why it is none. */
export type Received = { readonly envelope: Envelope } | { readonly problem: Rejection };

type ReadJson = (content: Uint8Array | string) => Outcome<unknown>;

/** When it happened; without `time` the sender told nothing. */
export const toldBy = ({ time }: Envelope): ToldTime | null => toldTime(time);

/** `source` and `id` together are the event's identity, so they must not run into each other. */
export const factsOf = ({ source, id }: Envelope) => `v1:${escaped(source)}:${id}`;

/** A part of an event's key: a colon in it is no end of it. */
export const escaped = (part: string) => part.replaceAll("%", "%25").replaceAll(":", "%3A");

/** An id that is unique only within its sender, made unique. */
export const within = ({ source }: Envelope, id: string) => `${source}#${id}`;

/**
 * The events of a body in structured or batch mode. A sender that calls the body plain JSON is understood too: an array is a batch.
 * A bare CDEvent, which is no CloudEvent, is put into an envelope of its own `context`.
 */
export function readStructured(value: unknown, json: ReadJson): Received[] {
  const parts = Array.isArray(value) ? value : [value];
  return parts.map((part, position) => {
    const outcome = checkOf(Envelope)(unfold(part, json));
    if (outcome.ok) return { envelope: outcome.value };
    const { code, detail } = outcome.rejection;
    return { problem: { code, detail: Array.isArray(value) ? `event ${position}: ${detail}` : detail } };
  });
}

function unfold(part: unknown, json: ReadJson): unknown {
  if (typeof part !== "object" || part === null) return part;
  const { context, data, data_base64, datacontenttype, ...attributes }: Record<string, unknown> = { ...part };
  if (typeof context === "object" && context !== null && attributes["specversion"] === undefined) {
    const { id, source, type, timestamp }: Record<string, unknown> = { ...context };
    return { specversion: "1.0", id, source, type, time: timestamp, data: part };
  }
  const bytes = typeof data_base64 === "string" ? Buffer.from(data_base64, "base64") : undefined;
  return { ...attributes, data: bytes ? dataOf(bytes, datacontenttype, json) : dataOf(data, datacontenttype, json) };
}

const JSON_TYPE = /^[^;]*[/+]json\b/i;

/** Data written as text or bytes, where its type says that it is JSON; anything else as it is. */
function dataOf(data: unknown, contentType: unknown, json: ReadJson): unknown {
  const isJson = typeof contentType !== "string" || JSON_TYPE.test(contentType);
  if (!isJson || !(typeof data === "string" || data instanceof Uint8Array)) return data;
  const parsed = json(data);
  return parsed.ok ? parsed.value : undefined;
}

/** The event of a request in binary mode: attributes in headers `ce-…`, the body is the data. */
export function readBinary(body: Uint8Array, headers: Readonly<Record<string, string>>, json: ReadJson): Received {
  const attributes: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (name.startsWith("ce-")) attributes[name.slice("ce-".length)] = attributeOf(value);
  }
  const data = body.length === 0 ? undefined : dataOf(body, headers["content-type"], json);
  const outcome = checkOf(Envelope)({ ...attributes, data });
  return outcome.ok ? { envelope: outcome.value } : { problem: outcome.rejection };
}

/** Values of headers are percent-encoded, by some senders quoted as well. */
function attributeOf(header: string): string {
  const quoted = /^"(.*)"$/s.exec(header.trim())?.[1];
  const value = quoted === undefined ? header.trim() : quoted.replaceAll(/\\(.)/g, "$1");
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

/** Which of the three content modes a request is in. The batch's type begins like the structured one's, so it is looked at first. */
export function readMode(
  body: Uint8Array,
  headers: Readonly<Record<string, string>>,
  json: ReadJson,
): Outcome<Received[]> {
  const type = (headers["content-type"] ?? "").toLowerCase();
  if (type.startsWith("application/cloudevents")) {
    if (!/^application\/cloudevents(?:-batch)?(?:\+json)?\s*(?:;|$)/.test(type))
      return reject("unsupported_format", "Of the CloudEvents formats only JSON is read: application/cloudevents+json");
  } else if (headers["ce-specversion"] !== undefined) return accept([readBinary(body, headers, json)]);
  const value = json(body);
  return value.ok ? accept(readStructured(value.value, json)) : value;
}
