const MONTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
/** Days before each month, of a year that begins in March, so that a leap day is its last. */
const BEFORE = [306, 337, 0, 31, 61, 92, 122, 153, 184, 214, 245, 275];
/** From the first of March of the year 0 to the first of January 1970. */
const TO_1970 = 719_468;

/** Days since 1970-01-01 of a day in the Gregorian calendar, of the years from 1 on; null for a day that does not exist. */
export function daysSince1970(year: number, month: number, day: number): number | null {
  const length = month === 2 && isLeap(year) ? 29 : MONTHS[month - 1];
  if (length === undefined || day < 1 || day > length) return null;
  const from = month < 3 ? year - 1 : year;
  const leapDays = Math.floor(from / 4) - Math.floor(from / 100) + Math.floor(from / 400);
  return from * 365 + leapDays + (BEFORE[month - 1] ?? 0) + day - 1 - TO_1970;
}

const isLeap = (year: number): boolean => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
