import { createRequire } from "node:module";
import { describe, expect, it } from "vitest";
import { registerCodecs } from "../../src/kafka/codecs.ts";
import { standIn, whyUnreadable } from "../../src/kafka/unreadable.ts";

interface Decoded {
  readonly records: readonly { readonly offset: string; readonly value: Buffer; readonly timestamp: string }[];
}

// What reads a broker's answers; kafkajs has no other door to it.
const inside = createRequire(createRequire(import.meta.url).resolve("kafkajs"));
const Decoder = inside("./src/protocol/decoder") as new (buffer: Buffer) => object;
const decodeBatch = inside("./src/protocol/recordBatch/v0/decoder") as (decoder: object) => Promise<Decoded>;

const GZIP = 1;

/** A batch of Kafka's format 2 that says that it holds so many records, and holds none that anybody can read. */
function damaged({ first, count, last }: { first: bigint; count: number; last: number }): Buffer {
  const packed = Buffer.from("this was never packed");
  const batch = Buffer.alloc(61 + packed.length);
  batch.writeBigInt64BE(first, 0);
  batch.writeInt32BE(49 + packed.length, 8);
  batch.writeInt8(2, 16);
  batch.writeInt16BE(GZIP, 21);
  batch.writeInt32BE(last, 23);
  batch.writeBigInt64BE(1_772_359_200_000n, 27);
  batch.writeInt32BE(count, 57);
  packed.copy(batch, 61);
  return batch;
}

const decode = async (batch: Buffer) => {
  registerCodecs();
  return (await decodeBatch(new Decoder(batch))).records;
};

describe("a batch that cannot be unpacked", () => {
  it("is read as records that lie where its own do and say why they cannot be read", async () => {
    const records = await decode(damaged({ first: 5_000_000_000n, count: 300, last: 299 }));
    const offsets = Array.from({ length: 300 }, (_, place) => String(5_000_000_000 + place));
    expect(records.map(({ offset }) => offset)).toEqual(offsets);
    expect(records[7]?.timestamp).toBe("1772359200000");
    for (const { value } of records)
      expect(whyUnreadable(value)).toBe("The record's batch cannot be unpacked (incorrect header check).");
  });

  it("ends where it ended, though a compacted topic has gaps", async () => {
    const records = await decode(damaged({ first: 40n, count: 3, last: 90 }));
    expect(records.map(({ offset }) => offset)).toEqual(["40", "41", "130"]);
  });

  it("is left alone where no header of a batch is before it", () => {
    expect(standIn(Buffer.from("this was never packed"), "No.")).toBeNull();
    const [batch, other] = [damaged({ first: 0n, count: 1, last: 0 }), damaged({ first: 0n, count: 1, last: 0 })];
    other.writeInt8(1, 16);
    expect([standIn(batch.subarray(62), "No."), standIn(other.subarray(61), "No.")]).toEqual([null, null]);
  });
});

describe("a record as it was written", () => {
  it("has no reason, whatever it says", () => {
    expect(whyUnreadable(Buffer.from("The record's batch cannot be unpacked"))).toBeUndefined();
    expect(whyUnreadable(Buffer.alloc(0))).toBeUndefined();
  });
});
