/**
 * A batch of records that cannot be unpacked. kafkajs reads no further then, and reads the same again for ever, with all other partitions behind it.
 * So another batch of as many records stands in for it: where each of them lies can be told, and what comes behind can be read.
 */

/** Before the compressed records of a batch (magic 2), as it came, lie 61 bytes; so far behind their beginning are: */
const HEADER = 61;
const AT = { firstOffset: 0, length: 8, magic: 16, lastOffsetDelta: 23, count: 57 } as const;
/** The batch's own length counts from behind itself. */
const BEFORE_LENGTH = AT.length + 4;
const MAGIC = 2;

/** Why records cannot be read, by the memory that they lie in: nothing that anybody wrote to a topic lies there. */
const reasons = new WeakMap<ArrayBufferLike, string>();

/** Why a record's value is none; undefined for a record as it was written. */
export function whyUnreadable(value: Uint8Array): string | undefined {
  return reasons.get(value.buffer);
}

/**
 * Makes records without keys and headers, at the offsets of those that a batch should hold; where a topic is compacted only the last one's is certain.
 *
 * @param compressed as kafkajs hands it over: still within the batch, behind its header
 * @returns null where there is no such header
 */
export function standIn(compressed: Uint8Array, reason: string): Buffer | null {
  const header = headerOf(compressed);
  if (!header) return null;
  const [count, last] = [header.readInt32BE(AT.count), header.readInt32BE(AT.lastOffsetDelta)];
  const offsets = Array.from({ length: count }, (_, place) => (place === count - 1 ? last : place));
  // Memory of their own: small buffers share theirs with others.
  const records = Buffer.from(Uint8Array.from(offsets.flatMap(recordAt)).buffer);
  reasons.set(records.buffer, reason);
  return records;
}

function headerOf({ buffer, byteOffset, length }: Uint8Array): Buffer | null {
  if (byteOffset < HEADER) return null;
  const header = Buffer.from(buffer, byteOffset - HEADER, HEADER);
  const isWhole = header.readInt32BE(AT.length) === HEADER - BEFORE_LENGTH + length;
  return isWhole && header.readInt8(AT.magic) === MAGIC ? header : null;
}

/** Attributes, time, offset, no key, an empty value, no headers; numbers are zigzagged varints. */
function recordAt(offsetDelta: number): number[] {
  const body = [0, 0, ...varint(offsetDelta), ...varint(-1), 0, 0];
  return [...varint(body.length), ...body];
}

function varint(number: number): number[] {
  const bytes: number[] = [];
  let rest = ((number << 1) ^ (number >> 31)) >>> 0;
  for (; rest > 0x7f; rest >>>= 7) bytes.push((rest & 0x7f) | 0x80);
  return [...bytes, rest];
}
