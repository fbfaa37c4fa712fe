import { DAY, formatInstant, type Instant, parseInstant, type Span, type ToldTime } from "../domain/time.ts";
import type { Language } from "./language.ts";
import { timeSaid } from "./said-time.ts";
import { aheadOf, ZONE } from "./zones.ts";

/** A line of a log that is older tells of another day. */
const FURTHEST_BACK: Span = DAY;

/** What stands before a stamp: marks of code, brackets. */
const MARKS = /^[\s`[(]+/;
/** A stamp with seconds, its day by number or by name, if any; behind it comes what the log says. */
const STAMP = new RegExp(
  `^(?:(\\d{4})-(\\d\\d)-(\\d\\d)[T ]|(\\p{L}{3}) +(\\d{1,2}) +)?(\\d\\d:\\d\\d:\\d\\d)([.,]\\d{1,9})? ?(${ZONE})?[\\])]?:?\\s+(?=\\S)`,
  "iu",
);
const BEGINS_WITH_STAMP = /^\d|^\p{L}{3} +\d/u;

/**
 * When the line of a log that a message begins with says that it was written: in its zone, else in UTC. Undefined for what begins with no stamp, for a
 * stamp that is still to come when it is pasted, and for one of another day.
 */
export function stampOf(text: string, pastedAt: Instant, language: Language): ToldTime | undefined {
  const bare = text.replace(MARKS, "");
  const line = BEGINS_WITH_STAMP.test(bare) ? bare : bare.replace(language.quotesLog, "").replace(MARKS, "");
  const found = STAMP.exec(line);
  if (!found) return undefined;
  const [, year, month, day, monthName, dayOfMonth, clock = "", fraction = "", zone] = found;
  if (year !== undefined) return near([`${year}-${month}-${day}T${clock}${fraction}Z`], zone, pastedAt);
  if (monthName === undefined) return timeSaid(zone === undefined ? clock : `${clock} ${zone}`, pastedAt) ?? undefined;
  const named = twoDigits(language.months.indexOf(monthName.toLowerCase()) + 1);
  const thisYear = Number(formatInstant(pastedAt, "s").slice(0, 4));
  const days = [thisYear - 1, thisYear, thisYear + 1].map((one) => `${one}-${named}-${twoDigits(Number(dayOfMonth))}`);
  return near(
    days.map((one) => `${one}T${clock}${fraction}Z`),
    zone,
    pastedAt,
  );
}

export const twoDigits = (number: number): string => String(number).padStart(2, "0");

/** The one time of those, read in the zone, that lies shortly before. */
function near(times: readonly string[], zone: string | undefined, before: Instant): ToldTime | undefined {
  const fitting = times.flatMap((time) => {
    const told = parseInstant(time);
    return (zone === undefined ? [0] : aheadOf(zone)).flatMap((ahead): ToldTime[] => {
      const at = told ? told.at - ahead : Number.NaN;
      return told && at <= before && before - at <= FURTHEST_BACK
        ? [{ at, precision: told.precision, zoneAssumed: zone === undefined }]
        : [];
    });
  });
  return fitting.length === 1 ? fitting[0] : undefined;
}
