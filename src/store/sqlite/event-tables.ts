import type { DatabaseSync, StatementSync } from "node:sqlite";
import { setImmediate } from "node:timers/promises";
import type { RecordedEvent, Sighting, ToldEvent } from "../../domain/event.ts";
import { sha256 } from "../../domain/hash.ts";
import { isEarlier } from "../../domain/sightings.ts";
import { EventSet } from "../event-set.ts";
import { compareSightings } from "../orders.ts";
import { SourceTally } from "../source-tally.ts";
import type { AppendOutcome, NewSighting } from "../store.ts";
import { SourceTables } from "./source-tables.ts";
import { inTransaction } from "./transaction.ts";

/** So many rows are read at a time. */
const PAGE = 1_000;

/** Events and their sightings. */
export class EventTables {
  readonly #database: DatabaseSync;
  readonly #sources: SourceTables;
  readonly #sql: ReturnType<typeof prepare>;
  #events = new EventSet();
  /** The last row, by (version, n), that {@link #events} holds. */
  #read = { version: 0, n: 0 };
  /** The version of the last deletion that {@link #events} knows. */
  #dropping = 0;
  #reading: Promise<void> | null = null;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#sources = new SourceTables(database);
    this.#sql = prepare(database);
  }

  append(sightings: readonly NewSighting[]): AppendOutcome[] {
    if (sightings.length === 0) return [];
    return inTransaction(this.#database, () => {
      const version = BigInt(this.version() + 1);
      const tally = new SourceTally();
      const outcomes = sightings.map((sighting) => this.#appendOne(sighting, version, tally));
      this.#sources.count(tally);
      return outcomes;
    });
  }

  /** Returns how many of these keys there were. */
  drop(keys: readonly string[]): number {
    const { dropped, before, version } = inTransaction(this.#database, () => {
      const [last, next] = [this.#lastDropping(), this.version() + 1];
      const gone = keys.filter((key) => this.#dropOne(key));
      if (gone.length > 0) this.#sql.noteDropping.run(BigInt(next));
      return { dropped: gone, before: last, version: next };
    });
    if (dropped.length === 0 || before !== this.#dropping) return dropped.length;
    for (const key of dropped) this.#events.drop(key);
    this.#dropping = version;
    return dropped.length;
  }

  version(): number {
    return Math.max(this.#lastDropping(), Number(this.#sql.version.get()?.["version"] ?? 0));
  }

  /** Reads only the rows that changed since the last call; all, where another connection deleted some. Readers that come meanwhile wait for the same rows. */
  async read(): Promise<readonly RecordedEvent[]> {
    this.#reading ??= this.#readOn().finally(() => {
      this.#reading = null;
    });
    await this.#reading;
    return this.#events.read();
  }

  /**
   * A page at a time, so that others run in between. A row that changes while it is read gets a place further on, so that all that was
   * there at the beginning has been read at the end.
   */
  async #readOn(): Promise<void> {
    for (;;) {
      this.#noticeDropping();
      const rows = this.#sql.changed.all(BigInt(this.#read.version), BigInt(this.#read.n), BigInt(PAGE));
      for (const row of rows) {
        this.#events.add(sightingOf(row));
        this.#read = { version: Number(row["version"]), n: Number(row["n"]) };
      }
      if (rows.length < PAGE) return;
      await setImmediate();
    }
  }

  /** What another connection deleted is in no row any more: what is left is read anew. */
  #noticeDropping(): void {
    const dropping = this.#lastDropping();
    if (dropping === this.#dropping) return;
    this.#events = new EventSet();
    this.#read = { version: 0, n: 0 };
    this.#dropping = dropping;
  }

  #lastDropping(): number {
    return Number(this.#sql.lastDropping.get()?.["version"] ?? 0);
  }

  #dropOne(key: string): boolean {
    const rows = this.#sql.rowsOfKey.all(keyHash(key), key).map((row) => BigInt(Number(row["n"])));
    for (const n of rows) {
      this.#sql.dropSightings.run(n);
      this.#sql.dropEvent.run(n);
    }
    return rows.length > 0;
  }

  sightingsOfKey(key: string): Sighting[] {
    return this.#sql.ofKey.all(keyHash(key), key).map(sightingOf).sort(compareSightings);
  }

  sightingsOfDelivery(delivery: string): Sighting[] {
    return this.#sql.ofDelivery.all(delivery).map(sightingOf).sort(compareSightings);
  }

  #appendOne(sighting: NewSighting, version: bigint, tally: SourceTally): AppendOutcome {
    const { event, content, delivery, source, json } = sighting;
    const id = eventId(sighting);
    const received = BigInt(sighting.receivedAt);
    const sent = sighting.sentAt === undefined ? null : BigInt(sighting.sentAt);
    const hash = keyHash(event.key);
    const inserted = this.#sql.insertEvent.run(
      ...[id, hash, event.key, content, json ?? JSON.stringify(event), received, delivery, source, sent, version],
    );
    const isNew = Number(inserted.changes) === 1;
    const row = isNew ? undefined : this.#sql.eventById.get(id);
    const n = BigInt(isNew ? inserted.lastInsertRowid : Number(row?.["n"]));
    const isVariant = isNew && this.#sql.otherOfKey.get(hash, event.key, n) !== undefined;
    const outcome = isVariant ? "variant" : isNew ? "appended" : "duplicate";

    const isFirstOfDelivery = this.#sql.anyOfDelivery.get(delivery) === undefined;
    if (Number(this.#sql.insertSighting.run(n, delivery, source, received, sent).changes) === 0) return outcome;
    tally.add(sighting, { delivery: isFirstOfDelivery, event: outcome === "appended" });
    if (row && isEarlier(sighting, sightingOf(row)))
      this.#sql.setLeast.run(received, delivery, source, sent, version, n);
    return outcome;
  }
}

