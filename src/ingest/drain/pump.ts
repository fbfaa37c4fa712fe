import type { Pause } from "./pause.ts";

/** What became of one step: there may be more to do, there is nothing to do, or it has to be tried again. */
export type Step = "more" | "idle" | "failed";

/**
 * Works through what waits, step by step, never two at once, until nothing is left: then it sleeps until it is woken. A failed step is
 * tried again after a pause; nothing overtakes it.
 */
export class Pump {
  readonly #step: (attempt: number) => Promise<Step>;
  readonly #pause: Pause;
  readonly #stopping = new AbortController();
  #running: Promise<void> | null = null;
  #woken = false;

  /**
   * @param step `attempt` counts its failures in a row. Where it rejects nothing goes on: it does so only when the process has to end
   */
  constructor(step: (attempt: number) => Promise<Step>, pause: Pause) {
    this.#step = step;
    this.#pause = pause;
  }

  /** There may be something to do. */
  wake(): void {
    this.#woken = true;
    if (this.#isStopped() || this.#running !== null) return;
    this.#running = this.#run().finally(() => {
      this.#running = null;
      if (this.#woken) this.wake();
    });
  }

  /** Resolves when nothing is left to do, or it was stopped. */
  async drained(): Promise<void> {
    this.wake();
    for (let running = this.#running; running !== null; running = this.#running) await running;
  }

  /** Ends after the step under way, and in the middle of a pause. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    for (let attempt = 0; !this.#isStopped(); ) {
      this.#woken = false;
      const became = await this.#step(attempt);
      if (became === "idle") return;
      attempt = became === "failed" ? attempt + 1 : 0;
      if (attempt > 0) await this.#pause(attempt, this.#stopping.signal);
    }
    this.#woken = false;
  }

  #isStopped(): boolean {
    return this.#stopping.signal.aborted;
  }
}
