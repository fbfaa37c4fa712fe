import { setTimeout as sleep } from "node:timers/promises";
import type { KafkaConfig } from "../config/config.ts";
import type { Instant } from "../domain/time.ts";
import type { Ingest } from "../ingest/delivery.ts";
import { hasEnded } from "../kafka/leaving.ts";
import type { Claims, QuarantineRecord } from "../store/store.ts";
import type { Log } from "../telemetry/log.ts";
import { Metrics } from "../telemetry/metrics.ts";
import type { KafkaRoute } from "./kafka-arrival.ts";
import { type KafkaBatch, type KafkaOutlets, receiveBatch } from "./kafka-batch.ts";
import { createKafkaMember, type KafkaMember } from "./kafka-client.ts";
import { KafkaGaps } from "./kafka-gaps.ts";
import { type KafkaCounts, watchKafka } from "./kafka-watch.ts";

export interface KafkaReceiver {
  /** Begins to read in the background, and joins again whenever that fails: nothing else waits for it. */
  start(): void;
  /** Waits some seconds for the batch in hand; what it did not commit is read again by whoever comes next. */
  stop(): Promise<void>;
  counts(): KafkaCounts;
}

export interface KafkaReceiverOptions {
  readonly config: KafkaConfig;
  readonly ingest: Ingest;
  /** Keeps durably where records lie that never will be taken. */
  readonly quarantine: (records: readonly QuarantineRecord[]) => Promise<void>;
  /** Remembers how far the group has read. */
  readonly claims: Claims;
  readonly metrics?: Metrics;
  readonly log: Log;
  readonly now: () => Instant;
  /** For tests: another library, or none. */
  readonly join?: (config: KafkaConfig, log: Log) => KafkaMember;
  /** Joins again so long after it failed; five seconds, if left out. */
  readonly retryMs?: number;
  /** Waits so long for Kafka when it stops; five seconds, if left out. */
  readonly leavingMs?: number;
}

const RETRY_MS = 5_000;

/** Reads topics and hands their records in, each to the source that the configuration names. */
export function createKafkaReceiver(options: KafkaReceiverOptions): KafkaReceiver {
  const { config, log, join = createKafkaMember, retryMs = RETRY_MS, leavingMs } = options;
  const routes = new Map(config.topics.map(({ topic, ...route }): [string, KafkaRoute] => [topic, route]));
  const counts = { accepted: 0, duplicate: 0, refused: 0, empty: 0 };
  const watch = watchKafka(counts, options.metrics ?? new Metrics(), log, options.now);
  const gaps = new KafkaGaps({
    ...{ claims: options.claims, groupId: config.groupId, fromBeginning: config.fromBeginning, log },
    ...{ quarantine: options.quarantine, lost: (loss) => watch.lost(loss), clockMs: () => performance.now() },
  });
  const outlets: KafkaOutlets = { ...options, watch, gaps };
  const stopping = new AbortController();
  let member: KafkaMember | null = null;
  let running: Promise<void> = Promise.resolve();

  const onBatch = async (batch: KafkaBatch) => {
    const route = routes.get(batch.topic);
    if (route) await receiveBatch(batch, route, outlets);
  };
  const stopped = new Promise<null>((resolve) => stopping.signal.addEventListener("abort", () => resolve(null)));
  const readOnce = async (reader: KafkaMember): Promise<void> => {
    await reader.run(onBatch, watch);
    log.info({ topics: [...routes.keys()], group: config.groupId }, "reading from Kafka");
    const failure = await Promise.race([reader.died, stopped]);
    if (failure) throw failure;
  };
  const keepReading = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      const reader = join(config, log);
      member = reader;
      try {
        await readOnce(reader);
      } catch (error) {
        log.error({ error: reasonOf(error), brokers: config.brokers }, "cannot read from Kafka; trying again");
        // One that cannot leave keeps nobody from joining: what both read is taken once.
        await hasEnded(
          reader.stop().catch(() => undefined),
          leavingMs,
        );
        await sleep(retryMs, undefined, { signal: stopping.signal }).catch(() => undefined);
      }
    }
  };
  return {
    start() {
      running = keepReading();
    },
    async stop() {
      stopping.abort();
      if (!(await hasEnded(Promise.all([member?.stop(), running]), leavingMs))) {
        log.warn({ brokers: config.brokers }, "Kafka does not let this member go; it is not waited for");
      }
      await gaps.close();
    },
    counts: () => ({ ...counts }),
  };
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
