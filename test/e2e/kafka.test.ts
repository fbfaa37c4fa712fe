import { randomUUID } from "node:crypto";
import { type Admin, CompressionTypes, type IHeaders, Kafka, logLevel, Partitioners, type Producer } from "kafkajs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { KafkaConfig, KafkaTopic } from "../../src/config/config.ts";
import type { Ingest, Receipt } from "../../src/ingest/delivery.ts";
import { createIngest, type IngestOptions, type RunningIngest } from "../../src/ingest/ingest.ts";
import type { Source } from "../../src/ingest/source.ts";
import { openSqliteInbox } from "../../src/ingest/sqlite-inbox.ts";
import { registerCodecs } from "../../src/kafka/codecs.ts";
import { createKafkaReceiver, type KafkaReceiverOptions } from "../../src/receivers/kafka.ts";
import { createKafkaMember, type KafkaMember } from "../../src/receivers/kafka-client.ts";
import { loadSources } from "../../src/sources/lib/load.ts";
import { openSqliteStore } from "../../src/store/sqlite/sqlite-store.ts";
import type { Store } from "../../src/store/store.ts";
import { StoreUnavailable } from "../../src/store/unavailable.ts";
import { SILENT } from "../../src/telemetry/log.ts";
import { annalist, serve, temporaryFolder, until } from "../annalist.ts";
import { engine } from "../engines.ts";
import { makeTopics, removeTopic } from "../kafka-topics.ts";

const brokers = (engine("kafka") ?? "").split(",");
const SECRET = "an-invented-secret-of-the-lighthouse";
const PARTITIONS = 3;
/** Compressed, a few hundred kilobytes at most. */
const MORE_THAN_IS_UNPACKED = 130 * 1024 * 1024;

let admin: Admin;
let producer: Producer;
const topics: string[] = [];

beforeAll(async () => {
  if (engine("kafka") === null) return;
  const kafka = new Kafka({ brokers, clientId: "annalist-test", logLevel: logLevel.NOTHING });
  admin = kafka.admin();
  producer = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner });
  await Promise.all([admin.connect(), producer.connect()]);
});

afterAll(async () => {
  if (engine("kafka") === null) return;
  await admin.deleteTopics({ topics });
  await Promise.all([admin.disconnect(), producer.disconnect()]);
});

/** A new topic; large records fit. */
async function makeTopic(): Promise<string> {
  const topic = `annalist-test-${randomUUID()}`;
  topics.push(topic);
  const configEntries = [{ name: "max.message.bytes", value: "5000000" }];
  await makeTopics(admin, [{ topic, numPartitions: PARTITIONS, configEntries }]);
  return topic;
}

const lamp = (number: number) => ({
  specversion: "1.0",
  id: `lamp-${number}`,
  source: "/lighthouse",
  type: "annalist.change.v1",
  time: new Date(Date.UTC(2026, 2, 1, 10, 0, number)).toISOString(),
  data: { id: `lamp-${number}`, action: "succeeded", title: `Lamp ${number} lit`, service: "lighthouse" },
});

const STRUCTURED = { "content-type": "application/cloudevents+json" };

async function send(topic: string, from: number, to: number, headers: IHeaders = STRUCTURED): Promise<void> {
  const messages = [];
  for (let number = from; number < to; number += 1) {
    messages.push({ partition: number % PARTITIONS, value: JSON.stringify(lamp(number)), headers });
  }
  await producer.send({ topic, messages });
}

const configOf = (route: KafkaTopic, groupId: string): KafkaConfig => ({
  ...{ brokers, groupId, clientId: "annalist", topics: [route], fromBeginning: true, ssl: false },
});

/** How many records of the topic the group has not committed yet. */
async function lag(groupId: string, topic: string): Promise<number> {
  const ends = await admin.fetchTopicOffsets(topic);
  const [group] = await until("Kafka has found the group's coordinator", () =>
    admin.fetchOffsets({ groupId, topics: [topic] }).catch(() => null),
  );
  const committed = new Map(group?.partitions.map(({ partition, offset }) => [partition, Math.max(0, Number(offset))]));
  return ends.reduce((sum, { partition, high }) => sum + Number(high) - (committed.get(partition) ?? 0), 0);
}

interface Bench extends AsyncDisposable {
  readonly ingest: RunningIngest;
  readonly store: Store;
  readonly quarantine: KafkaReceiverOptions["quarantine"];
  readonly claims: KafkaReceiverOptions["claims"];
  titles(): Promise<string[]>;
}

