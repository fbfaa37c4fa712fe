import { DAY, HOUR, type Instant, MINUTE, SECOND } from "../domain/time.ts";

/** A clock time further back may be of another zone: then the time of the message is the better guess. */
const FURTHEST_BACK = 3 * HOUR;

/**
 * The instant of a clock time (`9:47`, `22:37:05`) that a message tells, taken as UTC, on the day that brings it before the message. Null
 * where that is no time of day, or more than three hours back.
 *
 * @param clock what stands in the text
 * @param writtenAt when the message was written
 */
export function instantSaid(clock: string, writtenAt: Instant): Instant | null {
  const [hours = Number.NaN, minutes = Number.NaN, seconds = 0] = clock.split(":").map(Number);
  if (!(hours < 24 && minutes < 60 && seconds < 60)) return null;
  const midnight = Math.floor(writtenAt / DAY) * DAY;
  const today = midnight + hours * HOUR + minutes * MINUTE + seconds * SECOND;
  const said = today <= writtenAt ? today : today - DAY;
  return writtenAt - said <= FURTHEST_BACK ? said : null;
}
