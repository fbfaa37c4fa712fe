import { type Instant, type Precision, parseInstant, type ToldTime } from "../../domain/time.ts";
import { said } from "./text.ts";

const ZONELESS = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?)$/;
const BLANK_BEFORE_ZONE = /[ ](?=(?:[+-]\d\d:?\d\d|UTC|GMT|Z)$)/;

/**
 * Reads a time written as text: RFC 3339, with ` UTC`, ` +0200` and a blank for the `T` tolerated.
 *
 * @param assumedZone IANA zone that the source's rule supplies for a text without one; without it such a text tells no time
 * @returns null for nothing, a sentinel (`0001-01-01T00:00:00Z`, an unrendered `$VARIABLE`), or what is no time
 */
export function toldTime(text: string | null | undefined, assumedZone?: string): ToldTime | null {
  const written = said(text);
  if (written === undefined) return null;
  const zoned = parseInstant(written.replace(BLANK_BEFORE_ZONE, "").replace(/(?:UTC|GMT)$/, "Z"));
  if (zoned || assumedZone === undefined) return zoned;
  return inZone(written, assumedZone);
}

function inZone(written: string, zone: string): ToldTime | null {
  const match = ZONELESS.exec(written);
  if (!match) return null;
  try {
    const local = Temporal.PlainDateTime.from(`${match[1]}T${match[2]?.replace(",", ".")}`);
    const offset = local.toZonedDateTime(zone).offset;
    const told = parseInstant(`${match[1]}T${match[2]}${offset}`);
    return told && { ...told, zoneAssumed: true };
  } catch {
    return null;
  }
}

/** In which unit a sender counts since 1970: known by the source's rule, never guessed from the number's size. */
export type EpochUnit = "s" | "ms" | "us" | "ns";

/** Decimal places from each unit down to microseconds; negative: digits to cut. */
const PLACES_TO_MICROSECONDS: Record<EpochUnit, number> = { s: 6, ms: 3, us: 0, ns: -3 };
const DECIMAL = /^(\d{1,20})(?:\.(\d{1,12}))?$/;
const YEAR_1990: Instant = 631_152_000_000_000;
const YEAR_2200: Instant = 7_258_118_400_000_000;

/**
 * Reads a time counted since 1970, as a number or as text, exactly (a text keeps its microseconds).
 * Returns null for nothing, for zero, for anything before 1990 or after 2199, and for what is no number.
 */
export function toldEpoch(value: number | string | null | undefined, unit: EpochUnit): ToldTime | null {
  const match = DECIMAL.exec(typeof value === "number" ? String(value) : (said(value) ?? ""));
  if (!match) return null;
  const whole = match[1] ?? "";
  const fraction = match[2] ?? "";
  const places = PLACES_TO_MICROSECONDS[unit];
  const digits = places < 0 ? whole.slice(0, places) : whole + fraction.slice(0, places).padEnd(places, "0");
  const at = Number(digits);
  if (at < YEAR_1990 || at >= YEAR_2200) return null;
  return { at, precision: precisionOf(unit, fraction.length), zoneAssumed: false };
}

function precisionOf(unit: EpochUnit, fractionDigits: number): Precision {
  if (fractionDigits === 0) return unit;
  const places = 6 - PLACES_TO_MICROSECONDS[unit] + fractionDigits;
  if (places <= 3) return "ms";
  return places <= 6 ? "us" : "ns";
}