/** A real ingest on real files. */
async function makeBench(folder: string, over: Partial<IngestOptions> = {}): Promise<Bench> {
  const kind = (await loadSources()).get("cloudevents");
  if (!kind) throw new Error("there is no kind cloudevents");
  const auth = [{ kind: "bearer" as const, value: SECRET }];
  const sources: Source[] = [{ name: "lights", kind, auth, keyName: "lights", options: {} }];
  const inbox = openSqliteInbox({
    folder,
    onFatal: (error) => {
      throw error;
    },
  });
  const store = openSqliteStore({ path: `${folder}/store.db` });
  const now = () => Date.now() * 1000;
  const ingest = createIngest({ sources, inbox, store, now, ...over });
  return {
    ingest,
    store,
    quarantine: (records) => store.quarantine(records),
    claims: store,
    async titles() {
      await ingest.drained();
      return (await store.readEvents()).map(({ event }) => event.title).sort();
    },
    async [Symbol.asyncDispose]() {
      await ingest.close();
      await Promise.all([store.close(), inbox.close()]);
    },
  };
}

type Ports = Pick<KafkaReceiverOptions, "ingest" | "quarantine" | "claims" | "join">;

const receiverOf = (config: KafkaConfig, ports: Ports) =>
  createKafkaReceiver({ config, log: SILENT, now: () => Date.now() * 1000, ...ports });

/** Reads until nothing is left, and stops. */
async function readAll(config: KafkaConfig, ports: Ports): Promise<void> {
  const receiver = receiverOf(config, ports);
  receiver.start();
  const [topic = ""] = config.topics.map((one) => one.topic);
  await until("all is committed", async () => (await lag(config.groupId, topic)) === 0);
  await receiver.stop();
}

const lit = (count: number) => Array.from({ length: count }, (_, number) => `Lamp ${number} lit`).sort();

