import { sha256 } from "../../domain/hash.ts";

const KEY_BYTES = 8;
const CONTENT_BYTES = 10;

/** What tells an event of one content from any other: 8 bytes of its key's hash, then 10 of its content, which is a hash in hex. */
export function eventId(key: string, content: string): Uint8Array {
  return Buffer.from(sha256(key).slice(0, 2 * KEY_BYTES) + content.slice(0, 2 * CONTENT_BYTES), "hex");
}

/** The least and the greatest id that an event of a key can have. Another key may have one between. */
export function idsOf(key: string): readonly [least: Uint8Array, greatest: Uint8Array] {
  const least = Buffer.alloc(KEY_BYTES + CONTENT_BYTES);
  least.write(sha256(key), 0, KEY_BYTES, "hex");
  const greatest = Buffer.from(least).fill(0xff, KEY_BYTES);
  return [least, greatest];
}
