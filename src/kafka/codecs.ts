import { promisify } from "node:util";
import { gzip as deflate, gunzip, zstdCompress, zstdDecompress } from "node:zlib";
import kafkajs from "kafkajs";
import { compressFrame, decompressFrame } from "lz4-napi";
import { compress, uncompress } from "snappy";
import { boundBatches } from "./bounded-batches.ts";
import { standIn } from "./unreadable.ts";

// Node finds no named export for the codecs: kafkajs is CommonJS.
const { CompressionCodecs, CompressionTypes } = kafkajs;

interface Codec {
  compress(encoder: { readonly buffer: Buffer }): Promise<Buffer>;
  decompress(compressed: Buffer): Promise<Buffer>;
}

/** No batch of a producer that means well is larger once it is unpacked; one of spaces can be a thousand times as large as it came, and must not take all memory. */
const LARGEST_BATCH = 128 * 1024 * 1024;

const gzip: Codec = {
  compress: ({ buffer }) => promisify(deflate)(buffer),
  decompress: (compressed) => promisify(gunzip)(compressed, { maxOutputLength: LARGEST_BATCH }),
};

const zstd: Codec = {
  compress: ({ buffer }) => promisify(zstdCompress)(buffer),
  decompress: (compressed) => promisify(zstdDecompress)(compressed, { maxOutputLength: LARGEST_BATCH }),
};

/** Kafka's LZ4 is the frame format. */
const lz4: Codec = {
  compress: ({ buffer }) => compressFrame(buffer),
  async decompress(compressed) {
    limit(mostInFrame(compressed));
    return await decompressFrame(compressed);
  },
};

/** Bare Snappy, as librdkafka sends it; what Java clients send, in chunks behind a header, is read too. */
const snappy: Codec = {
  compress: ({ buffer }) => compress(buffer),
  async decompress(compressed) {
    const blocks = compressed.subarray(0, XERIAL.length).equals(XERIAL) ? blocksOf(compressed) : [compressed];
    limit(blocks.reduce((size, block) => size + sizeOf(block), 0));
    return Buffer.concat(await Promise.all(blocks.map(unpack)));
  },
};

/** Header of the stream format of xerial's snappy-java: the magic bytes, then its version and the lowest compatible one, four bytes each. */
const XERIAL = Buffer.from("\x82SNAPPY\0", "latin1");
const XERIAL_HEADER = XERIAL.length + 8;

function limit(bytes: number): void {
  if (bytes > LARGEST_BATCH)
    throw new RangeError(`${bytes} bytes are more than the ${LARGEST_BATCH} that are unpacked`);
}

/** What a Snappy block says that it unpacks to: its first number, seven bits a byte, the lowest first. */
function sizeOf(block: Buffer): number {
  let size = 0;
  for (const [place, byte] of block.subarray(0, 5).entries()) {
    size += (byte & 0x7f) * 2 ** (7 * place);
    if (byte < 0x80) break;
  }
  return size;
}

/** The most that an LZ4 frame can unpack to: its blocks, each as large as the frame lets it be. What is no frame is left to the library. */
function mostInFrame(frame: Buffer): number {
  if (frame.length < 7) return 0;
  const [flags, sort] = [frame.readUInt8(4), (frame.readUInt8(5) >> 4) & 7];
  const hasSize = (flags & 0x08) > 0;
  const hasDictionary = (flags & 0x01) > 0;
  const checksum = (flags & 0x10) > 0 ? 4 : 0;
  let blocks = 0;
  for (let at = 7 + (hasSize ? 8 : 0) + (hasDictionary ? 4 : 0); at + 4 <= frame.length; blocks += 1) {
    const size = frame.readUInt32LE(at) & 0x7fffffff;
    if (size === 0) break;
    at += 4 + size + checksum;
  }
  return blocks * 2 ** (8 + 2 * sort);
}

async function unpack(block: Buffer): Promise<Buffer> {
  const text = await uncompress(block, { asBuffer: true });
  return Buffer.isBuffer(text) ? text : Buffer.from(text);
}

/** The blocks of a xerial stream: each behind its length in four bytes, big-endian. @throws RangeError for a length that leads out of it */
function blocksOf(stream: Buffer): Buffer[] {
  const blocks: Buffer[] = [];
  for (let at = XERIAL_HEADER; at < stream.length; ) {
    const start = at + 4;
    const end = start + stream.readUInt32BE(at);
    if (end > stream.length) throw new RangeError("a Snappy block is longer than what came of it");
    blocks.push(stream.subarray(start, end));
    at = end;
  }
  return blocks;
}

/** The same, but for a batch that cannot be unpacked: others stand in for its records, each of which says why. */
function sparing({ compress: pack, decompress }: Codec): Codec {
  return {
    compress: pack,
    async decompress(compressed) {
      try {
        return await decompress(compressed);
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        const records = standIn(compressed, `The record's batch cannot be unpacked (${reason}).`);
        if (!records) throw error;
        return records;
      }
    },
  };
}

/** Teaches kafkajs the compressions that it knows by name only, and gzip and all batches within bounds. For the whole process, and harmless to repeat. */
export function registerCodecs(): void {
  boundBatches();
  CompressionCodecs[CompressionTypes.GZIP] = () => sparing(gzip);
  CompressionCodecs[CompressionTypes.Snappy] = () => sparing(snappy);
  CompressionCodecs[CompressionTypes.LZ4] = () => sparing(lz4);
  CompressionCodecs[CompressionTypes.ZSTD] = () => sparing(zstd);
}
