/**
 * A batch of records that cannot be unpacked, or holds too many. kafkajs reads no further then, and reads the same again for ever, with all other partitions behind it.
 * So another batch of as many records stands in for it: where each of them lies can be told, and what comes behind can be read.
 */

/** Before the compressed records of a batch (magic 2), as it came, lie 61 bytes; so far behind their beginning are: */
const HEADER = 61;
const AT = { firstOffset: 0, length: 8, magic: 16, attributes: 21, lastOffsetDelta: 23, count: 57 } as const;
/** The batch's own length counts from behind itself. */
const BEFORE_LENGTH = AT.length + 4;
const MAGIC = 2;
/** The bits of the attributes that name a compression. */
const COMPRESSION = 0x07;

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

/** What stands before a batch. */
export interface BatchHead {
  /** How many records it holds. */
  readonly count: number;
  readonly firstOffset: bigint;
  /** Its length in bytes, as it came. */
  readonly size: number;
}

/** What stands before the first of some batches, as they came; null where less than all of it is there. */
export function headOf(batches: Buffer): BatchHead | null {
  if (batches.length < HEADER) return null;
  const size = BEFORE_LENGTH + batches.readInt32BE(AT.length);
  if (size < HEADER || size > batches.length) return null;
  return { size, count: batches.readInt32BE(AT.count), firstOffset: batches.readBigInt64BE(AT.firstOffset) };
}

/** Makes a batch of one record, at the offset of the last one, to stand in for a whole batch. */
export function standInForAll(batch: Buffer, reason: string): Buffer {
  const record = recordAt(batch.readInt32BE(AT.lastOffsetDelta));
  const one = Buffer.from(new ArrayBuffer(HEADER + record.length));
  batch.copy(one, 0, 0, HEADER);
  one.set(record, HEADER);
  one.writeInt32BE(one.length - BEFORE_LENGTH, AT.length);
  one.writeInt16BE(batch.readInt16BE(AT.attributes) & ~COMPRESSION, AT.attributes);
  one.writeInt32BE(1, AT.count);
  reasons.set(one.buffer, reason);
  return one;
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
