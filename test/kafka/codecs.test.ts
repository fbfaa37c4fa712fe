import { gzipSync } from "node:zlib";
import kafkajs from "kafkajs";
import { beforeAll, describe, expect, it } from "vitest";
import { registerCodecs } from "../../src/kafka/codecs.ts";

const { CompressionCodecs, CompressionTypes } = kafkajs;
const MEGABYTE = 1024 * 1024;

beforeAll(registerCodecs);

describe.each([
  ["gzip", CompressionTypes.GZIP],
  ["snappy", CompressionTypes.Snappy],
  ["lz4", CompressionTypes.LZ4],
  ["zstd", CompressionTypes.ZSTD],
] as const)("%s", (_, type) => {
  const codec = () => CompressionCodecs[type]();

  it("gives back what was packed, also where it is large and hardly gets smaller", async () => {
    const text = Buffer.alloc(9 * MEGABYTE, "The lamp of the lighthouse is lit. ");
    // What is packed already cannot be packed again.
    const hard = Buffer.concat(Array.from({ length: 2_000 }, (_, number) => gzipSync(`${number * 7919}`)));
    for (const buffer of [Buffer.alloc(0), Buffer.from("x"), text, hard]) {
      const unpacked: Buffer = await codec().decompress(await codec().compress({ buffer }));
      expect(unpacked.equals(buffer)).toBe(true);
    }
  });

  it("unpacks no more than memory is worth", async () => {
    const packed = await codec().compress({ buffer: Buffer.alloc(130 * MEGABYTE, " ") });
    await expect(codec().decompress(packed)).rejects.toThrow(RangeError);
  });
});

describe("a Snappy stream as Java clients write it", () => {
  it("unpacks no more than memory is worth, however many blocks it has", async () => {
    const block = await CompressionCodecs[CompressionTypes.Snappy]().compress({ buffer: Buffer.alloc(MEGABYTE, " ") });
    const length = Buffer.alloc(4);
    length.writeUInt32BE(block.length);
    const header = Buffer.from("\x82SNAPPY\0\0\0\0\x01\0\0\0\x01", "latin1");
    const streamOf = (blocks: number) => Buffer.concat([header, ...new Array(blocks).fill([length, block]).flat()]);
    const { decompress } = CompressionCodecs[CompressionTypes.Snappy]();
    expect(await decompress(streamOf(2))).toHaveLength(2 * MEGABYTE);
    await expect(decompress(streamOf(130))).rejects.toThrow(RangeError);
  });
});
