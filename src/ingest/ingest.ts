import { type Tracer, trace } from "@opentelemetry/api";
import type { Rejection } from "../domain/outcome.ts";
import type { Instant } from "../domain/time.ts";
import type { DeliveryArchive, Store } from "../store/store.ts";
import { type Log, SILENT } from "../telemetry/log.ts";
import { Metrics } from "../telemetry/metrics.ts";
import type { Arrival, Ingest, Receipt } from "./delivery.ts";
import { Drain } from "./drain/drain.ts";
import type { BatchReport, DrainHooks, Draining } from "./drain/draining.ts";
import { type Pause, pauseLonger } from "./drain/pause.ts";
import type { Inbox } from "./inbox/inbox.ts";
import { type IngestMetrics, registerIngestMetrics } from "./ingest-metrics.ts";
import { RETRY_SOON_S, Reception, unavailable } from "./reception.ts";
import { type ReplayOptions, type ReplayReport, replay } from "./replay.ts";
import { Room } from "./room.ts";
import type { Source } from "./source.ts";
import { IngestSpans } from "./spans.ts";

export interface IngestOptions {
  readonly sources: readonly Source[];
  readonly inbox: Inbox;
  readonly store: Store;
  /** Where raw deliveries are kept for other processes, too. Not used where `drain` is given. */
  readonly archive?: DeliveryArchive;
  /** µs since 1970, UTC. Only signatures and live secrets are measured by it. */
  readonly now: () => Instant;
  readonly metrics?: Metrics;
  /** Counts what happens, instead of what would be registered in `metrics`. */
  readonly counts?: IngestMetrics;
  readonly tracer?: Tracer;
  readonly log?: Log;
  /** With so many deliveries waiting to be decoded, no more are taken. */
  readonly mostBacklog?: number;
  /** With so many, carriers that can wait are asked to. */
  readonly mostAhead?: number;
  /** Told of each delivery that a configured source sent, or somebody in its name, and that was refused. */
  readonly onRefused?: (source: string, rejection: Rejection, at: Instant) => void;
  /** Told after events were appended that the store did not know. */
  readonly onAppended?: () => void;
  /** Waits after the n-th failed attempt to reach the store. */
  readonly pause?: Pause;
  /** Where the store could not be reached at the start: why, and what resolves when it is reached. */
  readonly away?: { readonly reason: string; readonly back: Promise<void> };
  /** Decodes elsewhere than in this thread, into the same store. */
  readonly drain?: (hooks: DrainHooks) => Draining;
}

/** That the store takes nothing of what is decoded, as far as is known. */
export interface Outage {
  readonly reason: string;
  /** When that was seen first. */
  readonly since: Instant;
}

/** The whole of ingest: receiving, and decoding behind it. */
export interface RunningIngest extends Ingest {
  /** Resolves when all that was acknowledged is decoded and stored. */
  drained(): Promise<void>;
  /** Null while deliveries are taken, else a sentence that says why not. */
  trouble(): string | null;
  /** Null while the store takes what is decoded. */
  outage(): Outage | null;
  replay(options?: ReplayOptions): Promise<ReplayReport>;
  /** From now on nothing is taken; the batch under way is finished. What waits is decoded after the next start. Inbox and store stay open. */
  close(): Promise<void>;
}

/** 200,000 deliveries of 4 KB: under a gigabyte of disk, and twice the storm that must not lose anything. */
const MOST_BACKLOG = 200_000;
/** Two batches of the thread that decodes: it never runs dry, and none of it has to be read back. */
const MOST_AHEAD = 4_096;

/** Starts ingest: what an earlier run left undecoded is taken up at once. */
export function createIngest(options: IngestOptions): RunningIngest {
  return new DurableIngest(options);
}

class DurableIngest implements RunningIngest {
  readonly #options: IngestOptions;
  readonly #sources: ReadonlyMap<string, Source>;
  readonly #log: Log;
  readonly #metrics: IngestMetrics;
  readonly #spans: IngestSpans;
  readonly #reception: Reception;
  readonly #drain: Draining;
  readonly #room: Room;
  #outage: Outage | null = null;
  #closed = false;

