import { DAY, HOUR, type Instant, MINUTE, SECOND, type Span, type ToldTime } from "../domain/time.ts";
import { aheadOf, ZONE } from "./zones.ts";

/** A clock time further back may be of another zone: then the time of the message is the better guess. */
const FURTHEST_BACK = 3 * HOUR;

/** A time of day as people write it, for a language's patterns, which do not mind case: `9:47`, `22:37:05`, `7:46 pm EDT`, `14:05 UTC+2`. */
export const TIME_OF_DAY = `\\d{1,2}:\\d\\d(?::\\d\\d)?(?: ?[ap]\\.?m\\b\\.?)?(?: ?${ZONE})?`;

const PARTS = new RegExp(`^(\\d{1,2}):(\\d\\d)(?::(\\d\\d))?(?: ?([ap])\\.?m\\b\\.?)?(?: ?(${ZONE}))?$`, "i");

/**
 * The instant of a time of day that a message tells, on the day that brings it before the message: in the zone that it names, else in UTC.
 * Null where that is no time of day, or more than three hours back, or where what its zone is called fits two instants.
 *
 * @param words what stands in the text
 * @param writtenAt when the message was written
 */
export function timeSaid(words: string, writtenAt: Instant): ToldTime | null {
  const [, hours, minutes, seconds, half, zone] = PARTS.exec(words) ?? [];
  const hour = hourOf(Number(hours), half?.toLowerCase());
  if (!(hour < 24 && Number(minutes) < 60 && Number(seconds ?? 0) < 60)) return null;
  const clock = hour * HOUR + Number(minutes) * MINUTE + Number(seconds ?? 0) * SECOND;
  const fitting = (zone === undefined ? UTC : aheadOf(zone))
    .map((ahead) => lastTime(clock, writtenAt, ahead))
    .filter((said) => writtenAt - said <= FURTHEST_BACK);
  const [at] = fitting;
  if (at === undefined || fitting.length > 1) return null;
  return { at, precision: seconds === undefined ? "m" : "s", zoneAssumed: zone === undefined };
}

const UTC: readonly Span[] = [0];

/** @param half of the day, by its first letter: twelve o'clock comes before one */
function hourOf(hour: number, half: string | undefined): number {
  if (half === undefined) return hour;
  if (hour < 1 || hour > 12) return Number.NaN;
  return (hour % 12) + (half === "p" ? 12 : 0);
}

/** When clocks that are so far ahead of UTC last showed a time of day. */
function lastTime(clock: Span, writtenAt: Instant, ahead: Span): Instant {
  const midnight = Math.floor((writtenAt + ahead) / DAY) * DAY - ahead;
  const today = midnight + clock;
  return today <= writtenAt ? today : today - DAY;
}
