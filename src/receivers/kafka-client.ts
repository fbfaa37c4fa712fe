import type { Consumer, EachBatchPayload, IHeaders, KafkaMessage } from "kafkajs";
import type { KafkaConfig } from "../config/config.ts";
import { connectKafka } from "../kafka/connection.ts";
import type { Log } from "../telemetry/log.ts";
import type { KafkaRecord } from "./kafka-arrival.ts";
import type { KafkaBatch } from "./kafka-batch.ts";

/** A member of a consumer group: all that we ask of a Kafka library, so that another can take its place. */
export interface KafkaMember {
  /** Joins and reads until stopped; resolves once reading has begun. */
  run(onBatch: (batch: KafkaBatch) => Promise<void>): Promise<void>;
  /** Waits for the batch in hand, leaves the group and hangs up. */
  stop(): Promise<void>;
}

/** A record up to this size never stops its partition, whatever the broker's age. */
const LARGEST_FETCH = 32 * 1024 * 1024;
const PARTITIONS_AT_ONCE = 4;

/** Joins with kafkajs. Offsets are committed by hand only (see {@link KafkaBatch}), and a failed consumer starts again by itself. */
export function createKafkaMember(config: KafkaConfig, log: Log): KafkaMember {
  const kafka = connectKafka(config, log);
  const consumer = kafka.consumer({
    groupId: config.groupId,
    allowAutoTopicCreation: false,
    maxBytesPerPartition: LARGEST_FETCH,
    maxBytes: LARGEST_FETCH,
    retry: { restartOnFailure: () => Promise.resolve(true) },
  });
  const timers = new Set<NodeJS.Timeout>();
  return {
    async run(onBatch) {
      await consumer.connect();
      const topics = config.topics.map(({ topic }) => topic);
      await consumer.subscribe({ topics, fromBeginning: config.fromBeginning });
      await consumer.run({
        autoCommit: false,
        eachBatchAutoResolve: false,
        partitionsConsumedConcurrently: PARTITIONS_AT_ONCE,
        eachBatch: (payload) => onBatch(wrap(payload, consumer, timers)),
      });
    },
    async stop() {
      for (const timer of timers) clearTimeout(timer);
      await consumer.disconnect();
    },
  };
}

function wrap(payload: EachBatchPayload, consumer: Consumer, timers: Set<NodeJS.Timeout>): KafkaBatch {
  const { topic, partition, messages } = payload.batch;
  return {
    topic,
    partition,
    records: messages.map(toRecord),
    end: payload.batch.highWatermark,
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

function toRecord({ offset, value, headers }: KafkaMessage): KafkaRecord {
  return { offset, value, headers: toTexts(headers ?? {}) };
}

function toTexts(headers: IHeaders): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    const last = Array.isArray(value) ? value.at(-1) : value;
    if (last !== undefined) texts[name] = last.toString();
  }
  return texts;
}
