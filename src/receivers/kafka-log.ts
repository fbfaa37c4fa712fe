import { type Message, Partitioners, type Producer } from "kafkajs";
import type { KafkaConfig } from "../config/config.ts";
import { formatInstant } from "../domain/time.ts";
import type { StoredDelivery } from "../ingest/delivery.ts";
import { contentIdentity } from "../ingest/inbox/content-identity.ts";
import { type DeliveryLog, TooLargeForLog } from "../ingest/inbox/delivery-log.ts";
import { connectKafka } from "../kafka/connection.ts";
import { hasEnded } from "../kafka/leaving.ts";
import type { Log } from "../telemetry/log.ts";

/** Senders wait for their answers meanwhile, some for no more than three seconds. */
const LONGEST_MS = 2_000;

/** Every replica in sync has it. */
const ALL = -1;

/**
 * The topic that verified deliveries are written to, for workers that read it as a trusted one: see {@link toArrival} for the headers.
 * Partitioned by source and content, so that repetitions of one delivery come to one worker.
 */
export function createKafkaLog(config: KafkaConfig, topic: string, log: Log): DeliveryLog {
  const kafka = connectKafka(config, log);
  const producer = kafka.producer({
    allowAutoTopicCreation: false,
    createPartitioner: Partitioners.DefaultPartitioner,
    retry: { retries: 1, initialRetryTime: 100 },
  });
  let connected: Promise<void> | null = null;
  const connect = (): Promise<void> => {
    connected ??= producer.connect().catch((error: unknown) => {
      connected = null;
      throw error;
    });
    return connected;
  };
  return {
    append: (deliveries) => answered(connect().then(() => send(producer, topic, deliveries))),
    async close() {
      await hasEnded(producer.disconnect(), LONGEST_MS);
    },
  };
}

/** A topic takes a mebibyte in one batch, unless it is told otherwise, and counts what lies around each body, too. */
const BATCH_BYTES = 768 * 1024;
const AROUND_BODY = 512;

/** In batches that a topic takes, one after the other. */
async function send(producer: Producer, topic: string, deliveries: readonly StoredDelivery[]): Promise<void> {
  const batches: StoredDelivery[][] = [];
  let size = Number.POSITIVE_INFINITY;
  for (const delivery of deliveries) {
    size += delivery.body.byteLength + AROUND_BODY;
    if (size <= BATCH_BYTES) batches.at(-1)?.push(delivery);
    else {
      batches.push([delivery]);
      size = delivery.body.byteLength + AROUND_BODY;
    }
  }
  for (const batch of batches) await sendBatch(producer, topic, batch, deliveries.length === 1);
}

async function sendBatch(
  producer: Producer,
  topic: string,
  batch: readonly StoredDelivery[],
  isOnlyOne: boolean,
): Promise<void> {
  try {
    await producer.send({ topic, messages: batch.map(toMessage), acks: ALL, timeout: LONGEST_MS });
  } catch (error) {
    const [only] = batch;
    if (isTooLarge(error) && only && isOnlyOne) {
      throw new TooLargeForLog(
        `Topic ${topic} takes no record of ${only.body.byteLength} bytes: raise its max.message.bytes.`,
      );
    }
    throw error;
  }
}

function toMessage(delivery: StoredDelivery): Message {
  return {
    key: contentIdentity(delivery),
    value: Buffer.from(delivery.body.buffer, delivery.body.byteOffset, delivery.body.byteLength),
    headers: {
      ...delivery.headers,
      "annalist-source": delivery.source,
      "annalist-delivery-id": delivery.id,
      "annalist-received-at": formatInstant(delivery.receivedAt, "us"),
    },
  };
}

/** What Kafka answers. Whoever does not answer soon may have taken it nevertheless: it is handed in again under the same name. */
async function answered(work: Promise<void>): Promise<void> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`Kafka did not answer within ${LONGEST_MS} ms`)), LONGEST_MS);
  try {
    await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

const isTooLarge = (error: unknown): boolean =>
  typeof error === "object" && error !== null && "type" in error && error.type === "MESSAGE_TOO_LARGE";
