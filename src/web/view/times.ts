import { DateTime, IANAZone } from "luxon";
import { spell } from "../../domain/spell.ts";
import { formatInstant, instantOf, MINUTE, type Precision } from "../../domain/time.ts";

/** An instant as drafts serve it: RFC 3339 in UTC, and how finely it was told. */
export interface Told {
  readonly at: string;
  readonly precision: Precision;
}

/** A time that a person wrote by itself, in UTC: to the minute, unless they told seconds. */
export function toldAlone(at: string): Told {
  const instant = instantOf(at);
  return { at: formatInstant(instant, "s"), precision: instant % MINUTE === 0 ? "m" : "s" };
}

const MINUTE_MS = 60_000;
const SECOND_MS = 1000;
const ENGLISH = "en-GB";
const UTC = { zone: "utc", locale: ENGLISH } as const;

/** Whether this is the name of a time zone, as `Europe/Madrid`. */
export function isTimeZone(name: string): boolean {
  return IANAZone.isValidZone(name);
}

/** The zone as people call it: its city. */
export function zoneCity(zone: string): string {
  return (zone.split("/").at(-1) ?? zone).replaceAll("_", " ");
}

/** Time of day in UTC, never finer than it was told and cut to the second. Where only the receipt is known: the latest it can have been. */
export function utcClock({ at, precision }: Told): string {
  switch (precision) {
    case "day":
      return "that day";
    case "unknown":
      return `≤ ${at.slice(11, 19)}`;
    case "m":
      return at.slice(11, 16);
    default:
      return at.slice(11, 19);
  }
}

/** The same in the reader's zone, with the date where it is another day there. */
export function readerClock({ at, precision }: Told, zone: string): string {
  if (precision === "day") return "";
  const local = DateTime.fromISO(at, { zone, locale: ENGLISH });
  const day = local.toFormat("d LLL") === DateTime.fromISO(at, UTC).toFormat("d LLL") ? "" : local.toFormat("d LLL ");
  return `${precision === "unknown" ? "≤ " : ""}${day}${local.toFormat(precision === "m" ? "HH:mm" : "HH:mm:ss")}`;
}

/** `Friday 8 June 2029`, in UTC. */
export function utcDay(at: string): string {
  return DateTime.fromISO(at, UTC).toFormat("cccc d LLLL yyyy");
}

/** `2026-03-01 10:00:00.123 UTC`: the digits that are known, cut to what people can use: the millisecond. */
export function exactUtc({ at, precision }: Told): string {
  const day = at.slice(0, 10);
  if (precision === "day") return `${day} (UTC)`;
  const clock =
    precision === "m"
      ? at.slice(11, 16)
      : at
          .slice(11)
          .replace(/(\.\d{3})\d+/, "$1")
          .replace("Z", "");
  return `${day} ${clock} UTC`;
}

/** `2026-03-01 10:00:00 UTC`, cut as {@link utcClock} cuts. */
export function dayAndClock(told: Told): string {
  return `${told.at.slice(0, 10)} ${utcClock(told)} UTC`;
}

/**
 * `T+2:48:12` from the origin; to the minute where either was told so, else to the second that the clocks show. Empty where it was not told
 * finer than the day.
 */
export function offsetFrom(origin: Told | null, told: Told): string {
  const isVague = (precision: Precision): boolean => precision === "day" || precision === "unknown";
  if (!origin || isVague(origin.precision) || isVague(told.precision)) return "";
  const isToTheMinute = origin.precision === "m" || told.precision === "m";
  const unit = isToTheMinute ? MINUTE_MS : SECOND_MS;
  // Between what the two clocks show: a reader who subtracts them gets the same, and so does one who types "T+12:00".
  const apart = Math.floor(Date.parse(told.at) / unit) - Math.floor(Date.parse(origin.at) / unit);
  const sign = apart < 0 ? "T−" : "T+";
  if (!isToTheMinute) return sign + counted(Math.abs(apart));
  return sign + (apart === 0 ? "0 min" : spell(Math.abs(apart) * 60));
}

/** `0:21`, `2:48:12` */
function counted(seconds: number): string {
  const two = (count: number): string => String(count).padStart(2, "0");
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

/** Seconds from one instant to another. */
export function secondsBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / SECOND_MS;
}
