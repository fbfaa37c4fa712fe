import { DAY, HOUR, type Instant, type Span } from "../domain/time.ts";
import type { Listed, Period } from "./history.ts";
import { type Repetition, repeat } from "./repeat.ts";
import { type RunOptions, runBackfill } from "./run.ts";

export interface ReconcileOptions<L extends Listed>
  extends Repetition,
    Pick<RunOptions<L>, "history" | "source" | "marks" | "now"> {
  readonly ingest: NonNullable<RunOptions<L>["ingest"]>;
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
export function reconcile<L extends Listed>(options: ReconcileOptions<L>): Promise<void> {
  return repeat(options, () => round(options));
}

async function round<L extends Listed>(options: ReconcileOptions<L>): Promise<void> {
  const { history, source, marks, ingest, now, log, onRound } = options;
  const period = periodUpTo(now(), marks.versionOf(LAST_ROUND));
  const onRefused = (name: string, detail: string) => log.warn({ source, name, detail }, "an answer was not taken");
  const { listed, accepted } = await runBackfill({
    ...{ history, source, marks, ingest, now, period, unfinished: true, onRefused },
  });
  marks.keep({ name: LAST_ROUND, version: String(period.until) });
  if (accepted > 0) log.info({ source, listed, accepted }, "asked for what webhooks should have brought");
  onRound?.(accepted);
}

function periodUpTo(now: Instant, lastRound: string | undefined): Period {
  const last = Number(lastRound ?? Number.NaN);
  const since = Number.isSafeInteger(last) ? Math.min(now - LOOK_BACK, last - HOUR) : now - LOOK_BACK;
  return { since: Math.max(since, now - LONGEST_LOOK_BACK), until: now };
}
