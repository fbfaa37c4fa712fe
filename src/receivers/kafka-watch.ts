import { type Instant, SECOND } from "../domain/time.ts";
import type { Log } from "../telemetry/log.ts";
import type { Metrics } from "../telemetry/metrics.ts";
import type { KafkaOutcome, KafkaWatch } from "./kafka-batch.ts";
import type { MemberWatch } from "./kafka-client.ts";

/** What came over Kafka so far, by outcome. */
export type KafkaCounts = Readonly<Record<KafkaOutcome, number>>;

export interface GroupWatch extends KafkaWatch, MemberWatch {}

/** Counts what becomes of records, measures how far behind each partition is, and logs what somebody should know. */
export function watchKafka(
  counts: Record<keyof KafkaCounts, number>,
  metrics: Metrics,
  log: Log,
  now: () => Instant,
): GroupWatch {
  const records = metrics.counter("annalist_kafka_records_total", "Kafka records by what became of them.", ["outcome"]);
  const lost = metrics.counter(
    "annalist_kafka_lost_records_total",
    "Kafka records that were deleted before they were read, by topic.",
    ["topic"],
  );
  let answered: Instant = 0;
  metrics.gauge(
    "annalist_kafka_answered_timestamp_seconds",
    "When Kafka last answered a request for records, with some or with none, in seconds since 1970; 0: not since the start.",
    () => answered / SECOND,
  );
  const left = new Map<string, { readonly labels: Record<string, string>; readonly value: number }>();
  metrics.gauges(
    "annalist_kafka_lag_records",
    "Records behind the last committed one, by partition, as of the last batch, or of some seconds ago while one waits.",
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
    lost({ topic, partition, records: gone, detail }) {
      lost.add({ topic }, Number(gone));
      log.error({ topic, partition, records: String(gone) }, detail);
    },
    reached({ topic, partition }, behind) {
      const labels = { topic, partition: String(partition) };
      left.set(`${topic}/${partition}`, { labels, value: Number(behind) });
    },
    answered() {
      answered = now();
    },
    // What another member reads from now on, that one tells of: what we last saw would stand for ever.
    assigned(partitions) {
      const ours = new Set(Object.entries(partitions).flatMap(([topic, ids]) => ids.map((id) => `${topic}/${id}`)));
      for (const place of left.keys()) if (!ours.has(place)) left.delete(place);
    },
  };
}
