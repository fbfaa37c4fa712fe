import { Worker } from "node:worker_threads";
import type { Config, Listener } from "../config/config.ts";
import { reasonOf } from "../domain/outcome.ts";
import type { Refusal } from "../domain/refusal.ts";
import type { Settings } from "../domain/settings.ts";
import type { Instant, Span } from "../domain/time.ts";
import { endThread } from "../ingest/drain/end-thread.ts";
import { pauseLonger } from "../ingest/drain/pause.ts";
import { type ToldSource, tellSource } from "../ingest/drain/told-source.ts";
import type { Log } from "../telemetry/log.ts";
import type { EventSweepStep } from "../views/event-sweep.ts";
import { CommandError } from "./shell.ts";

/** What the pages' thread is started with: all that can be copied to it. */
export interface PagesTask {
  readonly settings: Settings;
  readonly sources: readonly ToldSource[];
  readonly store: Config["store"];
  readonly listener: Listener;
  /** By how much our clock is ahead of the machine's. */
  readonly aheadOfClock: Span;
}

/** To the thread: something was appended to the store; close and end; delete some of the events that are older; all that was refused so far. */
export type PagesOrder =
  | "touched"
  | "stop"
  | { readonly sweepBefore: Instant }
  | { readonly refused: readonly Refusal[] };

export type PagesNews =
  | { readonly is: "listening"; readonly address: string }
  /** It cannot begin: a sentence for the operator. */
  | { readonly is: "refused"; readonly reason: string }
  | { readonly is: "swept"; readonly step: EventSweepStep }
  | { readonly is: "not_swept"; readonly reason: string }
  /** The feed of changes could not be written. */
  | { readonly is: "trouble"; readonly reason: string }
  /** The store is gone: to begin again would make an empty one. */
  | { readonly is: "lost"; readonly reason: string };

export interface PagesOptions {
  readonly config: Pick<Config, "settings" | "sources" | "store"> & {
    readonly server: Pick<Config["server"], "pages">;
  };
  readonly log: Log;
  readonly now: () => Instant;
  /** Told where the store was deleted or replaced: the process should end. */
  readonly onFatal: (error: Error) => void;
  /** For tests: the memory of the thread, MiB; what Node.js gives it if left out. */
  readonly mostMemoryMib?: number;
}

/** The pages and the API, in a thread of their own. */
export interface Pages {
  /** Without a trailing slash. */
  readonly address: string;
  touched(): void;
  /** Shows soon what the list holds then: however often it is called, the thread hears of it twice a second at most. */
  refused(list: () => readonly Refusal[]): void;
  /** Deletes some of the events that are older; to be called until `isDone`. One call at a time. */
  sweepEvents(before: Instant): Promise<EventSweepStep>;
  stop(): Promise<void>;
}

/** What is new is kept so briefly that a larger nursery would only be memory. */
const NURSERY_MIB = 24;
/** A thread that lived so long was well: its end is not counted as one of a row. */
const WELL_AFTER_MS = 60_000;
const REFUSALS_EVERY_MS = 500;

/**
 * Starts the pages and the API in a thread of their own, so that no read, however large, and no derivation keeps a sender waiting. If the
 * thread dies (of a set of events that is too large for its memory, or of a mistake), it is started again on the same address: it
 * holds nothing that the store does not hold.
 *
 * @throws CommandError where the port is taken or the store cannot be used
 */
export async function startPages(options: PagesOptions): Promise<Pages> {
  const pages = new ThreadedPages(options);
  await pages.start();
  return pages;
}

class ThreadedPages implements Pages {
  readonly #options: PagesOptions;
  #listener: Listener;
  #address = "";
  #worker: Worker | null = null;
  #ended: Promise<void> = Promise.resolve();
  #isStopping = false;
  #deathsInARow = 0;
  #sweeping: PromiseWithResolvers<EventSweepStep> | null = null;
  #refusals: () => readonly Refusal[] = () => [];
  #tellingRefusals: NodeJS.Timeout | null = null;

  constructor(options: PagesOptions) {
    this.#options = options;
    this.#listener = options.config.server.pages;
  }

  get address(): string {
    return this.#address;
  }

