import { join } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import { reasonOf } from "../../domain/outcome.ts";
import type { SweepLimits, SweepStep } from "../../domain/retention.ts";
import { inodeOf, primaryCode } from "../../store/sqlite/durable-file.ts";
import type { SweptDelivery } from "../../store/store.ts";
import { Metrics, type Observing } from "../../telemetry/metrics.ts";
import type { StoredDelivery } from "../delivery.ts";
import type { ReceiptRecord, Selection } from "./inbox.ts";
import {
  type Committed,
  InboxUnavailable,
  type Kept,
  type NewDelivery,
  type Pending,
  type TellingInbox,
} from "./inbox.ts";
import { type FolderLock, lockFolder } from "./sqlite-folder-lock.ts";
import { openInboxFile } from "./sqlite-inbox-file.ts";
import { Receipts } from "./sqlite-receipts.ts";

const BUSY = 5;
const FULL = 13;
/** Larger than what a full disk may still take: a small write proves nothing. */
const PROBE_BYTES = 262_144;
const COMMIT_SIZES = [1, 2, 4, 8, 16, 32, 64, 128, 256];

interface Queued {
  readonly deliveries: readonly NewDelivery[];
  readonly resolve: (kept: readonly Kept[]) => void;
  readonly reject: (error: Error) => void;
}

export interface SqliteInboxOptions {
  /** The data folder; the inbox is its file `inbox.db`. Made where it is missing. */
  readonly folder: string;
  /**
   * Told once when the disk fails in a way after which nothing that was written can be relied on (an I/O error, a damaged file). The process
   * should end: trying a failed sync again may report success for what was lost.
   */
  readonly onFatal: (error: Error) => void;
  readonly metrics?: Metrics;
}

/**
 * Opens the inbox of a data folder, for this process alone.
 *
 * @throws DataFolderError where the folder or file cannot be used, or another process uses it
 */
export function openSqliteInbox(options: SqliteInboxOptions): TellingInbox {
  const lock = lockFolder(options.folder);
  try {
    return new SqliteInbox(openInboxFile(join(options.folder, "inbox.db")), lock, options);
  } catch (error) {
    lock.release();
    throw error;
  }
}

class SqliteInbox implements TellingInbox {
  readonly #database: DatabaseSync;
  readonly #lock: FolderLock;
  readonly #options: SqliteInboxOptions;
  readonly #receipts: Receipts;
  readonly #commits: Observing;
  readonly #path: string;
  readonly #inode: number | undefined;
  #queue: Queued[] = [];
  #flushing = false;
  #settled: number;
  #settledOnDisk: number;
  #failure: InboxUnavailable | null = null;
  #closed = false;
  #listener: (committed: Committed) => void = () => undefined;

