import { Type } from "typebox";
import { DAY, HOUR, MILLISECOND, MINUTE, SECOND, type Span } from "../domain/time.ts";

/** A span of time as people write it: one number and one unit. */
export const Duration = Type.String({
  pattern: "^[0-9]{1,6}(ms|s|m|h|d)$",
  description: 'a duration such as "90s", "30m", "2h" or "1d"',
});

const UNITS: ReadonlyMap<string, Span> = new Map([
  ["ms", MILLISECOND],
  ["s", SECOND],
  ["m", MINUTE],
  ["h", HOUR],
  ["d", DAY],
]);

/** Reads `90s`, `30m`, `2h`, `1d` as microseconds; null for anything else. */
export function parseDuration(text: string): Span | null {
  const [, count, unit] = /^([0-9]{1,6})(ms|s|m|h|d)$/.exec(text) ?? [];
  const span = UNITS.get(unit ?? "");
  return count === undefined || span === undefined ? null : Number(count) * span;
}