  /** Resolves when it listens. */
  async start(): Promise<void> {
    const worker = this.#spawn();
    const began = performance.now();
    const cause = Promise.withResolvers<string>();
    worker.on("error", (error) => cause.resolve(reasonOf(error)));
    const ended = new Promise<void>((resolve) => worker.on("exit", () => resolve()));
    void ended.then(() => {
      cause.resolve("it ended by itself");
      if (this.#worker === worker) this.#worker = null;
      this.#sweeping?.reject(new Error("the thread of the pages ended"));
    });
    this.#worker = worker;
    this.#ended = ended;
    const listening = await new Promise<string>((resolve, reject) => {
      worker.on("message", (news: PagesNews) => this.#hear(news, resolve, reject));
      void cause.promise.then((reason) => reject(new Error(`The thread of the pages could not begin: ${reason}.`)));
    });
    this.#address = listening;
    this.#listener = { ...this.#listener, port: Number(new URL(listening).port) };
    this.#tellRefusals();
    void ended.then(async () => this.#revive(await cause.promise, performance.now() - began));
  }

  touched(): void {
    this.#worker?.postMessage("touched" satisfies PagesOrder);
  }

  refused(list: () => readonly Refusal[]): void {
    this.#refusals = list;
    this.#tellingRefusals ??= setTimeout(() => this.#tellRefusals(), REFUSALS_EVERY_MS).unref();
  }

  sweepEvents(sweepBefore: Instant): Promise<EventSweepStep> {
    if (!this.#worker) return Promise.reject(new Error("the thread of the pages is being started again"));
    this.#sweeping = Promise.withResolvers<EventSweepStep>();
    this.#worker.postMessage({ sweepBefore } satisfies PagesOrder);
    return this.#sweeping.promise;
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    if (!this.#worker) return;
    this.#worker.postMessage("stop" satisfies PagesOrder);
    await endThread(this.#worker, this.#ended);
  }

  /** A thread that was started again knows of none. */
  #tellRefusals(): void {
    this.#tellingRefusals = null;
    const refused = this.#refusals();
    if (refused.length > 0) this.#worker?.postMessage({ refused } satisfies PagesOrder);
  }

  #spawn(): Worker {
    const { config, now, mostMemoryMib } = this.#options;
    const task: PagesTask = {
      settings: config.settings,
      sources: config.sources.map(tellSource),
      store: config.store,
      listener: this.#listener,
      aheadOfClock: now() - Date.now() * 1000,
    };
    const ending = import.meta.url.endsWith(".ts") ? ".ts" : ".js";
    return new Worker(new URL(`./pages-thread${ending}`, import.meta.url), {
      workerData: task,
      resourceLimits: {
        maxYoungGenerationSizeMb: NURSERY_MIB,
        ...(mostMemoryMib === undefined ? {} : { maxOldGenerationSizeMb: mostMemoryMib }),
      },
    });
  }

  #hear(news: PagesNews, resolve: (address: string) => void, reject: (error: Error) => void): void {
    switch (news.is) {
      case "listening":
        resolve(news.address);
        break;
      case "refused":
        reject(new CommandError(news.reason));
        break;
      case "lost":
        this.#isStopping = true;
        this.#options.onFatal(new Error(news.reason));
        break;
      case "swept":
        this.#sweeping?.resolve(news.step);
        break;
      case "not_swept":
        this.#sweeping?.reject(new Error(news.reason));
        break;
      case "trouble":
        this.#options.log.error({ reason: news.reason }, "The feed of changes could not be written.");
    }
  }

  async #revive(reason: string, livedMs: number): Promise<void> {
    if (this.#isStopping) return;
    this.#deathsInARow = livedMs > WELL_AFTER_MS ? 1 : this.#deathsInARow + 1;
    this.#options.log.error(
      { reason, deathsInARow: this.#deathsInARow },
      "The thread of the pages died and is started again; deliveries are taken all the while. If it is out of memory, give it more: NODE_OPTIONS=--max-old-space-size=<MiB>.",
    );
    await pauseLonger(this.#deathsInARow);
    if (this.#isStopping) return;
    await this.start().catch(({ message }: Error) => this.#revive(message, 0));
  }
}