  constructor(options: IngestOptions) {
    this.#options = options;
    this.#sources = new Map(options.sources.map((source) => [source.name, source]));
    this.#log = options.log ?? SILENT;
    this.#metrics =
      options.counts ?? registerIngestMetrics(options.metrics ?? new Metrics(), () => options.inbox.backlog());
    this.#spans = new IngestSpans(options.tracer ?? trace.getTracer("annalist"));
    this.#reception = new Reception({
      ...{ sources: this.#sources, inbox: options.inbox, now: options.now },
      ...{ metrics: this.#metrics, spans: this.#spans, closedBecause: () => this.#closedBecause() },
      ...(options.onRefused ? { onRefused: options.onRefused } : {}),
    });
    const mostAhead = options.mostAhead ?? MOST_AHEAD;
    this.#room = new Room(() => this.#closed || options.inbox.backlog() < mostAhead);
    const hooks: DrainHooks = {
      sources: this.#sources,
      onBatch: (report) => this.#drained(report),
      onOutage: (reason) => this.#suffer(reason),
      onBack: () => this.#recover(),
    };
    const { inbox, store, archive, away, pause = pauseLonger } = options;
    if (away) {
      this.#outage = { reason: away.reason, since: options.now() };
      void away.back.then(() => this.#recover());
    }
    const shared = archive === undefined ? {} : { archive };
    this.#drain = options.drain?.(hooks) ?? new Drain({ ...hooks, ...shared, inbox, store, pause });
    this.#drain.wake();
  }

  receive(arrival: Arrival): Promise<Receipt> {
    return this.#takeOne(arrival, false);
  }

  receiveTrusted(arrival: Arrival): Promise<Receipt> {
    return this.#takeOne(arrival, true);
  }

  receiveAll(arrivals: readonly Arrival[], { trusted }: { readonly trusted: boolean }): Promise<readonly Receipt[]> {
    return this.#take(arrivals, trusted);
  }

  async room(mostMs: number): Promise<string | null> {
    if (await this.#room.wait(mostMs)) return null;
    return tellBacklog(this.#options.inbox.backlog(), this.#outage);
  }

  async drained(): Promise<void> {
    await this.#drain.drained();
  }

  trouble(): string | null {
    if (this.#closed) return "The server is shutting down.";
    const most = this.#options.mostBacklog ?? MOST_BACKLOG;
    if (this.#options.inbox.backlog() >= most) {
      return tellBacklog(most, this.#outage);
    }
    return this.#options.inbox.trouble();
  }

  outage(): Outage | null {
    return this.#outage;
  }

  replay(options: ReplayOptions = {}): Promise<ReplayReport> {
    return replay({ inbox: this.#options.inbox, sources: this.#sources, store: this.#options.store }, options);
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#room.look();
    await this.#drain.stop();
  }

  async #take(arrivals: readonly Arrival[], trusted: boolean): Promise<readonly Receipt[]> {
    const receipts = await this.#reception.receive(arrivals, trusted);
    // Only now: the spans of decoding link to the reception, which has to be known before.
    if (receipts.some((receipt) => "delivery" in receipt)) this.#drain.wake();
    return receipts;
  }

  async #takeOne(arrival: Arrival, trusted: boolean): Promise<Receipt> {
    const [receipt] = await this.#take([arrival], trusted);
    return receipt as Receipt;
  }

  #closedBecause(): Receipt | null {
    if (this.#closed) return unavailable("shutting_down", "The server is shutting down.", RETRY_SOON_S);
    if (this.#options.inbox.backlog() < (this.#options.mostBacklog ?? MOST_BACKLOG)) return null;
    return unavailable("backlog_full", "More deliveries wait to be decoded than we keep: come again.", RETRY_SOON_S);
  }

  #recover(): void {
    this.#outage = null;
  }

  #drained(report: BatchReport): void {
    this.#recover();
    this.#room.look();
    this.#metrics.drained(report);
    this.#spans.drained(report, performance.timeOrigin + performance.now());
    const { appended, variant, duplicate } = report.outcomes;
    // A known event that came earlier than was known changes its evidence.
    if (appended + variant + duplicate > 0) this.#options.onAppended?.();
  }

  #suffer(reason: string): void {
    this.#outage = { reason, since: this.#outage?.since ?? this.#options.now() };
    this.#metrics.outage();
    this.#log.error({ reason }, "The store takes nothing; deliveries stay in the inbox until it does.");
  }
}

const tellBacklog = (deliveries: number, outage: Outage | null): string =>
  `${deliveries} deliveries wait to be decoded${outage === null ? "." : `: ${outage.reason}`}`;