function prepare(database: DatabaseSync) {
  const least = "e.told, e.content, e.received, e.delivery, e.source, e.sent";
  const seen = "e.told, e.content, s.received, s.delivery, s.source, s.sent";
  return {
    insertEvent:
      database.prepare(`INSERT INTO events (id, key_hash, key, content, told, received, delivery, source, sent, version)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING`),
    eventById: database.prepare(`SELECT e.n, ${least} FROM events e WHERE e.id = ?`),
    otherOfKey: database.prepare("SELECT 1 FROM events WHERE key_hash = ? AND key = ? AND n <> ? LIMIT 1"),
    insertSighting: database.prepare(
      "INSERT INTO sightings (event, delivery, source, received, sent) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
    ),
    anyOfDelivery: database.prepare("SELECT 1 FROM sightings WHERE delivery = ? LIMIT 1"),
    setLeast: database.prepare(
      "UPDATE events SET received = ?, delivery = ?, source = ?, sent = ?, version = ? WHERE n = ?",
    ),
    rowsOfKey: database.prepare("SELECT n FROM events WHERE key_hash = ? AND key = ?"),
    dropSightings: database.prepare("DELETE FROM sightings WHERE event = ?"),
    dropEvent: database.prepare("DELETE FROM events WHERE n = ?"),
    lastDropping: database.prepare("SELECT version FROM dropping"),
    noteDropping: database.prepare("INSERT OR REPLACE INTO dropping (one, version) VALUES (1, ?)"),
    version: database.prepare("SELECT max(version) AS version FROM events"),
    changed: database.prepare(`SELECT ${least}, e.version, e.n FROM events e
      WHERE (e.version, e.n) > (?, ?) ORDER BY e.version, e.n LIMIT ?`),
    ofKey: database.prepare(`SELECT ${seen} FROM events e JOIN sightings s ON s.event = e.n
      WHERE e.key_hash = ? AND e.key = ?`),
    ofDelivery: database.prepare(`SELECT ${seen} FROM sightings s JOIN events e ON e.n = s.event WHERE s.delivery = ?`),
  } satisfies Record<string, StatementSync>;
}

/** Sixteen bytes: the told time in ms (6; 0 where the sender told none), then a hash of key and content (10). */
function eventId({ event, content }: Sighting): Uint8Array {
  const id = Buffer.allocUnsafe(16);
  const ms = Math.floor((event.told?.at ?? 0) / 1000);
  id.writeUIntBE(Math.max(0, ms), 0, 6);
  id.write(sha256(`${event.key}\u0000${content}`), 6, 10, "hex");
  return id;
}

function keyHash(key: string): bigint {
  return BigInt.asIntN(64, BigInt(`0x${sha256(key).slice(0, 16)}`));
}

function sightingOf(row: Record<string, unknown>): Sighting {
  return {
    event: JSON.parse(String(row["told"])) as ToldEvent,
    content: String(row["content"]),
    ...(row["sent"] === null ? {} : { sentAt: Number(row["sent"]) }),
    delivery: String(row["delivery"]),
    source: String(row["source"]),
    receivedAt: Number(row["received"]),
  };
}
