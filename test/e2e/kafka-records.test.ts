import { createHmac, randomUUID } from "node:crypto";
import { CompressionTypes, type Message } from "kafkajs";
import { describe, expect, it } from "vitest";
import { registerCodecs } from "../../src/kafka/codecs.ts";
import { temporaryFolder, until } from "../annalist.ts";
import { engine } from "../engines.ts";
import {
  configOf,
  connectForSuite,
  lag,
  lamp,
  lights,
  lit,
  makeBench,
  makeTopic,
  PARTITIONS,
  producer,
  receiverOf,
  SECRET,
  STRUCTURED,
} from "./kafka-lights.ts";

/** Compressed, a few hundred kilobytes at most. */
const MORE_THAN_IS_UNPACKED = 130 * 1024 * 1024;

/** Of a sender who signs as Standard Webhooks has it: base64. */
const SIGNING = Buffer.from(SECRET).toString("base64");

/** Messages for partition 0 that are sorted there at once: kafkajs copies all that it has for each that it adds. */
const inOneBatch = (messages: Message[]): Message[] =>
  Object.assign([...messages], { reduce: () => ({ 0: messages }) });

const lampRecord = (number: number): Message => ({
  ...{ partition: 0, value: JSON.stringify(lamp(number)), headers: STRUCTURED },
});

/** What becomes of a batch that stands between lamp 0 and lamp 9 in partition 0 of a topic of its own, once everything is read. */
async function readBetweenLamps(batch: Message[], compression: CompressionTypes) {
  using folder = temporaryFolder();
  await using bench = await makeBench(folder.path);
  const topic = await makeTopic();
  const group = randomUUID();
  registerCodecs();
  await producer.send({ topic, messages: [lampRecord(0)] });
  await producer.send({ topic, messages: batch, compression });
  await producer.send({ topic, messages: [lampRecord(9)] });
  const receiver = receiverOf(configOf({ topic, source: "lights", trusted: true }, group), bench);
  receiver.start();
  await until("all is committed", async () => (await lag(group, topic)) === 0);
  await receiver.stop();
  const held = [...(await bench.store.listQuarantine())].sort((a, b) => (a.delivery < b.delivery ? -1 : 1));
  return { topic, counts: receiver.counts(), titles: await bench.titles(), held };
}

connectForSuite();

