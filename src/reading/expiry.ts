import { HOUR, type Instant, parseInstant, type Span } from "../domain/time.ts";
import type { Language } from "./language.ts";
import { twoDigits } from "./log-stamp.ts";

/** The end of a certificate as its tools print it (`notAfter=May  3 07:00:00 2022 GMT`). */
const NOT_AFTER = /\bnotAfter=(\p{L}{3}) +(\d{1,2}) (\d\d:\d\d:\d\d) (\d{4}) GMT/u;

/** What ran out earlier had been known, or was of no use any more. */
const FURTHEST_BACK: Span = 3 * HOUR;

export const mayTellExpiry = (sentence: string): boolean => sentence.includes("notAfter=");

/** When the certificate whose end somebody quotes ran out: shortly before they did so, else undefined. */
export function expiredAt(sentence: string, quotedAt: Instant, language: Language): Instant | undefined {
  const [, month = "", day = "", clock, year] = NOT_AFTER.exec(sentence) ?? [];
  const number = language.months.indexOf(month.toLowerCase()) + 1;
  const at = parseInstant(`${year}-${twoDigits(number)}-${twoDigits(Number(day))}T${clock}Z`)?.at;
  return at !== undefined && at <= quotedAt && quotedAt - at <= FURTHEST_BACK ? at : undefined;
}
