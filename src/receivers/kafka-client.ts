import type { Admin, Consumer, EachBatchPayload, IHeaders, Kafka, KafkaMessage } from "kafkajs";
import type { KafkaConfig } from "../config/config.ts";
import { MILLISECOND } from "../domain/time.ts";
import { connectKafka } from "../kafka/connection.ts";
import { whyUnreadable } from "../kafka/unreadable.ts";
import type { Log } from "../telemetry/log.ts";
import type { KafkaRecord } from "./kafka-arrival.ts";
import type { KafkaBatch } from "./kafka-batch.ts";

/** The partitions that one member reads, by topic. */
export type AssignedPartitions = Readonly<Record<string, readonly number[]>>;

/** Told of what is not about one batch. */
export interface MemberWatch {
  /** Partitions were shared out anew: these are ours. */
  assigned(partitions: AssignedPartitions): void;
  /** Kafka answered a request for records, with some or with none. */
  answered(): void;
}

/** A member of a consumer group: all that we ask of a Kafka library, so that another can take its place. */
export interface KafkaMember {
  /** Joins and reads until stopped; resolves once reading has begun. */
  run(onBatch: (batch: KafkaBatch) => Promise<void>, told?: MemberWatch): Promise<void>;
  /** Resolves if it stops reading by itself, and will not begin again: with the reason. Another member has to take its place. */
  readonly died: Promise<Error>;
  /** Waits for the batch in hand, leaves the group and hangs up. */
  stop(): Promise<void>;
}

/** A record up to this size never stops its partition, whatever the broker's age. */
const LARGEST_FETCH = 32 * 1024 * 1024;
const PARTITIONS_AT_ONCE = 4;
/** So long a broker holds a request for records back while it has none; whoever stops waits for its answer. */
const LONGEST_FETCH_MS = 1_000;

/**
 * Joins with kafkajs. Offsets are committed by hand only (see {@link KafkaBatch}). After failures that it takes for passing, a consumer of
 * kafkajs starts again by itself; after others, such as a commit for a partition that was taken from it, it does not.
 */
export function createKafkaMember(config: KafkaConfig, log: Log): KafkaMember {
  const kafka = connectKafka(config, log);
  const consumer = kafka.consumer({
    groupId: config.groupId,
    allowAutoTopicCreation: false,
    maxBytesPerPartition: LARGEST_FETCH,
    maxBytes: LARGEST_FETCH,
    maxWaitTimeInMs: LONGEST_FETCH_MS,
    retry: { restartOnFailure: () => Promise.resolve(true) },
  });
  const timers = new Set<NodeJS.Timeout>();
  const { promise: died, resolve: die } = Promise.withResolvers<Error>();
  consumer.on(consumer.events.CRASH, ({ payload }) => {
    if (!payload.restart) die(payload.error);
  });
  return {
    died,
    async run(onBatch, told) {
      consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => told?.assigned(payload.memberAssignment));
      consumer.on(consumer.events.FETCH, () => told?.answered());
      const committed = await committedOffsets(kafka.admin(), config);
      await consumer.connect();
      const topics = config.topics.map(({ topic }) => topic);
      await consumer.subscribe({ topics, fromBeginning: config.fromBeginning });
      await consumer.run({
        autoCommit: false,
        eachBatchAutoResolve: false,
        partitionsConsumedConcurrently: PARTITIONS_AT_ONCE,
        eachBatch: (payload) => onBatch(wrap(payload, { consumer, kafka, timers, committed })),
      });
    },
    async stop() {
      for (const timer of timers) clearTimeout(timer);
      await consumer.disconnect();
    },
  };
}

interface Reading {
  readonly kafka: Kafka;
  readonly consumer: Consumer;
  readonly timers: Set<NodeJS.Timeout>;
  /** By topic and partition. */
  readonly committed: ReadonlyMap<string, string>;
}

/** What the group had committed before this member came, by `topic/partition`. */
async function committedOffsets(admin: Admin, { groupId, topics }: KafkaConfig): Promise<Map<string, string>> {
  await admin.connect();
  try {
    const found = await admin.fetchOffsets({ groupId, topics: topics.map(({ topic }) => topic) });
    const offsets = found.flatMap(({ topic, partitions }) =>
      partitions.map(({ partition, offset }): [string, string] => [`${topic}/${partition}`, offset]),
    );
    return new Map(offsets.filter(([, offset]) => BigInt(offset) >= 0n));
  } finally {
    await admin.disconnect();
  }
}

async function boundsOf(admin: Admin, { topic, partition }: Pick<KafkaBatch, "topic" | "partition">) {
  await admin.connect();
  try {
    const found = (await admin.fetchTopicOffsets(topic)).find((each) => each.partition === partition);
    if (!found) throw new Error(`topic ${topic} has no partition ${partition} any more`);
    return found;
  } finally {
    await admin.disconnect();
  }
}

function wrap(payload: EachBatchPayload, { consumer, kafka, timers, committed }: Reading): KafkaBatch {
  const { topic, partition, messages } = payload.batch;
  return {
    topic,
    partition,
    records: messages.map(toRecord),
    end: payload.batch.highWatermark,
    committedBefore: committed.get(`${topic}/${partition}`) ?? null,
    bounds: () => boundsOf(kafka.admin(), { topic, partition }),
    isCurrent: () => payload.isRunning() && !payload.isStale(),
    heartbeat: () => payload.heartbeat(),
    async commit(offset) {
      payload.resolveOffset(offset);
      await consumer.commitOffsets([{ topic, partition, offset: (BigInt(offset) + 1n).toString() }]);
    },
    retryFrom(offset, afterS) {
      const resume = payload.pause();
      consumer.seek({ topic, partition, offset });
      const timer = setTimeout(() => {
        timers.delete(timer);
        resume();
      }, afterS * 1000);
      timers.add(timer);
    },
  };
}

/** A record as kafkajs gives it, in our words. */
export function toRecord({ offset, value, timestamp, headers }: KafkaMessage): KafkaRecord {
  const writtenMs = Number(timestamp);
  const unreadable = value === null ? undefined : whyUnreadable(value);
  return {
    ...{ offset, value, headers: toTexts(headers ?? {}) },
    ...(writtenMs > 0 ? { writtenAt: writtenMs * MILLISECOND } : {}),
    ...(unreadable === undefined ? {} : { unreadable }),
  };
}

function toTexts(headers: IHeaders): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    const last = Array.isArray(value) ? value.at(-1) : value;
    // Null, whatever its type says, where the header was written without a value.
    if (last != null) texts[name] = last.toString();
  }
  return texts;
}
