import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { openMarks } from "../backfill/marks.ts";
import { createPagerDutyClient, PAGERDUTY_URL } from "../backfill/pagerduty-client.ts";
import { pagerDutyHistory } from "../backfill/pagerduty-history.ts";
import { reconcile } from "../backfill/reconcile.ts";
import type { Config } from "../config/config.ts";
import type { Instant } from "../domain/time.ts";
import type { Ingest } from "../ingest/delivery.ts";
import type { Log } from "../telemetry/log.ts";

export interface AskingOptions {
  readonly config: Config;
  readonly ingest: Ingest;
  readonly log: Log;
  readonly now: () => Instant;
  readonly onFatal: (error: Error) => void;
}

/** Asks senders, for as long as the server runs. */
export interface Asking {
  /** Ends what is under way. What was handed in stays. */
  stop(): Promise<void>;
}

/** Starts asking every source whose configuration wants it (`api: { reconcile: … }`). */
export function startAsking({ config, ingest, log, now, onFatal }: AskingOptions): Asking {
  const ending = new AbortController();
  const { signal } = ending;
  const timing = {
    now: () => now() / 1_000,
    random: Math.random,
    sleep: (ms: number, until: AbortSignal) => sleep(ms, undefined, { signal: until }),
  };
  const rounds = config.sources.flatMap(({ name: source, api }) => {
    if (!api?.reconcileEvery) return [];
    const client = createPagerDutyClient({ url: api.url ?? PAGERDUTY_URL, token: api.token, timing, signal });
    const marks = openMarks(join(config.store.path, `reconcile-${source}.ndjson`));
    const every = api.reconcileEvery;
    const ending = reconcile({
      history: pagerDutyHistory(client),
      source,
      marks,
      ingest,
      every,
      timing,
      log,
      now,
      signal,
    });
    return [ending.catch((error: Error) => onFatal(error)).finally(() => client.close())];
  });
  return {
    async stop() {
      ending.abort();
      await Promise.all(rounds);
    },
  };
}
