import { sha256 } from "../../domain/hash.ts";
import { formatInstant, type Instant } from "../../domain/time.ts";

/** A request as a vendor would send it, not signed yet. */
export interface Posting {
  readonly source: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export const iso = (at: Instant): string => formatInstant(at, "ms");

export const isoSeconds = (at: Instant): string => formatInstant(at, "s");

export const numberOf = (name: string): number => Number.parseInt(sha256(name).slice(0, 7), 16);

export function posting(source: string, body: unknown, headers: Readonly<Record<string, string>> = {}): Posting {
  return { source, headers: { "content-type": "application/json", ...headers }, body: JSON.stringify(body) };
}

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
