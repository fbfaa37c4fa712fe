import type { AddressInfo } from "node:net";
import type { Logger } from "pino";
import { buildPagesApp } from "../api/pages-app.ts";
import { buildWebhooksApp, closeGracefully } from "../app.ts";
import type { Config, Listener } from "../config/config.ts";
import type { Instant } from "../domain/time.ts";
import { createIngest, type RunningIngest } from "../ingest/ingest.ts";
import { replayOne } from "../ingest/replay.ts";
import { drainInThread } from "../ingest/sqlite-drain.ts";
import { createReader } from "../reading/read.ts";
import type { KafkaReceiver } from "../receivers/kafka.ts";
import type { QuarantineRecord, Store } from "../store/store.ts";
import { StoreMisconfigured, StoreUnavailable } from "../store/unavailable.ts";
import { Metrics } from "../telemetry/metrics.ts";
import { createViews, type Views } from "../views/views.ts";
import { pagesPlugin } from "../web/plugin.ts";
import { drainOf, openInbox, openStore } from "./adapters.ts";
import { openFront } from "./front.ts";
import { loadPublicationStyles } from "./publication-styles.ts";
import { startAsking } from "./reconcile.ts";
import { CommandError } from "./shell.ts";

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
    metrics.ofProcess();
    const inbox = openInbox(config, { onFatal: options.onFatal, metrics });
    closers.push(() => inbox.close());
    const { store, archive, check } = await openStore(config);
    closers.push(() => store.close());
    await reach(check, log);
    const onError = (error: unknown) =>
      log.error({ reason: String(error) }, "The feed of changes could not be written.");
    const styles = await loadPublicationStyles();
    const views = createViews({ store, settings: config.settings, read: createReader(), now, styles, onError });
    closers.push(() => views.close());
    const onAppended = () => views.touched();
    const drain = drainInThread({ inbox, ...drainOf(config), onFatal: options.onFatal });
    const ingest = createIngest({ sources: config.sources, inbox, store, now, metrics, log, onAppended, drain });
    closers.push(() => ingest.close());
    const front = await openFront(options, ingest, store, metrics);
    if (front) closers.push(() => front.close());
    const door = front?.ingest ?? ingest;
    const health = { trouble: () => door.trouble(), outage: () => ingest.outage() };
    const shown = config.server.webhooks.metrics ? { metrics } : {};
    const webhooks = buildWebhooksApp({ ingest: door, sources: config.sources, now, log, ...health, ...shown });
    closers.push(() => closeGracefully(webhooks, WEBHOOKS_GRACE_MS));
    const pages = await buildPagesApp({
      ...{ views, answers: store, pages: pagesPlugin },
      readDelivery: async (id) => inbox.read(id) ?? (await archive?.readDelivery(id)) ?? null,
      replayDelivery: (id) =>
        replayOne({ inbox, store, sources: new Map(config.sources.map((one) => [one.name, one])) }, id),
    });
    closers.push(() => closeGracefully(pages, PAGES_GRACE_MS));
    const webhooksAddress = await listen(webhooks, config.server.webhooks, "server.webhooks");
    const pagesAddress = await listen(pages, config.server.pages, "server.pages");
    const kafka = await startKafka(options, ingest, store, metrics);
    if (kafka) closers.push(() => kafka.stop());
    const asking = startAsking({ config, ingest, log, now, onFatal: options.onFatal });
    closers.push(() => asking.stop());
    return { webhooks: webhooksAddress, pages: pagesAddress, views, ingest, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** A store that cannot be reached now keeps nobody from sending: deliveries wait in the inbox. One that never could be used is a mistake. */
async function reach(check: () => Promise<void>, log: Logger): Promise<void> {
  try {
    await check();
  } catch (error) {
    if (error instanceof StoreMisconfigured) throw new CommandError(error.message);
    if (!(error instanceof StoreUnavailable)) throw error;
    log.warn({ reason: error.message }, "The store cannot be reached: deliveries are taken, and wait in the inbox.");
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
