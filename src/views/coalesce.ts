export interface Coalesced {
  /** Asks for a run soon. Any number of calls before it begins are one run; calls while it runs are one more. */
  touch(): void;
  /** Resolves when no run is due or going on. A run that waits for its time begins at once. */
  settled(): Promise<void>;
  /** No run begins any more. */
  stop(): Promise<void>;
}

/** After a run of length t the next waits at least RESTING × t: under a storm the runs take a small part of the time. */
const RESTING = 2;
/** On a machine that is short of time a run takes long, and readers should not wait for the next much longer. */
const LONGEST_REST_MS = 15_000;

/**
 * Runs `work` after calls of `touch`, never twice at once. `clockMs` tells elapsed time; a failed run is told to `onError`, and the next
 * touch tries again.
 */
export function coalesce(
  work: () => Promise<void>,
  options: { readonly delayMs: number; readonly clockMs: () => number; readonly onError: (error: unknown) => void },
): Coalesced {
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | undefined;
  let isDue = false;
  let isStopped = false;
  let restMs = 0;

  const run = async (): Promise<void> => {
    isDue = false;
    const began = options.clockMs();
    await work().catch(options.onError);
    restMs = Math.min(LONGEST_REST_MS, RESTING * (options.clockMs() - began));
    running = undefined;
    if (isDue) schedule();
  };
  const begin = (): void => {
    timer = undefined;
    running = run();
  };
  const schedule = (): void => {
    if (isStopped || timer || running) return;
    timer = setTimeout(begin, Math.max(options.delayMs, restMs));
    timer.unref();
  };
  return {
    touch() {
      isDue = true;
      schedule();
    },
    async settled() {
      while (timer || running) {
        if (timer) {
          clearTimeout(timer);
          begin();
        }
        await running;
      }
    },
    async stop() {
      isStopped = true;
      clearTimeout(timer);
      timer = undefined;
      await running;
    },
  };
}