describe.skipIf(engine("kafka") === null)("a record of a real Kafka", { timeout: 480_000 }, () => {
  it.each([
    ["gzip", CompressionTypes.GZIP],
    ["snappy", CompressionTypes.Snappy],
    ["lz4", CompressionTypes.LZ4],
    ["zstd", CompressionTypes.ZSTD],
  ])("is read where batches are compressed with %s", async (_, compression) => {
    using folder = temporaryFolder();
    await using bench = await makeBench(folder.path);
    const topic = await makeTopic();
    registerCodecs();
    const messages = Array.from({ length: 40 }, (_, number) => ({
      ...{ partition: number % PARTITIONS, value: JSON.stringify(lamp(number)), headers: STRUCTURED },
    }));
    await producer.send({ topic, messages, compression });
    const group = randomUUID();
    const receiver = receiverOf(configOf({ topic, source: "lights", trusted: true }, group), bench);
    receiver.start();
    await until("all is committed", async () => (await lag(group, topic)) === 0);
    await receiver.stop();
    expect(await bench.titles()).toEqual(lit(40));
  });

  it("is read hours later, and what was signed with a time is as good as it was when it was written", async () => {
    using folder = temporaryFolder();
    const source = { ...(await lights()), auth: [{ kind: "standardWebhooks" as const, value: SIGNING }] };
    await using bench = await makeBench(folder.path, { sources: [source] });
    const topic = await makeTopic();
    const group = randomUUID();
    const then = Date.now() - 8 * 3_600_000;
    const signed = (number: number, at: number) => {
      const [value, seconds] = [JSON.stringify(lamp(number)), String(Math.floor(at / 1000))];
      const mark = createHmac("sha256", Buffer.from(SIGNING, "base64"))
        .update(`msg_${number}.${seconds}.${value}`)
        .digest("base64");
      const proof = { "webhook-id": `msg_${number}`, "webhook-timestamp": seconds, "webhook-signature": `v1,${mark}` };
      return { value, headers: { ...STRUCTURED, ...proof } };
    };
    const messages = [
      { ...signed(0, then), timestamp: String(then + 2_000) },
      // Signed long before it was written: as a webhook it would have been refused then.
      { ...signed(1, then), timestamp: String(then + 3_600_000) },
      { ...signed(2, Date.now()), timestamp: String(Date.now()) },
    ];
    await producer.send({ topic, messages });
    const receiver = receiverOf(configOf({ topic, source: "lights", trusted: false }, group), bench);
    receiver.start();
    await until("all is committed", async () => (await lag(group, topic)) === 0);
    await receiver.stop();
    expect(await bench.titles()).toEqual(["Lamp 0 lit", "Lamp 2 lit"]);
    expect(await bench.store.listQuarantine()).toMatchObject([{ code: "stale_signature" }]);
  });

  it("goes on over poison: forged, empty, unreadable and very large records", async () => {
    using folder = temporaryFolder();
    await using bench = await makeBench(folder.path);
    const topic = await makeTopic();
    const group = randomUUID();
    const proved = { ...STRUCTURED, authorization: `Bearer ${SECRET}` };
    const large = { ...lamp(3), padding: "!".repeat(2_000_000) };
    const binary = {
      "content-type": "application/json",
      ce_specversion: "1.0",
      ce_id: "lamp-4",
      ce_source: "/lighthouse",
      ce_type: "annalist.change.v1",
      ce_time: "2026-03-01T10:00:04Z",
      authorization: `Bearer ${SECRET}`,
    };
    const messages = [
      { value: JSON.stringify(lamp(0)), headers: STRUCTURED },
      { value: JSON.stringify(lamp(1)), headers: { ...STRUCTURED, authorization: "Bearer guessed" } },
      { value: null, headers: proved },
      { value: Buffer.from([0xff, 0xfe, 0x00, 0x7b]), headers: proved },
      { value: JSON.stringify(large), headers: proved },
      { value: JSON.stringify(lamp(4).data), headers: binary },
      { value: JSON.stringify(lamp(5)), headers: proved },
    ];
    await producer.send({ topic, messages: messages.map((message) => ({ ...message, partition: 0 })) });
    const receiver = receiverOf(configOf({ topic, source: "lights", trusted: false }, group), bench);
    receiver.start();
    await until("all is committed", async () => (await lag(group, topic)) === 0);
    await receiver.stop();
    const titles = await bench.titles();
    expect(receiver.counts()).toEqual({ accepted: 4, duplicate: 0, refused: 2, empty: 1 });
    expect(titles).toEqual(["Lamp 3 lit", "Lamp 4 lit", "Lamp 5 lit"]);
    const held = (await bench.store.listQuarantine()).map(({ code, place }) => [code, place]);
    expect(held.sort()).toEqual([
      ["empty_record", { topic, partition: 0, offset: "2" }],
      ["missing_signature", { topic, partition: 0, offset: "0" }],
      ["not_json", { topic, partition: 0, offset: "3" }],
      ["wrong_signature", { topic, partition: 0, offset: "1" }],
    ]);
  });

  it("that a bridge names keeps that name where it cannot be read, and its place beside it", async () => {
    using folder = temporaryFolder();
    await using bench = await makeBench(folder.path);
    const topic = await makeTopic();
    const group = randomUUID();
    const named = { ...STRUCTURED, "annalist-delivery-id": "bridge-7" };
    await producer.send({ topic, messages: [{ partition: 1, value: "{}{", headers: named }] });
    const receiver = receiverOf(configOf({ topic, source: "lights", trusted: true }, group), bench);
    receiver.start();
    await until("all is committed", async () => (await lag(group, topic)) === 0);
    // The same again, elsewhere and later: it is one content, and is told where it was found first.
    await producer.send({ topic, messages: [{ partition: 1, value: "{}{", headers: STRUCTURED }] });
    await until("all is committed", async () => (await lag(group, topic)) === 0);
    await receiver.stop();
    await bench.ingest.drained();
    expect(receiver.counts()).toMatchObject({ accepted: 1, duplicate: 1 });
    expect(await bench.store.listQuarantine()).toMatchObject([
      { delivery: "bridge-7", code: "not_json", place: { topic, partition: 1, offset: "0" } },
    ]);
  });

  it.each([
    ["gzip", CompressionTypes.GZIP],
    ["zstd", CompressionTypes.ZSTD],
  ])(
    "goes on over a batch of %s that is too large to be unpacked, and keeps the place of each of its records",
    async (_, compression) => {
      const spaces = { partition: 0, value: Buffer.alloc(MORE_THAN_IS_UNPACKED, " ") };
      const { topic, counts, titles, held } = await readBetweenLamps([lampRecord(1), spaces], compression);
      expect(counts).toEqual({ accepted: 2, duplicate: 0, refused: 2, empty: 0 });
      expect(titles).toEqual(["Lamp 0 lit", "Lamp 9 lit"]);
      const detail = expect.stringMatching(/cannot be unpacked \(.*\)\.$/);
      const place = (offset: string) => ({ topic, partition: 0, offset });
      expect(held).toMatchObject([
        { code: "unreadable_batch", delivery: `kafka:${topic}/0/1`, source: "lights", detail, place: place("1") },
        { code: "unreadable_batch", delivery: `kafka:${topic}/0/2`, source: "lights", detail, place: place("2") },
      ]);
    },
  );

  it.each([
    ["gzip", CompressionTypes.GZIP],
    ["no compression", CompressionTypes.None],
  ])(
    "goes on over a batch of hundreds of thousands of records with %s, and says where it lies",
    async (_, compression) => {
      const many = inOneBatch(new Array(300_000).fill({ value: "1" }));
      const { topic, counts, titles, held } = await readBetweenLamps(many, compression);
      expect(counts).toEqual({ accepted: 2, duplicate: 0, refused: 1, empty: 0 });
      expect(titles).toEqual(["Lamp 0 lit", "Lamp 9 lit"]);
      expect(held).toMatchObject([
        {
          code: "unreadable_batch",
          detail: "It ends a batch of 300000 records, which begins at offset 1: of more than 100000 none is read.",
          place: { topic, partition: 0, offset: "300000" },
        },
      ]);
    },
  );
});
