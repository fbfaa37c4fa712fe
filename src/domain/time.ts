import { type Static, Type } from "typebox";
import { daysSince1970 } from "./civil.ts";

/** Microseconds since 1970-01-01T00:00:00Z, UTC: an integer that a double holds exactly until the year 2255. */
export type Instant = number;

/** A span of time in microseconds. */
export type Span = number;

export const MILLISECOND: Span = 1000;
export const SECOND: Span = 1_000_000;
export const MINUTE: Span = 60 * SECOND;
export const HOUR: Span = 60 * MINUTE;
export const DAY: Span = 24 * HOUR;

/** How finely the sender told the time. Never rounded up: `m` says that the seconds are not known. */
export const Precision = Type.Enum(["ns", "us", "ms", "s", "m", "day", "unknown"]);
export type Precision = Static<typeof Precision>;

/** How far the true instant may lie behind one that was told so finely. Null: anywhere. */
export const WIDTH: Readonly<Record<Precision, Span | null>> = {
  ns: 0,
  us: 0,
  ms: MILLISECOND,
  s: SECOND,
  m: MINUTE,
  day: DAY,
  unknown: null,
};

/** An instant as a sender told it. `zoneAssumed`: the text had no zone and the source's rule supplied one. */
export interface ToldTime {
  readonly at: Instant;
  readonly precision: Precision;
  readonly zoneAssumed: boolean;
}

/** Its year, month, day, hour and minute stand at fixed places; the rest is found by the groups. */
const RFC3339 =
  /^\d{4}-\d\d-\d\d[Tt ](?:[01]\d|2[0-3]):[0-5]\d(?::([0-5]\d)(?:[.,](\d{1,9}))?)?(?:[Zz]|([+-](?:[01]\d|2[0-3]):?[0-5]\d))$/;

/** Years outside this range are sentinels or broken clocks (0001-01-01, 9999-12-31), never times of an incident. */
const EARLIEST_YEAR = 1990;
const LATEST_YEAR = 2200;

/**
 * Reads an RFC 3339 time with a zone (`2026-03-01T10:00:00.123456Z`, `+0200` and a blank for the `T` tolerated).
 * Returns null for anything else: no zone, a day that does not exist, a leap second, a sentinel year.
 */
export function parseInstant(text: string): ToldTime | null {
  const match = RFC3339.exec(text);
  if (!match) return null;
  const year = digitsAt(text, 0) * 100 + digitsAt(text, 2);
  if (year < EARLIEST_YEAR || year > LATEST_YEAR) return null;
  const days = daysSince1970(year, digitsAt(text, 5), digitsAt(text, 8));
  if (days === null) return null;
  const [, seconds, fraction, offset] = match;
  const minutes = digitsAt(text, 11) * 60 + digitsAt(text, 14) - minutesOf(offset);
  const at = days * DAY + minutes * MINUTE + Number(seconds ?? 0) * SECOND + microsecondsOf(fraction);
  return { at, precision: precisionOf(seconds, fraction), zoneAssumed: false };
}

/** The number that two digits write. */
const digitsAt = (text: string, at: number): number => (text.charCodeAt(at) - 48) * 10 + text.charCodeAt(at + 1) - 48;

/** Of `+02:00` or `-0430`. */
function minutesOf(offset: string | undefined): number {
  if (offset === undefined) return 0;
  const minutes = digitsAt(offset, 1) * 60 + digitsAt(offset, offset.length - 2);
  return offset.startsWith("-") ? -minutes : minutes;
}

/** Cut, never rounded. */
const microsecondsOf = (fraction = ""): number => Number(fraction.slice(0, 6).padEnd(6, "0"));

/** The instant that a time names which {@link formatInstant} wrote, as drafts serve it; for any other text 0. */
export const instantOf = (written: string): Instant => parseInstant(written)?.at ?? 0;

function precisionOf(seconds: string | undefined, fraction: string | undefined): Precision {
  if (seconds === undefined) return "m";
  if (fraction === undefined) return "s";
  if (fraction.length <= 3) return "ms";
  return fraction.length <= 6 ? "us" : "ns";
}

const FRACTION_DIGITS: Record<Precision, 0 | 3 | 6> = { ns: 6, us: 6, ms: 3, s: 0, m: 0, day: 0, unknown: 0 };

/** RFC 3339 in UTC with as many digits as the precision vouches for: `2026-03-01T10:00:00Z`, `…:00.123Z`. Cut, never rounded. */
export function formatInstant(at: Instant, precision: Precision): string {
  if (written.at === at && written.precision === precision) return written.text;
  const text = writeInstant(at, precision);
  written = { at, precision, text };
  return text;
}

/** In a storm many things happen, or come, at one instant. */
let written = { at: Number.NaN, precision: "s" as Precision, text: "" };

function writeInstant(at: Instant, precision: Precision): string {
  const minute = Math.floor(at / MINUTE);
  const within = at - minute * MINUTE;
  const second = Math.floor(within / SECOND);
  const toTheSecond = textOfSecond(minute, second);
  const digits = FRACTION_DIGITS[precision];
  if (digits === 0) return `${toTheSecond}Z`;
  const fraction = within - second * SECOND;
  const milliseconds = Math.floor(fraction / MILLISECOND);
  if (digits === 3) return toTheSecond + endOf(milliseconds);
  return `${toTheSecond}.${threeDigits(milliseconds)}${threeDigits(fraction - milliseconds * MILLISECOND)}Z`;
}

/** A minute (`2026-03-01T10:00:`) and those of its seconds that were written. */
interface Minute {
  readonly text: string;
  readonly seconds: string[];
}

/** What happens together happens within few minutes: their texts are shared, those of so many at once. */
const MOST_MINUTES = 1_000;
const minutes = new Map<number, Minute>();
let last = { minute: Number.NaN, of: { text: "", seconds: [] } as Minute };

/** `2026-03-01T10:00:07` */
function textOfSecond(minute: number, second: number): string {
  if (minute !== last.minute) last = { minute, of: minutes.get(minute) ?? addMinute(minute) };
  return last.of.seconds[second] || writeSecond(last.of, second);
}

function addMinute(minute: number): Minute {
  if (minutes.size >= MOST_MINUTES) minutes.clear();
  const added = { text: writeMinute(minute), seconds: Array.from({ length: 60 }, () => "") };
  minutes.set(minute, added);
  return added;
}

function writeSecond({ text, seconds }: Minute, second: number): string {
  const added = text + String(second).padStart(2, "0");
  seconds[second] = added;
  return added;
}

function writeMinute(minute: number): string {
  // biome-ignore lint/style/noRestrictedGlobals: it writes an instant that it is given, at a third of Temporal's cost, and reads no clock
  const first = new Date((minute * MINUTE) / MILLISECOND).toISOString();
  return first.slice(0, -"00.000Z".length);
}

/** `.045Z`, by the milliseconds; each is written once. */
const ends: string[] = Array.from({ length: 1000 }, () => "");

function endOf(milliseconds: number): string {
  const known = ends[milliseconds];
  if (known) return known;
  const added = `.${threeDigits(milliseconds)}Z`;
  ends[milliseconds] = added;
  return added;
}

const threeDigits = (count: number): string => String(count).padStart(3, "0");
