import { Kafka, logLevel, type SASLOptions } from "kafkajs";
import type { KafkaConfig } from "../config/config.ts";
import type { Log } from "../telemetry/log.ts";
import { registerCodecs } from "./codecs.ts";

/** What a configuration says about how to reach Kafka. Nothing is connected yet. */
export function connectKafka(config: Pick<KafkaConfig, "clientId" | "brokers" | "ssl" | "sasl">, log: Log): Kafka {
  registerCodecs();
  return new Kafka({
    clientId: config.clientId,
    brokers: [...config.brokers],
    ssl: typeof config.ssl === "boolean" ? config.ssl : { ...config.ssl },
    ...(config.sasl ? { sasl: config.sasl as SASLOptions } : {}),
    logLevel: logLevel.WARN,
    logCreator: () => (entry) => report(log, entry),
  });
}

type LogEntry = Parameters<ReturnType<NonNullable<ConstructorParameters<typeof Kafka>[0]["logCreator"]>>>[0];

/** kafkajs's own words, without the records, keys and stacks that it adds to them. */
function report(log: Log, { level, namespace, log: entry }: LogEntry): void {
  const { message, topic, partition, groupId, broker, error } = entry;
  const facts = {
    namespace,
    topic,
    partition,
    groupId,
    broker,
    error: error === undefined ? undefined : String(error),
  };
  if (level <= logLevel.ERROR) log.error(facts, message);
  else if (level === logLevel.WARN) log.warn(facts, message);
}
