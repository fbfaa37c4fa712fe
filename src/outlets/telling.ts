import { reasonOf } from "../domain/outcome.ts";
import { hasEnded } from "../kafka/leaving.ts";
import type { Log } from "../telemetry/log.ts";
import type { Outbox } from "./outbox.ts";

export interface TellingOptions {
  readonly outbox: Pick<Outbox, "step">;
  readonly log: Log;
  /** Looks for news so often, and tries again so long after a failure. */
  readonly everyMs: number;
  /** Waits so long for the telling under way when it stops; some seconds, if left out. */
  readonly leavingMs?: number;
}

/** Something that goes on in the background until it is stopped. */
export interface Telling {
  /**
   * Ends after the telling under way, but waits for that some seconds only: an outlet that is away may be tried for ever. Says whether it came to
   * its end; what it was about is told again.
   */
  stop(): Promise<boolean>;
}

/** Looks for news again and again, and tells them. A failure is logged, and what was to be told is told again. */
export function keepTelling({ outbox, log, everyMs, leavingMs }: TellingOptions): Telling {
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  let running: Promise<void> = Promise.resolve();
  const round = async (): Promise<void> => {
    try {
      while (!stopped && (await outbox.step()) === "more");
    } catch (error) {
      log.error({ reason: reasonOf(error) }, "Changes could not be told; again soon.");
    }
    if (!stopped) timer = setTimeout(begin, everyMs).unref();
  };
  const begin = (): void => {
    running = round();
  };
  begin();
  return {
    async stop() {
      stopped = true;
      clearTimeout(timer);
      return await hasEnded(running, leavingMs);
    },
  };
}
