import { Worker } from "node:worker_threads";
import { type HandedOver, handOver, lastOf } from "../inbox/hand-over.ts";
import type { Committed, TellingInbox } from "../inbox/inbox.ts";
import type { BatchReport, DrainHooks, Draining } from "./draining.ts";
import { endThread } from "./end-thread.ts";
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

/** To the thread: look for new deliveries; end after the batch under way; these were committed, and need not be read. */
export type DrainOrder = "wake" | "stop" | HandedOver;

/** From the thread. `through`: everything up to this place is decoded and stored. */
export type DrainNews =
  | { readonly is: "batch"; readonly report: BatchReport; readonly through: number }
  | { readonly is: "outage"; readonly reason: string }
  | { readonly is: "idle" };

/** A batch is forgotten as soon as it is stored: a larger nursery would only be memory. */
const NURSERY_MIB = 12;

/** Of what waits to be decoded so much is held in memory, too; the rest is read from the inbox. */
const MOST_HANDED_BYTES = 32 * 1024 * 1024;
/** What a delivery takes there beside its body. */
const BESIDE_BYTES = 256;

export interface ThreadedDrainOptions {
  readonly inbox: TellingInbox;
  /** The file of the inbox. */
  readonly inboxPath: string;
  readonly target: DrainTarget;
  /** So many bytes of what waits are held in memory at most; 32 MiB, if left out. */
  readonly mostHandedBytes?: number;
  /** Told where the thread died: what is kept is safe, but nothing is decoded any more until a restart. */
  readonly onFatal: (error: Error) => void;
}

/**
 * Decodes and stores in a thread of its own, so that reading payloads and waiting for the store's disk keep no sender waiting. The sources'
 * secrets do not go there: what is stored was verified. What is committed meanwhile is handed over, within a bound of memory; what is not,
 * such as what an earlier process left, the thread reads from the inbox.
 */
export function drainInThread(options: ThreadedDrainOptions): (hooks: DrainHooks) => Draining {
  return (hooks) => new ThreadedDrain(options, hooks);
}

class ThreadedDrain implements Draining {
  readonly #inbox: TellingInbox;
  readonly #hooks: DrainHooks;
  readonly #worker: Worker;
  readonly #ended: Promise<void>;
  #running = false;
  #woken = false;
  #hasEnded = false;
  #waiting: (() => void)[] = [];
  /** What the thread was handed and did not tell the end of. */
  #handed: { readonly through: number; readonly bytes: number }[] = [];
  #handedBytes = 0;

  constructor(options: ThreadedDrainOptions, hooks: DrainHooks) {
    const { inbox, inboxPath, target, onFatal, mostHandedBytes = MOST_HANDED_BYTES } = options;
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
    void this.#ended.then(() => {
      this.#hasEnded = true;
      this.#release();
    });
    inbox.onCommitted((committed) => this.#handOver(committed, mostHandedBytes));
  }

  wake(): void {
    this.#woken = true;
    if (this.#running) return;
    this.#woken = false;
    this.#running = true;
    this.#worker.postMessage("wake" satisfies DrainOrder);
  }

  drained(): Promise<void> {
    if (this.#hasEnded) return Promise.resolve();
    this.wake();
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  async stop(): Promise<void> {
    this.#worker.postMessage("stop" satisfies DrainOrder);
    await endThread(this.#worker, this.#ended);
  }

  #handOver(committed: Committed, most: number): void {
    const bytes = committed.pending.reduce((sum, { delivery }) => sum + delivery.body.byteLength + BESIDE_BYTES, 0);
    if (this.#handedBytes + bytes > most) return;
    const handed = handOver(committed);
    this.#handed.push({ through: lastOf(handed), bytes });
    this.#handedBytes += bytes;
    this.#worker.postMessage(handed satisfies DrainOrder, [handed.bodies.buffer]);
  }

  #forget(through: number): void {
    while (this.#handed[0] && this.#handed[0].through <= through) this.#handedBytes -= this.#handed.shift()?.bytes ?? 0;
  }

  #hear(news: DrainNews): void {
    switch (news.is) {
      case "batch":
        this.#forget(news.through);
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
