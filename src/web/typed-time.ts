import {
  formatInstant,
  HOUR,
  type Instant,
  MINUTE,
  type Precision,
  parseInstant,
  SECOND,
  type Span,
} from "../domain/time.ts";

/** What a typed time may lean on. All as drafts serve them; empty where there is none. */
export interface TimeFrame {
  /** The day of a time without a date: `2026-03-01`. */
  readonly day: string;
  /** The time that stands in the draft, where `+5m` counts from: without seconds where they are not known. */
  readonly stands: string;
  /** Where `T+12:00` counts from. */
  readonly origin: string;
}

export interface TypedTime {
  /** RFC 3339, UTC */
  readonly at: string;
  readonly precision: Precision;
}

const CLOCK =
  /^(?:(\d{4}-\d\d-\d\d)(?:[T ]|\s+))?(\d\d?):(\d\d)(:\d\d(?:[.,]\d{1,6})?)?\s*(?:(Z|UTC)|([+-]\d\d:?\d\d))?$/i;
const SINCE_ORIGIN = /^T\s*([+-])\s*(?:(\d{1,3}):)?(\d{1,2}):(\d\d)$/i;
const SHIFT = /^([+-])\s*(?:(\d{1,3})\s*h)?\s*(?:(\d{1,4})\s*m(?:in)?)?\s*(?:(\d{1,5})\s*s)?$/i;

/**
 * Reads a time as people type it: `14:02`, `14:02:30`, with a date before it or a zone behind it, `T+12:00` from the origin, `+5m` from what
 * stands. UTC unless a zone is written. Seconds that were not typed are not known: the precision is then the minute. Null for anything else.
 */
export function readTypedTime(typed: string, frame: TimeFrame): TypedTime | null {
  const text = typed.trim().replaceAll("−", "-");
  return readClock(text, frame) ?? readSinceOrigin(text, frame) ?? readShift(text, frame);
}

function readClock(text: string, { day }: TimeFrame): TypedTime | null {
  const match = CLOCK.exec(text);
  if (!match) return null;
  const [, date = day, hours = "", minutes = "", seconds = "", , zone = "Z"] = match;
  return told(parseInstant(`${date}T${hours.padStart(2, "0")}:${minutes}${seconds}${zone}`));
}

function readSinceOrigin(text: string, { origin }: TimeFrame): TypedTime | null {
  const match = SINCE_ORIGIN.exec(text);
  const from = parseInstant(origin);
  if (!match || !from) return null;
  const [, sign, hours = "0", minutes = "0", seconds = "0"] = match;
  const span = Number(hours) * HOUR + Number(minutes) * MINUTE + Number(seconds) * SECOND;
  const whole = Math.floor(from.at / SECOND) * SECOND;
  return served(whole + signed(sign, span), "s");
}

function readShift(text: string, { stands }: TimeFrame): TypedTime | null {
  const match = SHIFT.exec(text);
  const from = parseInstant(stands);
  if (!match || !from || !/\d/.test(text)) return null;
  const [, sign, hours = "0", minutes = "0", seconds] = match;
  const span = Number(hours) * HOUR + Number(minutes) * MINUTE + Number(seconds ?? 0) * SECOND;
  const precision = seconds !== undefined && from.precision === "m" ? "s" : from.precision;
  return served(from.at + signed(sign, span), precision);
}

const signed = (sign: string | undefined, span: Span): Span => (sign === "-" ? -span : span);

function told(time: ReturnType<typeof parseInstant>): TypedTime | null {
  return time && served(time.at, time.precision);
}

const served = (at: Instant, precision: Precision): TypedTime => ({ at: formatInstant(at, precision), precision });