  constructor(database: DatabaseSync, lock: FolderLock, options: SqliteInboxOptions) {
    this.#database = database;
    this.#lock = lock;
    this.#options = options;
    this.#receipts = new Receipts(database);
    this.#path = join(options.folder, "inbox.db");
    this.#inode = inodeOf(this.#path);
    this.#settled = this.#receipts.reader.settled;
    this.#settledOnDisk = this.#settled;
    this.#commits = (options.metrics ?? new Metrics()).histogram(
      ...(["annalist_inbox_commit_deliveries", "Deliveries per synced commit.", COMMIT_SIZES] as const),
    );
  }

  async append(delivery: NewDelivery): Promise<Kept> {
    const [kept] = await this.appendAll([delivery]);
    return kept as Kept;
  }

  appendAll(deliveries: readonly NewDelivery[]): Promise<readonly Kept[]> {
    if (this.#closed) return Promise.reject(new InboxUnavailable("shutting_down", "The server is shutting down."));
    if (this.#failure?.code === "inbox_failed") return Promise.reject(this.#failure);
    return new Promise((resolve, reject) => {
      this.#queue.push({ deliveries, resolve, reject });
      // Whatever comes in until the loop is free is one commit: about as many as there are connections, without a timer.
      if (!this.#flushing) setImmediate(() => this.#flush());
      this.#flushing = true;
    });
  }

  onCommitted(listener: (committed: Committed) => void): void {
    this.#listener = listener;
  }

  pending(sequence: number, most: number, mostBytes: number): readonly Pending[] {
    return this.#receipts.reader.pending(sequence, most, mostBytes);
  }

  settled(): number {
    return this.#settled;
  }

  settle(sequence: number): void {
    this.#settled = Math.max(this.#settled, sequence);
  }

  backlog(): number {
    return Math.max(0, this.#receipts.lastDecoded - this.#settled);
  }

  read(id: string): StoredDelivery | null {
    return this.#receipts.reader.read(id);
  }

  readSwept(id: string): SweptDelivery | null {
    return this.#receipts.reader.readSwept(id);
  }

  countSwept(selection: Selection): number {
    return this.#receipts.reader.countSwept(selection);
  }

  sweep(limits: SweepLimits): SweepStep {
    if (this.#closed) throw new InboxUnavailable("shutting_down", "The server is shutting down.");
    if (this.#failure?.code === "inbox_failed") throw this.#failure;
    try {
      return this.#transact(() => this.#receipts.sweep(limits, this.#settled));
    } catch (error) {
      throw this.#fail(error);
    }
  }

  receipts(id: string): readonly ReceiptRecord[] {
    return this.#receipts.reader.receipts(id);
  }

  select(selection: Selection, sequence: number, most: number): readonly Pending[] {
    return this.#receipts.reader.select(selection, sequence, most);
  }

  trouble(): string | null {
    if (this.#closed) return "The inbox is closed.";
    if (this.#failure === null || this.#failure.code === "inbox_failed") return this.#failure?.message ?? null;
    try {
      this.#transact(() => {
        this.#database.exec(`INSERT INTO probe VALUES (randomblob(${PROBE_BYTES})); DELETE FROM probe`);
      });
    } catch (error) {
      this.#fail(error);
    }
    return this.#failure?.message ?? null;
  }

  close(): Promise<void> {
    if (this.#closed) return Promise.resolve();
    this.#flush();
    this.#closed = true;
    if (this.#failure === null) this.#flushSettled();
    this.#database.close();
    this.#lock.release();
    return Promise.resolve();
  }

  #flush(): void {
    const batch = this.#queue;
    this.#queue = [];
    this.#flushing = false;
    if (batch.length === 0) return;
    try {
      const kept = this.#transact(() =>
        batch.map(({ deliveries }) => deliveries.map((delivery) => this.#receipts.write(delivery))),
      );
      this.#commits.observe(kept.reduce((sum, { length }) => sum + length, 0));
      for (const [index, { resolve }] of batch.entries()) resolve(kept[index] ?? []);
    } catch (error) {
      const failure = this.#fail(error);
      for (const { reject } of batch) reject(failure);
    }
  }

  /** Runs `work` in one transaction; when this returns it is committed and synced, when it throws nothing of it happened. */
  #transact<T>(work: () => T): T {
    const settled = this.#settled;
    try {
      this.#database.exec("BEGIN IMMEDIATE");
      this.#receipts.begun();
      if (settled !== this.#settledOnDisk) this.#receipts.settle(settled);
      const result = work();
      this.#receipts.flush();
      this.#database.exec("COMMIT");
      // What was deleted or replaced is still written, and gone with this process.
      if (inodeOf(this.#path) !== this.#inode) throw new Error("its file was deleted or replaced");
      const committed = this.#receipts.committed();
      this.#settledOnDisk = settled;
      this.#failure = null;
      if (committed !== null) this.#listener(committed);
      return result;
    } catch (error) {
      // After some errors (disk full, I/O) SQLite has rolled back by itself.
      if (this.#database.isTransaction) this.#database.exec("ROLLBACK");
      throw error;
    }
  }

  #fail(error: unknown): InboxUnavailable {
    this.#failure = describe(primaryCode(error), reasonOf(error));
    if (this.#failure.code === "inbox_failed")
      this.#options.onFatal(new Error(this.#failure.message, { cause: error }));
    else this.#receipts.rolledBack();
    return this.#failure;
  }

  #flushSettled(): void {
    try {
      if (this.#settled !== this.#settledOnDisk) this.#transact(() => undefined);
    } catch {
      // What was decoded is decoded again after the next start, and changes nothing.
    }
  }
}

function describe(code: number, reason: string): InboxUnavailable {
  if (code === FULL) {
    return new InboxUnavailable(
      "disk_full",
      "The disk of the data folder is full: free some space; deliveries are taken again by themselves.",
    );
  }
  if (code === BUSY) {
    return new InboxUnavailable(
      "inbox_busy",
      "Another program holds the inbox file: end it; deliveries are taken again by themselves.",
    );
  }
  return new InboxUnavailable(
    "inbox_failed",
    `The inbox cannot be written (${reason}). Nothing more is taken until a restart; check the disk.`,
  );
}
