import { createRequire } from "node:module";
import kafkajs from "kafkajs";
import { headOf, standInForAll } from "./unreadable.ts";

/**
 * kafkajs makes an object of each record of all batches that a broker answers with, some hundred bytes for one that took three, and puts those of a batch
 * on the stack: one of 130,000 was read again for ever, and nothing else of the group's. How many a batch holds stands before it, and is looked at here.
 */

/** No producer that means well puts more into a batch. Of what fits on the stack it is three quarters. */
const MOST_RECORDS = 100_000;
/** What one answer unpacks to, but for its last batch: the next fetch goes on behind that. */
const MOST_BYTES = 128 * 1024 * 1024;

/** Where kafkajs is in the batches of one partition, as a broker answered with them. */
interface BatchReader {
  readonly buffer: Buffer;
  readonly offset: number;
  forward(bytes: number): unknown;
}

interface DecodedBatch {
  readonly records: readonly { readonly key: Buffer | null; readonly value: Buffer | null }[];
}

type DecodeBatch = (reader: BatchReader) => Promise<DecodedBatch>;

/** What reads an answer; kafkajs has no other door to it. */
const inside = createRequire(createRequire(import.meta.url).resolve("kafkajs"));
const BATCHES = "./src/protocol/recordBatch/v0/decoder";

let isBounded = false;

/** Has kafkajs read what a broker answers within bounds: for the whole process, harmless to repeat, and to be called before anything is read. */
export function boundBatches(): void {
  if (isBounded) return;
  isBounded = true;
  const decode = inside(BATCHES) as DecodeBatch;
  const cached = inside.cache[inside.resolve(BATCHES)];
  if (!cached) throw new Error("kafkajs keeps its reader of batches elsewhere: this version of it cannot be bounded");
  cached.exports = bounded(decode);
}

function bounded(decode: DecodeBatch): DecodeBatch {
  const Reader = inside("./src/protocol/decoder") as new (buffer: Buffer) => BatchReader;
  const soFar = new WeakMap<BatchReader, { readonly records: number; readonly bytes: number }>();
  return async (reader) => {
    const head = headOf(reader.buffer.subarray(reader.offset));
    // A batch that is cut off: kafkajs knows what to do.
    if (!head) return decode(reader);
    const { records, bytes } = soFar.get(reader) ?? { records: 0, bytes: 0 };
    const isFirst = records === 0;
    if (!isFirst && (records + head.count > MOST_RECORDS || bytes >= MOST_BYTES)) throw new EnoughForNow();
    const batch = head.count > MOST_RECORDS ? await standIn(reader, head) : await decode(reader);
    const memory = memoryOf(batch);
    const unpacked = memory === undefined || memory === reader.buffer.buffer ? 0 : memory.byteLength;
    soFar.set(reader, { records: records + Math.max(1, head.count), bytes: bytes + unpacked });
    return batch;
  };

  function standIn(reader: BatchReader, { size, count, firstOffset }: NonNullable<ReturnType<typeof headOf>>) {
    const batch = reader.buffer.subarray(reader.offset, reader.offset + size);
    reader.forward(size);
    const reason = `It ends a batch of ${count} records, which begins at offset ${firstOffset}: of more than ${MOST_RECORDS} none is read.`;
    return decode(new Reader(standInForAll(batch, reason)));
  }
}

/** Where the records of a batch lie: in memory of their own where they were unpacked. */
function memoryOf({ records: [first] }: DecodedBatch): ArrayBufferLike | undefined {
  return (first?.value ?? first?.key)?.buffer;
}

/** By this name kafkajs takes the rest of an answer for cut off, and asks for it anew from there on. */
class EnoughForNow extends kafkajs.KafkaJSError {
  override readonly name = "KafkaJSPartialMessageError";
  constructor() {
    super("What comes behind is read next.");
  }
}
