import { type Instant, MILLISECOND } from "../../domain/time.ts";

const DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const PAIRS = Array.from({ length: 1024 }, (_, pair) => `${DIGITS[pair >> 5]}${DIGITS[pair & 31]}`);
const NAME = /^[0-9A-HJKMNP-TV-Z]{26}$/;

/** The length of an inbox's tag. */
export const TAG_LENGTH = 6;

/** Where it stands in a name. */
export const TAG_AT = 10;

/**
 * Names a delivery: 26 digits of base 32 that sort by time, as a ULID does: ten of the time of receipt in ms, six of the inbox (random,
 * so that two inboxes never give the same name), ten of the place in it, by which it is found without an index.
 */
export function nameDelivery(receivedAt: Instant, tag: string, sequence: number): string {
  const ms = Math.max(0, Math.floor(receivedAt / MILLISECOND));
  if (ms !== last.ms) last = { ms, digits: base32(ms, TAG_AT) };
  return last.digits + tag + base32(sequence, 10);
}

/** Many come within one millisecond. */
let last = { ms: Number.NaN, digits: "" };

/** The place that a name tells; null for a text that is no such name. */
export function placeIn(name: string): number | null {
  if (!NAME.test(name)) return null;
  let sequence = 0;
  for (const digit of name.slice(-10)) sequence = sequence * 32 + DIGITS.indexOf(digit);
  return sequence;
}

/** A tag of random bytes, one per digit. */
export function tagOf(random: Uint8Array): string {
  return Array.from(random, (byte) => DIGITS[byte % 32]).join("");
}

/** @param length even */
function base32(value: number, length: number): string {
  let digits = "";
  for (let rest = value; digits.length < length; rest = Math.floor(rest / 1024)) digits = PAIRS[rest % 1024] + digits;
  return digits;
}
