import { randomUUID } from "node:crypto";
import { join } from "node:path";
import type { KafkaConfig } from "../../src/config/config.ts";
import { drainInThread } from "../../src/ingest/drain/sqlite-drain.ts";
import { openSqliteInbox } from "../../src/ingest/inbox/sqlite-inbox.ts";
import { createIngest } from "../../src/ingest/ingest.ts";
import type { Source } from "../../src/ingest/source.ts";
import { connectKafka } from "../../src/kafka/connection.ts";
import { createKafkaReceiver } from "../../src/receivers/kafka.ts";
import { createKafkaMember } from "../../src/receivers/kafka-client.ts";
import { loadSources } from "../../src/sources/lib/load.ts";
import { openSqliteStore } from "../../src/store/sqlite/sqlite-store.ts";
import { SILENT } from "../../src/telemetry/log.ts";
import { BENCH_SOURCE } from "./kafka-records.ts";

/*
 * One side of the Kafka benches, in a process of its own: `node kafka-child.ts full|bare <data folder> <brokers>`. Reads the whole of each topic that it is
 * told of (a {@link TopicOrder}), and answers a {@link TopicRead}; `full` tells its memory meanwhile, where it is asked to. `full` is the durable path; `bare` a loop as kafkajs's documentation shows it.
 */

export interface TopicOrder {
  readonly topic: string;
  readonly count: number;
  /** After each so many records a {@link MemoryNews} is told. */
  readonly tellEvery?: number;
}

export interface MemoryNews {
  readonly records: number;
  readonly rssBytes: number;
}

/** How a topic was read. */
export interface TopicRead {
  /** From the first batch to the last record: parsed, or stored as an event with nothing left waiting. */
  readonly seconds: number;
  readonly batches: number;
  /** In the store, of all topics so far. */
  readonly events: number;
  readonly backlog: number;
  readonly cpuMicros: number;
  readonly rssBytes: number;
}

type Side = (order: TopicOrder) => Promise<Pick<TopicRead, "batches" | "events" | "backlog"> & { startedAt: number }>;

const [mode = "", folder = "", brokers = ""] = process.argv.slice(2);

const configOf = (topic: string): KafkaConfig => ({
  ...{
    brokers: brokers.split(","),
    groupId: randomUUID(),
    clientId: "annalist-bench",
    fromBeginning: true,
    ssl: false,
  },
  topics: [{ topic, source: BENCH_SOURCE, trusted: true }],
});

async function readBare({ topic, count }: TopicOrder): ReturnType<Side> {
  const config = configOf(topic);
  const consumer = connectKafka(config, SILENT).consumer({ groupId: config.groupId });
  const { promise: read, resolve } = Promise.withResolvers<void>();
  let [startedAt, batches, records] = [0, 0, 0];
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  await consumer.run({
    eachBatch: ({ batch }) => {
      if (batches === 0) startedAt = performance.now();
      batches += 1;
      for (const { value } of batch.messages) if (JSON.parse(String(value)) !== null) records += 1;
      if (records >= count) resolve();
      return Promise.resolve();
    },
  });
  await read;
  setImmediate(() => void consumer.disconnect());
  return { startedAt, batches, events: 0, backlog: 0 };
}

async function openFull(): Promise<Side> {
  const kind = (await loadSources()).get(BENCH_SOURCE);
  if (!kind) throw new Error(`there is no source kind ${BENCH_SOURCE}`);
  const sources: Source[] = [{ name: BENCH_SOURCE, keyName: BENCH_SOURCE, kind, options: {}, auth: [] }];
  const onFatal = (error: Error) => {
    throw error;
  };
  const inbox = openSqliteInbox({ folder, onFatal });
  const path = join(folder, "store.db");
  const store = openSqliteStore({ path });
  const now = () => Date.now() * 1_000;
  const drain = drainInThread({
    inbox,
    inboxPath: join(folder, "inbox.db"),
    target: { kind: "sqlite", path },
    onFatal,
  });
  const ingest = createIngest({ sources, inbox, store, now, drain });
  return async ({ topic, count, tellEvery = Number.POSITIVE_INFINITY }) => {
    const { promise: read, resolve } = Promise.withResolvers<void>();
    let [startedAt, batches, told] = [0, 0, 0];
    const receiver = createKafkaReceiver({
      ...{ config: configOf(topic), ingest, log: SILENT, now },
      claims: store,
      quarantine: (records) => store.quarantine(records),
      join: (config, log) => {
        const member = createKafkaMember(config, log);
        return {
          died: member.died,
          stop: () => member.stop(),
          run: (onBatch, onAssigned) =>
            member.run(async (batch) => {
              if (batches === 0) startedAt = performance.now();
              batches += 1;
              await onBatch(batch);
              const { accepted, duplicate } = receiver.counts();
              const records = accepted + duplicate;
              if (records >= told + tellEvery) {
                told = records - (records % tellEvery);
                process.send?.({ records, rssBytes: process.memoryUsage.rss() } satisfies MemoryNews);
              }
              if (records >= count) resolve();
            }, onAssigned),
        };
      },
    });
    receiver.start();
    await read;
    await ingest.drained();
    const events = (await store.countSources()).reduce((sum, source) => sum + source.events, 0);
    setImmediate(() => void receiver.stop());
    return { startedAt, batches, events, backlog: inbox.backlog() };
  };
}

const side: Side = mode === "full" ? await openFull() : readBare;

async function answer(order: TopicOrder): Promise<void> {
  const before = process.cpuUsage();
  const { startedAt, ...read } = await side(order);
  const seconds = (performance.now() - startedAt) / 1_000;
  const { user, system } = process.cpuUsage(before);
  const rssBytes = process.memoryUsage.rss();
  process.send?.({ ...read, seconds, cpuMicros: user + system, rssBytes } satisfies TopicRead);
}

process.on("message", (order: TopicOrder) => void answer(order));
process.send?.("up");
