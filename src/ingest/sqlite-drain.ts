import { Worker } from "node:worker_threads";
import type { BatchReport, DrainHooks, Draining } from "./draining.ts";
import type { Inbox } from "./inbox.ts";
import { type ToldSource, tellSource } from "./told-source.ts";

/** The store that events go to, as it can be told to a thread. */
export type DrainTarget =
  | { readonly kind: "sqlite"; readonly path: string }
  | { readonly kind: "mongodb"; readonly url: string; readonly database: string };

/** What the drain's thread is started with: all that can be copied to it. Kinds are code: it loads them by name. */
export interface DrainTask {
  readonly inboxPath: string;
  readonly target: DrainTarget;
  readonly settled: number;
  readonly sources: readonly ToldSource[];
}

/** To the thread: look for new deliveries; end after the batch under way. */
export type DrainOrder = "wake" | "stop";

/** From the thread. `through`: everything up to this place is decoded and stored. */
export type DrainNews =
  | { readonly is: "batch"; readonly report: BatchReport; readonly through: number }
  | { readonly is: "outage"; readonly reason: string }
  | { readonly is: "idle" };

/** A batch is forgotten as soon as it is stored: a larger nursery would only be memory. */
const NURSERY_MIB = 12;

export interface ThreadedDrainOptions {
  readonly inbox: Inbox;
  /** The file of the inbox. */
  readonly inboxPath: string;
  readonly target: DrainTarget;
  /** Told where the thread died: what is kept is safe, but nothing is decoded any more until a restart. */
  readonly onFatal: (error: Error) => void;
}

/**
 * Decodes and stores in a thread of its own, so that reading payloads and waiting for the store's disk keep no sender waiting. The sources'
 * secrets do not go there: what is stored was verified.
 */
export function drainInThread(options: ThreadedDrainOptions): (hooks: DrainHooks) => Draining {
  return (hooks) => new ThreadedDrain(options, hooks);
}

class ThreadedDrain implements Draining {
  readonly #inbox: Inbox;
  readonly #hooks: DrainHooks;
  readonly #worker: Worker;
  readonly #ended: Promise<void>;
  #running = false;
  #woken = false;
  #waiting: (() => void)[] = [];

  constructor({ inbox, inboxPath, target, onFatal }: ThreadedDrainOptions, hooks: DrainHooks) {
    this.#inbox = inbox;
    this.#hooks = hooks;
    const sources = [...hooks.sources.values()].map(tellSource);
    const task: DrainTask = { inboxPath, target, settled: inbox.settled(), sources };
    const ending = import.meta.url.endsWith(".ts") ? ".ts" : ".js";
    this.#worker = new Worker(new URL(`./sqlite-drain-thread${ending}`, import.meta.url), {
      workerData: task,
      resourceLimits: { maxYoungGenerationSizeMb: NURSERY_MIB },
    });
    this.#worker.on("message", (news: DrainNews) => this.#hear(news));
    this.#worker.on("error", (error) => onFatal(error instanceof Error ? error : new Error(String(error))));
    this.#ended = new Promise((resolve) => this.#worker.on("exit", () => resolve()));
    void this.#ended.then(() => this.#release());
  }

  wake(): void {
    this.#woken = true;
    if (this.#running) return;
    this.#woken = false;
    this.#running = true;
    this.#worker.postMessage("wake" satisfies DrainOrder);
  }

  drained(): Promise<void> {
    this.wake();
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  async stop(): Promise<void> {
    this.#worker.postMessage("stop" satisfies DrainOrder);
    await this.#ended;
  }

  #hear(news: DrainNews): void {
    switch (news.is) {
      case "batch":
        this.#inbox.settle(news.through);
        this.#hooks.onBatch(news.report);
        break;
      case "outage":
        this.#hooks.onOutage(news.reason);
        break;
      case "idle":
        this.#running = false;
        if (this.#woken) this.wake();
        else this.#release();
    }
  }

  #release(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  }
}
