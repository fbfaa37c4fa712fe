import { reasonOf } from "../domain/outcome.ts";
import { MILLISECOND, type Span } from "../domain/time.ts";
import type { Log } from "../telemetry/log.ts";
import type { Timing } from "./back-off.ts";
import { VendorRefused, VendorUnavailable } from "./history.ts";
import { NotTaken } from "./run.ts";

/** How something is done again and again. */
export interface Repetition {
  readonly source: string;
  readonly every: Span;
  readonly timing: Timing;
  readonly log: Log;
  /** Ends it. */
  readonly signal: AbortSignal;
}

/**
 * Runs rounds until the signal ends it: one at once, then one after each interval. A vendor that refuses or does not answer is logged, and
 * the next round tries again.
 *
 * @throws what a round throws, where it is no trouble of the vendor's or of the inbox
 */
export async function repeat(repetition: Repetition, round: () => Promise<void>): Promise<void> {
  const { timing, every, signal } = repetition;
  while (!signal.aborted) {
    await round().catch((error: unknown) => {
      if (!signal.aborted) endure(error, repetition);
    });
    // Processes that started together do not ask together.
    const ms = (every / MILLISECOND) * (0.9 + 0.2 * timing.random());
    await timing.sleep(ms, signal).catch((error: unknown) => {
      if (!signal.aborted) throw error;
    });
  }
}

function endure(error: unknown, { source, log }: Repetition): void {
  const reason = reasonOf(error);
  if (error instanceof VendorRefused)
    log.error({ source, reason }, "may not ask for what webhooks should have brought");
  else if (error instanceof VendorUnavailable || error instanceof NotTaken) {
    log.warn({ source, reason }, "could not ask for what webhooks should have brought; will try again");
  } else throw error;
}
