import { Partitioners, type Producer } from "kafkajs";
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
 *
 * A producer that failed is given up. Kafka may have taken what it sent, and then refuses for ever what comes next under the same numbers, unless that is the same.
 */
export function createKafkaOutlet(config: KafkaConfig, topic: string, log: Log): Outlet {
  let connected: Producer | null = null;
  const makeProducer = async (): Promise<Producer> => {
    const producer = connectKafka(config, log).producer({
      allowAutoTopicCreation: false,
      createPartitioner: Partitioners.DefaultPartitioner,
      idempotent: true,
      maxInFlightRequests: 1,
    });
    await producer.connect().catch(async (error: unknown) => {
      await hangUp(producer);
      throw error;
    });
    return producer;
  };
  const giveUp = async (): Promise<void> => {
    const producer = connected;
    connected = null;
    if (producer) await hangUp(producer);
  };
  return {
    name: `kafka:${topic}`,
    async tell(changes) {
      connected ??= await makeProducer();
      const messages = changes.map((change) => ({
        key: change.incident,
        value: JSON.stringify(changeMessage(change, config.clientId)),
        headers: { "content-type": CONTENT_TYPE },
      }));
      try {
        await connected.send({ topic, messages, acks: ALL });
      } catch (error) {
        await giveUp();
        throw error;
      }
    },
    close: giveUp,
  };
}

const hangUp = (producer: Producer): Promise<boolean> => hasEnded(producer.disconnect().catch(() => undefined));
