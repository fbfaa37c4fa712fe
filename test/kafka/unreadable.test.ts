import { createRequire } from "node:module";
import { gzipSync } from "node:zlib";
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
  return headed({ first, count, last }, Buffer.from("this was never packed"), GZIP);
}

/** A batch of so many records, without keys. */
function plain({ first, count, value = Buffer.from("x") }: { first: bigint; count: number; value?: Buffer }): Buffer {
  const records = Array.from({ length: count }, (_, place) => {
    const body = Buffer.concat([
      Buffer.from([0, 0, ...varint(place), 1, ...varint(value.length)]),
      value,
      Buffer.of(0),
    ]);
    return Buffer.concat([Buffer.from(varint(body.length)), body]);
  });
  return headed({ first, count, last: count - 1 }, Buffer.concat(records));
}

/** The same, compressed. */
function packed(batch: Buffer): Buffer {
  const records = gzipSync(batch.subarray(61));
  const [first, last, count] = [batch.readBigInt64BE(0), batch.readInt32BE(23), batch.readInt32BE(57)];
  return headed({ first, count, last }, records, GZIP);
}

function headed(
  { first, count, last }: { first: bigint; count: number; last: number },
  records: Buffer,
  attributes = 0,
): Buffer {
  const header = Buffer.alloc(61);
  header.writeBigInt64BE(first, 0);
  header.writeInt32BE(49 + records.length, 8);
  header.writeInt8(2, 16);
  header.writeInt16BE(attributes, 21);
  header.writeInt32BE(last, 23);
  header.writeBigInt64BE(1_772_359_200_000n, 27);
  header.writeBigInt64BE(1_772_359_200_000n, 35);
  header.writeInt32BE(count, 57);
  return Buffer.concat([header, records]);
}

/** As Kafka writes a number: zigzagged, seven bits a byte. */
function varint(number: number): number[] {
  const bytes: number[] = [];
  let rest = number * 2;
  for (; rest > 0x7f; rest = Math.floor(rest / 128)) bytes.push((rest & 0x7f) | 0x80);
  return [...bytes, rest];
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

describe("a broker's answer", () => {
  const readAll = async (...batches: readonly Buffer[]) => {
    registerCodecs();
    // Only now: it keeps what reads a batch.
    const decodeMessages = inside("./src/protocol/requests/fetch/v4/decodeMessages") as (
      decoder: object,
    ) => Promise<Decoded["records"]>;
    const size = Buffer.alloc(4);
    size.writeInt32BE(batches.reduce((sum, { length }) => sum + length, 0));
    return decodeMessages(new Decoder(Buffer.concat([size, ...batches])));
  };

  it("is read where a batch holds as many records as may be", async () => {
    expect(await readAll(plain({ first: 7n, count: 100_000 }))).toHaveLength(100_000);
  });

  it.each([["plain"], ["compressed"]])(
    "has one record for a %s batch of too many, and goes on behind it",
    async (how) => {
      const many = plain({ first: 7n, count: 100_001 });
      const batch = how === "plain" ? many : packed(many);
      const records = await readAll(plain({ first: 5n, count: 2 }), batch, plain({ first: 100_008n, count: 1 }));
      // What would be too many with what came before is read next.
      expect(records.map(({ offset }) => offset)).toEqual(["5", "6"]);
      const [one, ...behind] = await readAll(batch, plain({ first: 100_008n, count: 1 }));
      expect([one?.offset, one?.timestamp, behind]).toEqual(["100007", "1772359200000", []]);
      expect(whyUnreadable(one?.value ?? Buffer.alloc(0))).toBe(
        "It ends a batch of 100001 records, which begins at offset 7: of more than 100000 none is read.",
      );
    },
  );

  it("is unpacked no further than memory is worth, batch by batch", async () => {
    const large = packed(plain({ first: 0n, count: 1, value: Buffer.alloc(70 * 1024 * 1024, " ") }));
    const records = await readAll(large, large, large, large);
    expect(records).toHaveLength(2);
  });

  it("is read up to where it is cut off", async () => {
    const batch = plain({ first: 5n, count: 2 });
    for (const length of [30, 55, 62, batch.length - 1])
      expect(await readAll(batch, batch.subarray(0, length))).toHaveLength(2);
  });
});
