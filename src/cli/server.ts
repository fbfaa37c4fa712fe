import type { AddressInfo } from "node:net";
import type { Logger } from "pino";
import type { Replayed } from "../api/dependencies.ts";
import { buildPagesApp } from "../api/pages-app.ts";
import { buildWebhooksApp, closeGracefully } from "../app.ts";
import type { Config, Listener } from "../config/config.ts";
import type { Instant } from "../domain/time.ts";
import { decodeStored, toQuarantine } from "../ingest/drain.ts";
import type { Inbox } from "../ingest/inbox.ts";
import { createIngest, type RunningIngest } from "../ingest/ingest.ts";
import { drainInThread } from "../ingest/sqlite-drain.ts";
import { createReader } from "../reading/read.ts";
import type { KafkaReceiver } from "../receivers/kafka.ts";
import type { QuarantineRecord, Store } from "../store/store.ts";
import { Metrics } from "../telemetry/metrics.ts";
import { registerProcessMetrics } from "../telemetry/process-metrics.ts";
import { createViews, type Views } from "../views/views.ts";
import { pagesPlugin } from "../web/plugin.ts";
import { filesOf, openInbox, openStore } from "./adapters.ts";
import { CommandError } from "./shell.ts";

export interface ServerOptions {
  readonly config: Config;
  readonly log: Logger;
  readonly process: NodeJS.Process;
  readonly now: () => Instant;
  /** Told once when nothing that was written can be relied on any more: the process should end. */
  readonly onFatal: (error: Error) => void;
}

/** A server that takes in deliveries and serves pages. */
export interface RunningServer {
  /** Addresses without a trailing slash. */
  readonly webhooks: string;
  readonly pages: string;
  readonly views: Views;
  readonly ingest: RunningIngest;
  /** Finishes what was begun, then closes. What was acknowledged is durable. */
  stop(): Promise<void>;
}

/** Requests under way get so long to finish. */
const WEBHOOKS_GRACE_MS = 8_000;
/** Streams of changes never finish by themselves. */
const PAGES_GRACE_MS = 500;

/**
 * Starts everything that a configuration asks for.
 *
 * @throws CommandError where a port is taken or the data folder cannot be used; nothing is left running
 */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { config, log, now } = options;
  const closers: (() => Promise<unknown>)[] = [];
  const stop = async () => {
    for (const close of closers.splice(0).reverse()) await close();
  };
  try {
    const metrics = new Metrics();
    registerProcessMetrics(metrics, options.process);
    const inbox = openInbox(config, { onFatal: options.onFatal, metrics });
    closers.push(() => inbox.close());
    const store = openStore(config);
    closers.push(() => store.close());
    const onError = (error: unknown) =>
      log.error({ reason: String(error) }, "The feed of changes could not be written.");
    const views = createViews({ store, settings: config.settings, read: createReader(), now, onError });
    closers.push(() => views.close());
    const onAppended = () => views.touched();
    const drain = drainInThread({ inbox, ...filesOf(config), onFatal: options.onFatal });
    const ingest = createIngest({ sources: config.sources, inbox, store, now, metrics, log, onAppended, drain });
    closers.push(() => ingest.close());
    const trouble = () => ingest.trouble();
    const shown = config.server.webhooks.metrics ? { metrics } : {};
    const webhooks = buildWebhooksApp({ ingest, sources: config.sources, now, log, trouble, ...shown });
    closers.push(() => closeGracefully(webhooks, WEBHOOKS_GRACE_MS));
    const pages = await buildPagesApp({
      ...{ views, answers: store, pages: pagesPlugin },
      readDelivery: (id) => Promise.resolve(inbox.read(id)),
      replayDelivery: (id) => replayOne(id, config, inbox, store),
    });
    closers.push(() => closeGracefully(pages, PAGES_GRACE_MS));
    const webhooksAddress = await listen(webhooks, config.server.webhooks, "server.webhooks");
    const pagesAddress = await listen(pages, config.server.pages, "server.pages");
    const kafka = await startKafka(options, ingest, store, metrics);
    if (kafka) closers.push(() => kafka.stop());
    return { webhooks: webhooksAddress, pages: pagesAddress, views, ingest, stop };
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
  if (!config.kafka) return null;
  const { createKafkaReceiver } = await import("../receivers/kafka.ts");
  const quarantine = (records: readonly QuarantineRecord[]) => store.quarantine(records);
  const receiver = createKafkaReceiver({ config: config.kafka, ingest, quarantine, metrics, log, now });
  receiver.start();
  return receiver;
}

async function listen(
  app: ReturnType<typeof buildWebhooksApp>,
  { host, port }: Listener,
  key: string,
): Promise<string> {
  try {
    await app.listen({ host, port });
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : "";
    const message = error instanceof Error ? error.message : String(error);
    const why: Record<string, string> = {
      EADDRINUSE: `port ${port} of ${host} is taken by another program. End that program, or choose another ${key}.port`,
      EACCES: `this user may not listen on port ${port}. Choose a ${key}.port above 1023`,
      EADDRNOTAVAIL: `this machine has no address ${host}. Choose another ${key}.host`,
    };
    throw new CommandError(`Cannot listen: ${why[String(code)] ?? `${message} (${key})`}.`);
  }
  const address = app.server.address() as AddressInfo;
  return `http://${address.family === "IPv6" ? `[${address.address}]` : address.address}:${address.port}`;
}

async function replayOne(id: string, config: Config, inbox: Inbox, store: Store): Promise<Replayed | null> {
  const delivery = inbox.read(id);
  if (!delivery) return null;
  const sources = new Map(config.sources.map((source) => [source.name, source]));
  const { sightings, rejections } = decodeStored(sources, delivery);
  if (sightings.length > 0) await store.appendSightings(sightings);
  await store.release(delivery.id);
  if (rejections.length > 0) await store.quarantine(toQuarantine(delivery, rejections));
  return { events: sightings.length, rejections };
}
