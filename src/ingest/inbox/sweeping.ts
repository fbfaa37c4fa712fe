import { reasonOf } from "../../domain/outcome.ts";
import type { Log } from "../../telemetry/log.ts";
import type { Metrics } from "../../telemetry/metrics.ts";

/** What a step deleted, by kind. */
export type Swept = Readonly<Record<string, number>>;

/** Something that old things are deleted from, in small steps. */
export interface Sweep {
  /** For the log. */
  readonly name: string;
  /** Called again until `isDone`; a step that throws is tried again by the next round. */
  step(): Promise<{ readonly swept: Swept; readonly isDone: boolean }>;
}

export interface SweepingOptions {
  readonly sweeps: readonly Sweep[];
  readonly log: Log;
  readonly metrics: Metrics;
  /** Resolves after so many ms, or at once when it was aborted. */
  readonly pause: (ms: number, until: AbortSignal) => Promise<void>;
}

/** Goes on in the background. */
export interface Sweeping {
  /** Ends after the step under way. */
  stop(): Promise<void>;
}

const ROUND_EVERY_MS = 3_600_000;
/** After a round of which something failed. */
const AGAIN_AFTER_MS = 60_000;
/** Between two steps, so that whoever shares the thread, the disk or the server with them gets the larger part. */
const REST_MS = 50;

/** Sweeps at once, and then hourly. */
export function keepSweeping(options: SweepingOptions): Sweeping {
  const ending = new AbortController();
  const running = new Rounds(options, ending.signal).run();
  return {
    async stop() {
      ending.abort();
      await running;
    },
  };
}

class Rounds {
  readonly #options: SweepingOptions;
  readonly #until: AbortSignal;
  readonly #count: (swept: Swept) => void;

  constructor(options: SweepingOptions, until: AbortSignal) {
    this.#options = options;
    this.#until = until;
    const counter = options.metrics.counter("annalist_swept_total", "What was deleted because of its age.", ["what"]);
    this.#count = (swept) => {
      for (const [what, count] of Object.entries(swept)) counter.add({ what }, count);
    };
  }

  async run(): Promise<void> {
    while (!this.#until.aborted) {
      let failed = false;
      for (const sweep of this.#options.sweeps) failed = !(await this.#runToEnd(sweep)) || failed;
      await this.#options.pause(failed ? AGAIN_AFTER_MS : ROUND_EVERY_MS, this.#until);
    }
  }

  /** Whether it came to its end, or was stopped. */
  async #runToEnd({ name, step }: Sweep): Promise<boolean> {
    const { log, pause } = this.#options;
    const sum: Record<string, number> = {};
    try {
      for (let isOver = false; !isOver && !this.#until.aborted; ) {
        const { swept, isDone } = await step();
        this.#count(swept);
        for (const [what, count] of Object.entries(swept)) sum[what] = (sum[what] ?? 0) + count;
        isOver = isDone;
        if (!isOver) await pause(REST_MS, this.#until);
      }
      return true;
    } catch (error) {
      log.warn({ from: name, reason: reasonOf(error) }, "What is old could not be deleted; again in a minute.");
      return false;
    } finally {
      if (Object.values(sum).some((count) => count > 0)) log.info({ from: name, ...sum }, "deleted what is old");
    }
  }
}
