import { formatInstant, type Instant, parseInstant } from "./time.ts";

/** A stretch of time of which something that was sent will never be read, and where that lay. */
export interface Loss {
  readonly from: Instant;
  readonly to: Instant;
  readonly place: string;
}

const NAME = /^lost:([^/\s]+)\/([^/\s]+) (.*)$/s;

/** The name under which a loss stands among the deliveries that could not be used: `lost:`, its time as ISO 8601 writes intervals, its place. */
export function nameLoss({ from, to, place }: Loss): string {
  return `lost:${formatInstant(from, "ms")}/${formatInstant(to, "ms")} ${place}`;
}

/** The loss that a name tells of; null for the name of a delivery. */
export function lossOf(name: string): Loss | null {
  const [, from = "", to = "", place = ""] = NAME.exec(name) ?? [];
  const [begun, ended] = [parseInstant(from)?.at, parseInstant(to)?.at];
  return begun === undefined || ended === undefined ? null : { from: begun, to: ended, place };
}
