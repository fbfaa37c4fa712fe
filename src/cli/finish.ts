import type { RunningIngest } from "../ingest/ingest.ts";
import type { Log } from "../telemetry/log.ts";

export interface FinishOptions {
  readonly ingest: Pick<RunningIngest, "drained">;
  /** How many deliveries still wait on this process's disk. */
  readonly backlog: () => number;
  /** The folder where they wait. */
  readonly folder: string;
  readonly withinMs: number;
  readonly log: Log;
}

/** Longer ones fire at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/**
 * Waits until what was acknowledged has gone on to where others can read it, but no longer than `withinMs`: a replica that is taken away
 * for good should leave nothing on its disk. Nothing may come in meanwhile. What still waits then is safe. The log says how much it is, or that it is
 * nothing: whoever deletes the volume looks for that.
 */
export async function finish({ ingest, backlog, folder, withinMs, log }: FinishOptions): Promise<void> {
  const { promise: late, resolve } = Promise.withResolvers<"late">();
  const timer = setTimeout(() => resolve("late"), Math.min(withinMs, LONGEST_TIMER_MS));
  const end = await Promise.race([ingest.drained().then(() => "drained" as const), late]);
  clearTimeout(timer);
  if (end === "drained") {
    log.info({ folder }, "Nothing waits in this data folder.");
    return;
  }
  log.warn(
    { folder, deliveries: backlog() },
    "Deliveries wait in this data folder: they go on after the next start on it. Keep the folder.",
  );
}
