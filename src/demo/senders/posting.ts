import { sha256 } from "../../domain/hash.ts";
import { formatInstant, type Instant } from "../../domain/time.ts";

/** A request as a vendor would send it, not signed yet. */
export interface Posting {
  readonly source: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** RFC 3339 in UTC, with milliseconds. */
export const iso = (at: Instant): string => formatInstant(at, "ms");

/** RFC 3339 in UTC, to the second. */
export const isoSeconds = (at: Instant): string => formatInstant(at, "s");

/** An id as vendors number things: always the same for a name. */
export const numberOf = (name: string): number => Number.parseInt(sha256(name).slice(0, 7), 16);

/** A request with a JSON body, not signed yet. */
export function posting(source: string, body: unknown, headers: Readonly<Record<string, string>> = {}): Posting {
  return { source, headers: { "content-type": "application/json", ...headers }, body: JSON.stringify(body) };
}

/** A CloudEvent in structured mode. */
export function cloudEvent(
  type: string,
  id: string,
  origin: string,
  at: Instant,
  fields: Readonly<Record<string, unknown>>,
): Posting {
  const event = {
    specversion: "1.0",
    id,
    type,
    source: `https://${origin}.saltmarsh.example`,
    time: iso(at),
    datacontenttype: "application/json",
    data: fields,
  };
  return posting("cloudevents", event, { "content-type": "application/cloudevents+json" });
}
