import type { DatabaseSync } from "node:sqlite";
import type { DecisionRecord } from "../../domain/decision.ts";
import type { RecordedEvent, Sighting } from "../../domain/event.ts";
import type {
  AppendOutcome,
  Change,
  Claim,
  Forgetting,
  Ignored,
  NewSighting,
  Numbered,
  PublicationRecord,
  QuarantineRecord,
  Reason,
  SourceCounts,
  Store,
} from "../store.ts";
import { StoreLost } from "../unavailable.ts";
import { inodeOf } from "./durable-file.ts";
import { EventTables } from "./event-tables.ts";
import { LogTables } from "./log-tables.ts";
import { openDatabase } from "./open-database.ts";
import { SideTables } from "./side-tables.ts";
import { SourceTables } from "./source-tables.ts";
import { orUnavailable } from "./unavailable-now.ts";

export interface SqliteStoreOptions {
  readonly path: string;
  /** This process has opened the file before, and looked for damage. */
  readonly isChecked?: boolean;
  /** Told once when the file was deleted or replaced: the process should end. Every write throws StoreLost from then on. */
  readonly onFatal?: (error: Error) => void;
}

/**
 * The embedded store: one file (`:memory:` for none), every acknowledged write synced. Several processes may open the same file.
 *
 * @throws StoreFileError where the file cannot be used, with the remedy
 */
export function openSqliteStore(options: SqliteStoreOptions): Store & Forgetting {
  return new SqliteStore(openDatabase(options.path, options.isChecked), options);
}

class SqliteStore implements Store, Forgetting {
  readonly #database: DatabaseSync;
  readonly #events: EventTables;
  readonly #logs: LogTables;
  readonly #side: SideTables;
  readonly #sources: SourceTables;

  readonly #options: SqliteStoreOptions;
  readonly #inode: number | undefined;
  #lost: StoreLost | null = null;

  constructor(database: DatabaseSync, options: SqliteStoreOptions) {
    this.#database = database;
    this.#options = options;
    this.#inode = inodeOf(options.path);
    this.#events = new EventTables(database);
    this.#logs = new LogTables(database);
    this.#side = new SideTables(database);
    this.#sources = new SourceTables(database);
  }

  async appendSightings(sightings: readonly NewSighting[]): Promise<readonly AppendOutcome[]> {
    return this.#write(() => this.#events.append(sightings));
  }

  async dropEvents(keys: readonly string[]): Promise<number> {
    return this.#write(() => this.#events.drop(keys));
  }

  /** The room is used again by itself. */
  async reclaim(): Promise<boolean> {
    return true;
  }

  async eventsVersion(): Promise<number> {
    return this.#events.version();
  }

  async readEvents(): Promise<readonly RecordedEvent[]> {
    return this.#events.read();
  }

  async readSightings(key: string): Promise<readonly Sighting[]> {
    return this.#events.sightingsOfKey(key);
  }

  async readSightingsOf(delivery: string): Promise<readonly Sighting[]> {
    return this.#events.sightingsOfDelivery(delivery);
  }

  async appendDecisions(
    incident: string,
    from: number,
    records: readonly DecisionRecord[],
  ): Promise<Numbered<DecisionRecord>> {
    return this.#write(() => this.#logs.appendDecisions(incident, from, records));
  }

  async listDecisions(incident: string): Promise<readonly DecisionRecord[]> {
    return this.#logs.decisions(incident);
  }

  async listPinned(): Promise<readonly string[]> {
    return this.#logs.pinned();
  }

  async appendPublication(record: PublicationRecord): Promise<Numbered<PublicationRecord>> {
    return this.#write(() => this.#logs.appendPublication(record));
  }

  async listPublications(incident: string): Promise<readonly PublicationRecord[]> {
    return this.#logs.publications(incident);
  }

  async lastPublication(incident: string): Promise<number> {
    return this.#logs.lastPublication(incident);
  }

  async readPublication(incident: string, number: number): Promise<PublicationRecord | null> {
    return this.#logs.publication(incident, number);
  }

  async quarantine(records: readonly QuarantineRecord[]): Promise<void> {
    this.#write(() => this.#side.quarantine(records));
  }

  async listQuarantine(): Promise<readonly QuarantineRecord[]> {
    return this.#side.listQuarantine();
  }

  async release(delivery: string, except: readonly Reason[] = []): Promise<void> {
    this.#write(() => this.#side.release(delivery, except));
  }

  async readAnswer(scope: string, key: string): Promise<{ readonly bodyHash: string; readonly answer: string } | null> {
    return this.#side.readAnswer(scope, key);
  }

  async keepAnswer(
    scope: string,
    key: string,
    answer: { readonly bodyHash: string; readonly answer: string },
  ): Promise<void> {
    this.#write(() => this.#side.keepAnswer(scope, key, answer));
  }

  async claim(name: string, claim: Claim): Promise<boolean> {
    return this.#write(() => this.#side.claim(name, claim));
  }

  async lastClaim(name: string): Promise<Claim | null> {
    return this.#side.lastClaim(name);
  }

  async appendChange(change: Omit<Change, "cursor">): Promise<Change> {
    return this.#write(() => this.#side.appendChange(change));
  }

  async listChanges(after: number, limit: number): Promise<readonly Change[]> {
    return this.#side.listChanges(after, limit);
  }

  async countIgnored(ignored: readonly Ignored[]): Promise<void> {
    this.#write(() => this.#sources.countIgnored(ignored));
  }

  async countSources(): Promise<readonly SourceCounts[]> {
    return this.#sources.list();
  }

  /** What was deleted or replaced is still written, and gone with this process. */
  #write<T>(work: () => T): T {
    const result = orUnavailable(this.#options.path, work);
    if (this.#lost === null && inodeOf(this.#options.path) !== this.#inode) {
      this.#lost = new StoreLost(
        `The store ${this.#options.path} was deleted or replaced while it was open. Put it back, or restore a backup, and start again; raw deliveries in the inbox can be replayed.`,
      );
      this.#options.onFatal?.(this.#lost);
    }
    if (this.#lost !== null) throw this.#lost;
    return result;
  }

  async close(): Promise<void> {
    if (this.#database.isOpen) this.#database.close();
  }
}
