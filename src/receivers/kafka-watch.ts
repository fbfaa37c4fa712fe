import type { Log } from "../telemetry/log.ts";
import type { Metrics } from "../telemetry/metrics.ts";
import type { KafkaOutcome, KafkaWatch } from "./kafka-batch.ts";

/** What came over Kafka so far, by outcome. */
export type KafkaCounts = Readonly<Record<KafkaOutcome, number>>;

/** Counts what becomes of records, measures how far behind each partition is, and logs what somebody should know. */
export function watchKafka(counts: Record<keyof KafkaCounts, number>, metrics: Metrics, log: Log): KafkaWatch {
  const records = metrics.counter("annalist_kafka_records_total", "Kafka records by what became of them.", ["outcome"]);
  const left = new Map<string, { readonly labels: Record<string, string>; readonly value: number }>();
  metrics.gauges(
    "annalist_kafka_lag_records",
    "Records behind the last committed one, by partition, as of the last batch.",
    ["topic", "partition"],
    () => left.values(),
  );
  return {
    counted(outcome, count) {
      counts[outcome] += count;
      records.add({ outcome }, count);
    },
    passedOver: (place, code, detail) => log.warn({ ...place, code, detail }, "passed over a Kafka record"),
    waiting: (place, detail, afterS) => log.warn({ ...place, detail, afterS }, "a Kafka partition waits"),
    reached({ topic, partition }, behind) {
      const labels = { topic, partition: String(partition) };
      left.set(`${topic}/${partition}`, { labels, value: Number(behind) });
    },
  };
}
