import { promisify } from "node:util";
import { zstdCompress, zstdDecompress } from "node:zlib";
import kafkajs from "kafkajs";
import { compressFrame, decompressFrame } from "lz4-napi";
import { compress, uncompress } from "snappy";

// Node finds no named export for the codecs: kafkajs is CommonJS.
const { CompressionCodecs, CompressionTypes } = kafkajs;

interface Codec {
  compress(encoder: { readonly buffer: Buffer }): Promise<Buffer>;
  decompress(compressed: Buffer): Promise<Buffer>;
}

/** No batch of a broker is larger once it is unpacked: a forged length must not take all memory. */
const LARGEST_BATCH = 256 * 1024 * 1024;

const zstd: Codec = {
  compress: ({ buffer }) => promisify(zstdCompress)(buffer),
  decompress: (compressed) => promisify(zstdDecompress)(compressed, { maxOutputLength: LARGEST_BATCH }),
};

/** Kafka's LZ4 is the frame format. */
const lz4: Codec = {
  compress: ({ buffer }) => compressFrame(buffer),
  decompress: (compressed) => decompressFrame(compressed),
};

/** Bare Snappy, as librdkafka sends it; what Java clients send, in chunks behind a header, is read too. */
const snappy: Codec = {
  compress: ({ buffer }) => compress(buffer),
  async decompress(compressed) {
    const blocks = compressed.subarray(0, XERIAL.length).equals(XERIAL) ? blocksOf(compressed) : [compressed];
    return Buffer.concat(await Promise.all(blocks.map(unpack)));
  },
};

/** Header of the stream format of xerial's snappy-java: the magic bytes, then its version and the lowest compatible one, four bytes each. */
const XERIAL = Buffer.from("\x82SNAPPY\0", "latin1");
const XERIAL_HEADER = XERIAL.length + 8;

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

/** Teaches kafkajs the compressions that it knows by name only; gzip it has. For the whole process, and harmless to repeat. */
export function registerCodecs(): void {
  CompressionCodecs[CompressionTypes.Snappy] = () => snappy;
  CompressionCodecs[CompressionTypes.LZ4] = () => lz4;
  CompressionCodecs[CompressionTypes.ZSTD] = () => zstd;
}
