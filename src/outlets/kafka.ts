import { Partitioners } from "kafkajs";
import type { KafkaConfig } from "../config/config.ts";
import { connectKafka } from "../kafka/connection.ts";
import { hasEnded } from "../kafka/leaving.ts";
import type { Log } from "../telemetry/log.ts";
import { changeMessage } from "./change-message.ts";
import type { Outlet } from "./outbox.ts";

/** Every replica in sync has it. */
const ALL = -1;
const CONTENT_TYPE = "application/cloudevents+json; charset=UTF-8";

/**
 * A topic that changes are told to. The key is the incident, so that its changes lie in one partition, in their order: only one request is
 * under way at a time, and a repeat of the producer's own is no second record.
 */
export function createKafkaOutlet(config: KafkaConfig, topic: string, log: Log): Outlet {
  const producer = connectKafka(config, log).producer({
    allowAutoTopicCreation: false,
    createPartitioner: Partitioners.DefaultPartitioner,
    idempotent: true,
    maxInFlightRequests: 1,
  });
  let connected = false;
  return {
    name: `kafka:${topic}`,
    async tell(changes) {
      if (!connected) await producer.connect();
      connected = true;
      const messages = changes.map((change) => ({
        key: change.incident,
        value: JSON.stringify(changeMessage(change, config.clientId)),
        headers: { "content-type": CONTENT_TYPE },
      }));
      await producer.send({ topic, messages, acks: ALL });
    },
    async close() {
      if (connected) await hasEnded(producer.disconnect());
    },
  };
}
