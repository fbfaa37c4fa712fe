import { randomUUID } from "node:crypto";
import { type IHeaders, Kafka, logLevel, Partitioners } from "kafkajs";
import { afterAll, beforeAll } from "vitest";
import type { KafkaConfig, KafkaTopic } from "../../src/config/config.ts";
import { openSqliteInbox } from "../../src/ingest/inbox/sqlite-inbox.ts";
import { createIngest, type IngestOptions, type RunningIngest } from "../../src/ingest/ingest.ts";
import type { Source } from "../../src/ingest/source.ts";
import { createKafkaReceiver, type KafkaReceiverOptions } from "../../src/receivers/kafka.ts";
import { loadSources } from "../../src/sources/lib/load.ts";
import { openSqliteStore } from "../../src/store/sqlite/sqlite-store.ts";
import type { Store } from "../../src/store/store.ts";
import { SILENT } from "../../src/telemetry/log.ts";
import { until } from "../annalist.ts";
import { engine } from "../engines.ts";
import { makeTopics } from "../kafka-topics.ts";

// A lighthouse on a real Kafka: what tests of reading it share.

export const brokers = (engine("kafka") ?? "").split(",");
export const SECRET = "an-invented-secret-of-the-lighthouse";
export const PARTITIONS = 3;
const kafka = new Kafka({ brokers, clientId: "annalist-test", logLevel: logLevel.NOTHING });
const topics: string[] = [];
export const admin = kafka.admin();
export const producer = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner });

/** For the suite that calls it: connects before its tests, and takes its topics away after them. */
export function connectForSuite(): void {
  beforeAll(async () => {
    if (engine("kafka") === null) return;
    await Promise.all([admin.connect(), producer.connect()]);
  });
  afterAll(async () => {
    if (engine("kafka") === null) return;
    await admin.deleteTopics({ topics });
    await Promise.all([admin.disconnect(), producer.disconnect()]);
  });
}

/** A new topic; large records fit. */
export async function makeTopic(): Promise<string> {
  const topic = `annalist-test-${randomUUID()}`;
  topics.push(topic);
  const configEntries = [{ name: "max.message.bytes", value: "5000000" }];
  await makeTopics(admin, [{ topic, numPartitions: PARTITIONS, configEntries }]);
  return topic;
}

export const lamp = (number: number) => ({
  specversion: "1.0",
  id: `lamp-${number}`,
  source: "/lighthouse",
  type: "annalist.change.v1",
  time: new Date(Date.UTC(2026, 2, 1, 10, 0, number)).toISOString(),
  data: { id: `lamp-${number}`, action: "succeeded", title: `Lamp ${number} lit`, service: "lighthouse" },
});

export const STRUCTURED = { "content-type": "application/cloudevents+json" };

export async function send(topic: string, from: number, to: number, headers: IHeaders = STRUCTURED): Promise<void> {
  const messages = [];
  for (let number = from; number < to; number += 1) {
    messages.push({ partition: number % PARTITIONS, value: JSON.stringify(lamp(number)), headers });
  }
  await producer.send({ topic, messages });
}

export const configOf = (route: KafkaTopic, groupId: string): KafkaConfig => ({
  ...{ brokers, groupId, clientId: "annalist", topics: [route], fromBeginning: true, ssl: false },
});

/** How many records of the topic the group has not committed yet. */
export async function lag(groupId: string, topic: string): Promise<number> {
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

export async function lights(): Promise<Source> {
  const kind = (await loadSources()).get("cloudevents");
  if (!kind) throw new Error("there is no kind cloudevents");
  return { name: "lights", kind, auth: [{ kind: "bearer", value: SECRET }], keyName: "lights", options: {} };
}

/** A real ingest on real files. */
export async function makeBench(folder: string, over: Partial<IngestOptions> = {}): Promise<Bench> {
  const sources = [await lights()];
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

export const receiverOf = (config: KafkaConfig, ports: Ports) =>
  createKafkaReceiver({ config, log: SILENT, now: () => Date.now() * 1000, ...ports });

/** Reads until nothing is left, and stops. */
export async function readAll(config: KafkaConfig, ports: Ports): Promise<void> {
  const receiver = receiverOf(config, ports);
  receiver.start();
  const [topic = ""] = config.topics.map((one) => one.topic);
  await until("all is committed", async () => (await lag(config.groupId, topic)) === 0);
  await receiver.stop();
}

export const lit = (count: number) => Array.from({ length: count }, (_, number) => `Lamp ${number} lit`).sort();
