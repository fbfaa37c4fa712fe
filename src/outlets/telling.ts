import type { Log } from "../telemetry/log.ts";
import type { Outbox } from "./outbox.ts";

export interface TellingOptions {
  readonly outbox: Pick<Outbox, "step">;
  readonly log: Log;
  /** Looks for news so often, and tries again so long after a failure. */
  readonly everyMs: number;
}

/** Something that goes on in the background until it is stopped. */
export interface Telling {
  /** Ends after the telling under way. */
  stop(): Promise<void>;
}

/** Looks for news again and again, and tells them. A failure is logged, and what was to be told is told again. */
export function keepTelling({ outbox, log, everyMs }: TellingOptions): Telling {
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  let running: Promise<void> = Promise.resolve();
  const round = async (): Promise<void> => {
    try {
      while (!stopped && (await outbox.step()) === "more");
    } catch (error) {
      log.error(
        { reason: error instanceof Error ? error.message : String(error) },
        "Changes could not be told; again soon.",
      );
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
      await running;
    },
  };
}
