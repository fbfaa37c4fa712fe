import { DAY, HOUR, type Instant, MILLISECOND, type Span } from "../domain/time.ts";
import type { Log } from "../telemetry/log.ts";
import type { Timing } from "./back-off.ts";
import { type Listed, type Period, VendorRefused, VendorUnavailable } from "./history.ts";
import { NotTaken, type RunOptions, runBackfill } from "./run.ts";

export interface ReconcileOptions<L extends Listed>
  extends Pick<RunOptions<L>, "history" | "source" | "marks" | "now"> {
  readonly ingest: NonNullable<RunOptions<L>["ingest"]>;
  readonly every: Span;
  readonly timing: Timing;
  readonly log: Log;
  /** Ends it. */
  readonly signal: AbortSignal;
  /** Told after each time that all was asked for. */
  readonly onRound?: (accepted: number) => void;
}

/** The mark under which the time of the last whole round stands; no vendor names a thing so. */
const LAST_ROUND = "(last round)";
/** What began this long ago at least is asked for again: vendors tell late, and events change. */
const LOOK_BACK: Span = DAY;
/** After a longer absence so much is made up for; what is older is for a backfill. */
const LONGEST_LOOK_BACK: Span = 30 * DAY;

/**
 * Asks again and again for what a sender should have sent, until the signal ends it: at once, which makes up for the time in which nobody
 * was here, then after each interval. What began a day ago or later, or is still open, is looked at; what did not change since it was
 * fetched is not fetched. No trouble ends it: it is logged, and the next round tries again.
 */
export async function reconcile<L extends Listed>(options: ReconcileOptions<L>): Promise<void> {
  const { timing, every, signal } = options;
  while (!signal.aborted) {
    await round(options);
    // Processes that started together do not ask together.
    const ms = (every / MILLISECOND) * (0.9 + 0.2 * timing.random());
    await timing.sleep(ms, signal).catch((error: unknown) => {
      if (!signal.aborted) throw error;
    });
  }
}

async function round<L extends Listed>(options: ReconcileOptions<L>): Promise<void> {
  const { history, source, marks, ingest, now, log, signal, onRound } = options;
  const period = periodUpTo(now(), marks.versionOf(LAST_ROUND));
  const onRefused = (name: string, detail: string) => log.warn({ source, name, detail }, "an answer was not taken");
  try {
    const done = await runBackfill({ history, source, marks, ingest, now, period, unfinished: true, onRefused });
    marks.keep({ name: LAST_ROUND, version: String(period.until) });
    const { listed, accepted } = done;
    if (accepted > 0) log.info({ source, listed, accepted }, "asked for what webhooks should have brought");
    onRound?.(accepted);
  } catch (error) {
    if (signal.aborted) return;
    const reason = error instanceof Error ? error.message : String(error);
    const expected = error instanceof VendorUnavailable || error instanceof NotTaken;
    if (expected) log.warn({ source, reason }, "could not ask for what webhooks should have brought; will try again");
    else if (error instanceof VendorRefused)
      log.error({ source, reason }, "may not ask for what webhooks should have brought");
    else throw error;
  }
}

function periodUpTo(now: Instant, lastRound: string | undefined): Period {
  const last = Number(lastRound ?? Number.NaN);
  const since = Number.isSafeInteger(last) ? Math.min(now - LOOK_BACK, last - HOUR) : now - LOOK_BACK;
  return { since: Math.max(since, now - LONGEST_LOOK_BACK), until: now };
}
