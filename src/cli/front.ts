import { randomBytes } from "node:crypto";
import { join } from "node:path";
import type { Logger } from "pino";
import type { Config } from "../config/config.ts";
import { type Instant, MILLISECOND } from "../domain/time.ts";
import { type StoredDelivery, troubleOf } from "../ingest/delivery.ts";
import type { DrainHooks } from "../ingest/drain/draining.ts";
import { Forward } from "../ingest/drain/forward.ts";
import { pauseLonger } from "../ingest/drain/pause.ts";
import { TAG_LENGTH, tagOf } from "../ingest/inbox/delivery-name.ts";
import { frontInbox } from "../ingest/inbox/front-inbox.ts";
import type { Inbox } from "../ingest/inbox/inbox.ts";
import { createIngest, type IngestOptions, type RunningIngest } from "../ingest/ingest.ts";
import { registerFrontMetrics } from "../ingest/ingest-metrics.ts";
import type { Store } from "../store/store.ts";
import type { Metrics } from "../telemetry/metrics.ts";
import { openInbox } from "./adapters.ts";
import { finish } from "./finish.ts";

interface FrontOptions {
  readonly config: Config;
  readonly log: Logger;
  readonly now: () => Instant;
  readonly onFatal: (error: Error) => void;
  readonly onRefused: NonNullable<IngestOptions["onRefused"]>;
}

/** Receives for whichever process reads the topic. */
export interface Front {
  readonly ingest: RunningIngest;
  /** Keeps what Kafka did not take. */
  readonly spool: Inbox;
  /** Forwards what still waits, in the time that `server.drainFor` gives; the rest is forwarded after the next start. */
  close(): Promise<void>;
}

/**
 * Opens the front door, where the configuration has one: what webhooks bring is written to a topic of Kafka, for whichever process reads it.
 * Its spool is the folder `front` of the data folder.
 *
 * @param here takes in what is too large for the topic
 * @throws CommandError where the folder cannot be used
 */
export async function openFront(
  { config, log, now, onFatal, onRefused }: FrontOptions,
  here: RunningIngest,
  events: Store,
  metrics: Metrics,
): Promise<Front | null> {
  const { kafka, store, sources } = config;
  if (kafka?.forwardTo === undefined) return null;
  const { createKafkaLog } = await import("../receivers/kafka-log.ts");
  const deliveries = createKafkaLog(kafka, kafka.forwardTo, log);
  const folder = join(store.path, "front");
  const spool = openInbox({ store: { ...store, path: folder } }, { onFatal });
  const inbox = frontInbox({ log: deliveries, spool, tag: tagOf(randomBytes(TAG_LENGTH)), logger: log });
  const counts = registerFrontMetrics(metrics, () => spool.backlog());
  const drain = ({ onOutage }: DrainHooks) =>
    new Forward({ spool, log: deliveries, onOutage, takeIn: (delivery) => takeIn(here, delivery), pause: pauseLonger });
  const ingest = createIngest({ sources, inbox, store: events, now, log, drain, counts, onRefused });
  return {
    ingest,
    spool,
    async close() {
      const withinMs = config.server.drainFor / MILLISECOND;
      await finish({ ingest, backlog: () => spool.backlog(), folder, withinMs, log });
      await ingest.close();
      await inbox.close();
      await deliveries.close();
    },
  };
}

async function takeIn(here: RunningIngest, delivery: StoredDelivery): Promise<void> {
  const receipt = await here.receiveTrusted(delivery);
  if (receipt.is === "unavailable") throw new Error(troubleOf(receipt));
}
