import type { Logger } from "pino";
import { buildWebhooksApp, closeGracefully } from "../app.ts";
import type { Config } from "../config/config.ts";
import { type Instant, MILLISECOND } from "../domain/time.ts";
import { createIngest, type IngestOptions, type RunningIngest } from "../ingest/ingest.ts";
import { Refusals } from "../ingest/refusals.ts";
import type { KafkaReceiver } from "../receivers/kafka.ts";
import type { QuarantineRecord, Store } from "../store/store.ts";
import { Metrics } from "../telemetry/metrics.ts";
import { openStore, refuseLostStore } from "./adapters.ts";
import { type Close, closeAll } from "./close-all.ts";
import { finish } from "./finish.ts";
import { openFront } from "./front.ts";
import { openIntake } from "./intake.ts";
import { listen } from "./listen.ts";
import { startOutlets } from "./outlets.ts";
import { startPages } from "./pages.ts";
import { reach } from "./reach.ts";
import { startAsking } from "./reconcile.ts";
import { startRetention } from "./retention.ts";

export interface ServerOptions {
  readonly config: Config;
  readonly log: Logger;
  readonly now: () => Instant;
  /** Told once when nothing that was written can be relied on any more: the process should end. */
  readonly onFatal: (error: Error) => void;
}

/** A server that takes in deliveries and serves pages. */
export interface RunningServer {
  /** Addresses without a trailing slash. */
  readonly webhooks: string;
  readonly pages: string;
  readonly ingest: RunningIngest;
  /** Finishes what was begun, then closes. What was acknowledged is durable. */
  stop(): Promise<void>;
}

/** Requests under way get so long to finish. */
const WEBHOOKS_GRACE_MS = 8_000;

/**
 * Starts everything that a configuration asks for.
 *
 * @throws CommandError where a port is taken or the data folder cannot be used; nothing is left running
 */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { config, log, now } = options;
  const closers: Close[] = [];
  const stopping = new AbortController();
  const stop = async () => {
    stopping.abort();
    await closeAll(closers.splice(0), log);
  };
  try {
    const metrics = new Metrics();
    metrics.ofProcess();
    const { inbox, drain } = await openIntake(config, { onFatal: options.onFatal, metrics });
    closers.push(() => inbox.close());
    refuseLostStore(config, inbox);
    const { store, archive, check } = await openStore(config, { onFatal: options.onFatal, stopping: stopping.signal });
    closers.push(() => store.close());
    const away = await reach(check, config, { log, stopping: stopping.signal });
    const pages = await startPages({ config, log, now, onFatal: options.onFatal });
    closers.push(() => pages.stop());
    const onAppended = () => pages.touched();
    const refusals = new Refusals();
    const onRefused: IngestOptions["onRefused"] = (source, rejection, at) => {
      refusals.note(source, rejection, at);
      pages.refused(() => refusals.list());
    };
    const hooks = { onAppended, onRefused, drain, ...(away ? { away } : {}) };
    const ingest = createIngest({ sources: config.sources, inbox, store, now, metrics, log, ...hooks });
    closers.push(() => ingest.close());
    const withinMs = config.server.drainFor / MILLISECOND;
    closers.push(() => finish({ ingest, backlog: () => inbox.backlog(), folder: config.store.path, withinMs, log }));
    const front = await openFront({ ...options, onRefused }, ingest, store, metrics);
    if (front) closers.push(() => front.close());
    const door = front?.ingest ?? ingest;
    const outages = { store: () => ingest.outage(), ...(front ? { kafka: () => front.ingest.outage() } : {}) };
    const health = { trouble: () => door.trouble(), outages };
    const shown = config.server.webhooks.metrics ? { metrics } : {};
    const webhooks = buildWebhooksApp({
      ingest: door,
      sources: config.sources,
      now,
      log,
      onRefused,
      ...health,
      ...shown,
    });
    closers.push(() => closeGracefully(webhooks, WEBHOOKS_GRACE_MS));
    const webhooksAddress = await listen(webhooks, config.server.webhooks, "server.webhooks");
    const kafka = await startKafka(options, ingest, store, metrics);
    if (kafka) closers.push(() => kafka.stop());
    const outlets = await startOutlets(config, store, log, () => performance.now());
    if (outlets) closers.push(() => outlets.stop());
    const inboxes = { inbox, ...(front ? { spool: front.spool } : {}) };
    const sweeping = startRetention({ config, pages, inboxes, archive, claims: store, log, metrics, now });
    if (sweeping) closers.push(() => sweeping.stop());
    const asking = startAsking({ config, ingest, store, pages: pages.address, log, now, onFatal: options.onFatal });
    closers.push(() => asking.stop());
    return { webhooks: webhooksAddress, pages: pages.address, ingest, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startKafka(
  { config, log, now }: ServerOptions,
  ingest: RunningIngest,
  store: Store,
  metrics: Metrics,
): Promise<KafkaReceiver | null> {
  if (!config.kafka || config.kafka.topics.length === 0) return null;
  const { createKafkaReceiver } = await import("../receivers/kafka.ts");
  const quarantine = (records: readonly QuarantineRecord[]) => store.quarantine(records);
  const receiver = createKafkaReceiver({ config: config.kafka, ingest, quarantine, claims: store, metrics, log, now });
  receiver.start();
  return receiver;
}
