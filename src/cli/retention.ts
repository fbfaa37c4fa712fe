import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { Config } from "../config/config.ts";
import { type SweepStep, sweepLimits } from "../domain/retention.ts";
import type { Instant, Span } from "../domain/time.ts";
import type { Inbox } from "../ingest/inbox/inbox.ts";
import { keepSweeping, type Sweep, type Sweeping } from "../ingest/inbox/sweeping.ts";
import { Lease } from "../store/lease.ts";
import type { Claims, DeliveryArchive } from "../store/store.ts";
import type { Log } from "../telemetry/log.ts";
import type { Metrics } from "../telemetry/metrics.ts";
import type { Pages } from "./pages.ts";

export interface RetentionOptions {
  readonly config: Pick<Config, "retention" | "store">;
  readonly pages: Pick<Pages, "sweepEvents">;
  /** Those of this process, by what they are called in the log. */
  readonly inboxes: Readonly<Record<string, Pick<Inbox, "sweep">>>;
  /** Shared with other processes: of all of them one sweeps it. */
  readonly archive: DeliveryArchive | undefined;
  readonly claims: Claims;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly now: () => Instant;
}

/** Deletes what the configuration does not keep for longer, for as long as the server runs; null where it keeps everything. */
export function startRetention(options: RetentionOptions): Sweeping | null {
  const { config, inboxes, archive, log, metrics } = options;
  if (config.retention.raw === null) return null;
  const sweeps = Object.entries(inboxes).map(([name, inbox]) => sweepOfInbox(options, name, inbox));
  if (config.retention.events !== null) sweeps.push(sweepOfEvents(options, config.retention.events));
  if (archive) sweeps.push(sweepOfArchive(options, archive));
  const pause = (ms: number, signal: AbortSignal) => sleep(ms, undefined, { signal, ref: false }).catch(() => {});
  return keepSweeping({ sweeps, log, metrics, pause });
}

function sweepOfInbox({ config, now }: RetentionOptions, name: string, inbox: Pick<Inbox, "sweep">): Sweep {
  return { name, step: async () => counted(inbox.sweep(sweepLimits(config.retention, now()))) };
}

/** The thread that knows the incidents says which events may go. Of the processes that share them one sweeps; two would only do the work twice. */
function sweepOfEvents({ config, claims, pages, now }: RetentionOptions, kept: Span): Sweep {
  const sweep: Sweep = {
    name: "events",
    async step() {
      const { events, isDone } = await pages.sweepEvents(now() - kept);
      return { swept: { events }, isDone };
    },
  };
  return config.store.kind === "sqlite" ? sweep : byOne(sweep, claims);
}

function sweepOfArchive({ config, claims, now }: RetentionOptions, archive: DeliveryArchive): Sweep {
  const step = async () => counted(await archive.sweepDeliveries(sweepLimits(config.retention, now())));
  return byOne({ name: "store", step }, claims);
}

/** Lets one process at a time sweep. */
function byOne({ name, step }: Sweep, claims: Claims): Sweep {
  const clockMs = () => performance.now();
  const lease = new Lease({ claims, name: `lease:retention:${name}`, holder: randomUUID(), clockMs });
  return {
    name,
    async step() {
      if (!(await lease.isHeld())) return { swept: {}, isDone: true };
      const done = await step();
      if (done.isDone) await lease.release();
      return done;
    },
  };
}

function counted({ bodies, receipts, isDone }: SweepStep) {
  return { swept: { bodies, receipts }, isDone };
}