describe.skipIf(engine("kafka") === null)("a real Kafka", { timeout: 480_000 }, () => {
  it("is read from its beginning, and offsets are committed to the end", async () => {
    using folder = temporaryFolder();
    await using bench = await makeBench(folder.path);
    const topic = await makeTopic();
    await send(topic, 0, 300);
    const group = randomUUID();
    const receiver = receiverOf(configOf({ topic, source: "lights", trusted: true }, group), bench);
    receiver.start();
    await until("all is committed", async () => (await lag(group, topic)) === 0);
    await receiver.stop();
    expect(receiver.counts()).toEqual({ accepted: 300, duplicate: 0, refused: 0, empty: 0 });
    expect(await bench.titles()).toEqual(lit(300));
  });

  it("loses and doubles nothing when the reader dies between store and commit", async () => {
    using folder = temporaryFolder();
    await using bench = await makeBench(folder.path);
    const topic = await makeTopic();
    await send(topic, 0, 120);
    const group = randomUUID();
    const config = configOf({ topic, source: "lights", trusted: true }, group);
    const dying = receiverOf(config, { ...bench, join: (one, log) => withoutCommits(createKafkaMember(one, log)) });
    dying.start();
    await until("all is stored", async () => (await bench.titles()).length === 120);
    await dying.stop();
    expect(await lag(group, topic)).toBe(120);
    const next = receiverOf(config, bench);
    next.start();
    await until("all is committed", async () => (await lag(group, topic)) === 0);
    await next.stop();
    expect(next.counts()).toMatchObject({ accepted: 0, duplicate: 120 });
    expect(await bench.titles()).toEqual(lit(120));
  });

  it("waits while nothing can be kept, commits nothing meanwhile, and goes on", async () => {
    using folder = temporaryFolder();
    await using bench = await makeBench(folder.path);
    const topic = await makeTopic();
    await send(topic, 0, 90);
    const group = randomUUID();
    let down = true;
    const unavailable: Receipt = { is: "unavailable", rejection: { code: "disk_full", detail: "" }, retryAfterS: 0.2 };
    let refusals = 0;
    const flaky: Ingest = {
      receive: (arrival) => bench.ingest.receive(arrival),
      receiveTrusted: (arrival) => bench.ingest.receiveTrusted(arrival),
      room: (mostMs) => bench.ingest.room(mostMs),
      receiveAll: (arrivals, how) => {
        if (!down) return bench.ingest.receiveAll(arrivals, how);
        refusals += arrivals.length;
        return Promise.resolve(arrivals.map(() => unavailable));
      },
    };
    const receiver = receiverOf(configOf({ topic, source: "lights", trusted: true }, group), {
      ...bench,
      ingest: flaky,
    });
    receiver.start();
    await until("each record was tried twice", () => refusals >= 180);
    expect(await lag(group, topic)).toBe(90);
    down = false;
    await until("all is committed", async () => (await lag(group, topic)) === 0);
    await receiver.stop();
    expect(receiver.counts()).toMatchObject({ accepted: 90, duplicate: 0 });
    expect(await bench.titles()).toEqual(lit(90));
  });

  it("keeps what the store does not take, but for a little, and commits nothing of it; senders are answered all the same", async () => {
    using folder = temporaryFolder();
    // As many as come first: they find room in whatever order their partitions are read.
    await using bench = await makeBench(folder.path, { mostAhead: 90 });
    const topic = await makeTopic();
    const group = randomUUID();
    const append = bench.store.appendSightings.bind(bench.store);
    bench.store.appendSightings = () => Promise.reject(new StoreUnavailable("The lamp room is shut."));
    let refusals = 0;
    const ingest: Ingest = {
      receive: (arrival) => bench.ingest.receive(arrival),
      receiveTrusted: (arrival) => bench.ingest.receiveTrusted(arrival),
      receiveAll: (arrivals, how) => bench.ingest.receiveAll(arrivals, how),
      async room(mostMs) {
        const obstacle = await bench.ingest.room(mostMs);
        if (obstacle !== null) refusals += 1;
        return obstacle;
      },
    };
    const receiver = receiverOf(configOf({ topic, source: "lights", trusted: true }, group), { ...bench, ingest });
    receiver.start();
    await send(topic, 0, 90);
    await until("the first are committed", async () => (await lag(group, topic)) === 0);
    await send(topic, 90, 180);
    await until("each partition was kept waiting", () => refusals > 2 * PARTITIONS);
    expect(await lag(group, topic)).toBe(90);
    expect(receiver.counts().accepted).toBe(90);
    const headers = { ...STRUCTURED, authorization: `Bearer ${SECRET}` };
    const body = Buffer.from(JSON.stringify(lamp(180)));
    const arrival = { source: "lights", headers, body, receivedAt: Date.now() * 1000 };
    expect(await bench.ingest.receive(arrival)).toMatchObject({ is: "accepted" });
    bench.store.appendSightings = append;
    await until("all is committed", async () => (await lag(group, topic)) === 0);
    await receiver.stop();
    expect(await bench.titles()).toEqual(lit(181));
  });

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
    expect((await bench.store.listQuarantine()).map(({ code }) => code).sort()).toEqual([
      "empty_record",
      "missing_signature",
      "not_json",
      "wrong_signature",
    ]);
  });

  it.each([
    ["gzip", CompressionTypes.GZIP],
    ["zstd", CompressionTypes.ZSTD],
  ])(
    "goes on over a batch of %s that is too large to be unpacked, and keeps the place of each of its records",
    async (_, compression) => {
      using folder = temporaryFolder();
      await using bench = await makeBench(folder.path);
      const topic = await makeTopic();
      const group = randomUUID();
      const at = (number: number) => ({
        ...{ partition: 0, value: JSON.stringify(lamp(number)), headers: STRUCTURED },
      });
      await producer.send({ topic, messages: [at(0)] });
      registerCodecs();
      const spaces = Buffer.alloc(MORE_THAN_IS_UNPACKED, " ");
      await producer.send({ topic, messages: [at(1), { partition: 0, value: spaces }], compression });
      await producer.send({ topic, messages: [at(3)] });
      const receiver = receiverOf(configOf({ topic, source: "lights", trusted: true }, group), bench);
      receiver.start();
      await until("all is committed", async () => (await lag(group, topic)) === 0);
      await receiver.stop();
      expect(receiver.counts()).toEqual({ accepted: 2, duplicate: 0, refused: 2, empty: 0 });
      expect(await bench.titles()).toEqual(["Lamp 0 lit", "Lamp 3 lit"]);
      const detail = expect.stringMatching(
        /cannot be unpacked \(.*\)\. The record is in topic .*, partition 0, at offset [12]\.$/,
      );
      expect(
        [...(await bench.store.listQuarantine())].sort((a, b) => (a.delivery < b.delivery ? -1 : 1)),
      ).toMatchObject([
        { code: "unreadable_batch", delivery: `kafka:${topic}/0/1`, source: "lights", detail },
        { code: "unreadable_batch", delivery: `kafka:${topic}/0/2`, source: "lights", detail },
      ]);
    },
  );

  it("says how many records were deleted before they were read, and goes on from the first that is left", async () => {
    using folder = temporaryFolder();
    await using bench = await makeBench(folder.path);
    const topic = await makeTopic();
    const config = configOf({ topic, source: "lights", trusted: true }, randomUUID());
    await send(topic, 0, 30);
    await readAll(config, bench);
    await send(topic, 30, 60);
    await admin.deleteTopicRecords({ topic, partitions: [{ partition: 0, offset: "14" }] });
    await readAll(config, bench);
    await readAll(config, bench);
    const [told, ...more] = await bench.store.listQuarantine();
    expect(more).toEqual([]);
    expect(told).toMatchObject({
      ...{ code: "kafka_records_lost", source: "lights" },
      delivery: expect.stringMatching(new RegExp(`^lost:\\S+/\\S+ kafka:${topic}/0/10$`)),
      detail: expect.stringMatching(/^4 records of topic/),
    });
    const gone = [30, 33, 36, 39].map((number) => `Lamp ${number} lit`);
    expect(await bench.titles()).toEqual(lit(60).filter((title) => !gone.includes(title)));
  });

  it("says where a topic was deleted and made anew, and reads the new one from its beginning", async () => {
    using folder = temporaryFolder();
    await using bench = await makeBench(folder.path);
    const topic = await makeTopic();
    const config = configOf({ topic, source: "lights", trusted: true }, randomUUID());
    await send(topic, 0, 30);
    await readAll(config, bench);
    await removeTopic(admin, topic);
    await makeTopics(admin, [{ topic, numPartitions: PARTITIONS }]);
    await send(topic, 30, 36);
    await readAll(config, bench);
    const codes = (await bench.store.listQuarantine()).map(({ code }) => code);
    expect(codes).toEqual(Array.from({ length: PARTITIONS }, () => "kafka_topic_made_anew"));
    expect(await bench.titles()).toEqual(lit(36));
  });

  it("has every record once after kill -9 of the whole server", async () => {
    using folder = temporaryFolder();
    const topic = await makeTopic();
    const group = randomUUID();
    const config = folder.write(
      "annalist.yaml",
      JSON.stringify({
        sources: [{ name: "lights", kind: "cloudevents" }],
        server: { webhooks: { port: 0, metrics: true }, pages: { port: 0 } },
        store: { kind: "sqlite", path: "data" },
        kafka: { brokers, groupId: group, topics: [{ topic, source: "lights", trusted: true }] },
        log: { level: "error" },
      }),
    );
    const first = await serve(["--config", config], { cwd: folder.path });
    const sending = Promise.all([0, 1, 2, 3].map((part) => send(topic, part * 500, part * 500 + 500)));
    await until("some have come", async () => (await accepted(first.webhooks)) > 0);
    await first.stop("SIGKILL");
    await sending;
    const second = await serve(["--config", config], { cwd: folder.path });
    await until("all is committed", async () => (await lag(group, topic)) === 0, 90_000);
    await until("all is decoded", async () => (await backlog(second.webhooks)) === 0, 90_000);
    expect(await second.stop()).toBe(0);
    const replayed = await annalist(["replay", "--dry-run", "--config", config], { cwd: folder.path });
    expect(replayed.stdout).toContain("2000 deliveries read again");
    expect(replayed.stdout).toContain("0 events would be new, 0 have new content, 2000 are as before");
  });
});

/** Deliveries that are durable and not decoded yet, as the server's own gauge says. */
async function backlog(webhooks: string): Promise<number> {
  const text = await (await fetch(`${webhooks}/metrics`)).text();
  return Number(/^annalist_inbox_backlog (\d+)$/m.exec(text)?.[1] ?? Number.NaN);
}

async function accepted(webhooks: string): Promise<number> {
  const text = await (await fetch(`${webhooks}/metrics`)).text();
  return Number(/^annalist_deliveries_total\{.*outcome="accepted".*\} (\d+)$/m.exec(text)?.[1] ?? 0);
}

/** A member that dies before it commits: what it reads is stored, and Kafka never hears of it. */
function withoutCommits(member: KafkaMember): KafkaMember {
  return {
    died: member.died,
    run: (onBatch, told) => member.run((batch) => onBatch({ ...batch, commit: () => Promise.resolve() }), told),
    stop: () => member.stop(),
  };
}
