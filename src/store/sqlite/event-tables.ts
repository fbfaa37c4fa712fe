import type { DatabaseSync, StatementSync } from "node:sqlite";
import { setImmediate } from "node:timers/promises";
import type { RecordedEvent, Sighting } from "../../domain/event.ts";
import { EventSet } from "../event-set.ts";
import { compareSightings } from "../orders.ts";
import type { AppendOutcome, NewSighting } from "../store.ts";
import { Appending, LEAST, prepareAppending, sightingOf } from "./append-events.ts";
import { idsOf } from "./event-id.ts";
import { inTransaction } from "./transaction.ts";

/** So many rows are read at a time. */
const PAGE = 1_000;

const NOTHING_READ = { n: 0, touched: 0, touchedN: 0 };

/** Events and their sightings. */
export class EventTables {
  readonly #database: DatabaseSync;
  readonly #sql: ReturnType<typeof prepare>;
  #events = new EventSet();
  /** What {@link #events} holds: all rows up to `n`, as they are after all changes up to (touched, touchedN). */
  #read = { ...NOTHING_READ };
  /** The version of the last deletion that {@link #events} knows. */
  #dropping = 0;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#sql = prepare(database);
  }

  append(sightings: readonly NewSighting[]): AppendOutcome[] {
    if (sightings.length === 0) return [];
    return inTransaction(this.#database, () => new Appending(this.#sql, this.version() + 1).append(sightings));
  }

  /** Returns how many of these keys there were; drops none where one of them has decisions or publications. */
  drop(keys: readonly string[]): number {
    const { dropped, before, version, lastNumber } = inTransaction(this.#database, () => {
      const [last, next] = [this.#lastDropping(), this.version() + 1];
      const gone = keys.some((key) => this.#sql.isPinned.get(key)) ? [] : keys.filter((key) => this.#dropOne(key));
      if (gone.length > 0) this.#sql.noteDropping.run(BigInt(next));
      // Afterwards another connection may have given the numbers of the last rows again.
      const left = Number(this.#sql.lastNumber.get()?.["n"] ?? 0);
      return { dropped: gone, before: last, version: next, lastNumber: left };
    });
    if (dropped.length === 0 || before !== this.#dropping) return dropped.length;
    for (const key of dropped) this.#events.drop(key);
    this.#read.n = Math.min(this.#read.n, lastNumber);
    this.#dropping = version;
    return dropped.length;
  }

  version(): number {
    const last = this.#sql.lastVersion.get();
    return Math.max(this.#lastDropping(), Number(last?.["version"] ?? 0), Number(last?.["touched"] ?? 0));
  }

  /**
   * Reads only the rows that changed since the last call; all, where another connection deleted some. A page at a time, so that others run in
   * between: readers that come meanwhile go on where the one before is. A row that is touched while it is read is read again, so that all that was
   * there at the beginning has been read at the end.
   */
  async read(): Promise<readonly RecordedEvent[]> {
    while (!this.#readPage()) await setImmediate();
    return this.#events.read();
  }

  /** Whether it was the last. */
  #readPage(): boolean {
    this.#noticeDropping();
    const rows = this.#sql.appended.all(this.#read.n, PAGE);
    const touched = rows.length < PAGE ? this.#sql.touched.all(this.#read.touched, this.#read.touchedN, PAGE) : [];
    for (const row of [...rows, ...touched]) this.#events.add(sightingOf(row));
    const [last, lastTouched] = [rows.at(-1), touched.at(-1)];
    if (last) this.#read.n = Number(last["n"]);
    if (lastTouched) {
      this.#read.touched = Number(lastTouched["touched"]);
      this.#read.touchedN = Number(lastTouched["n"]);
    }
    return rows.length < PAGE && touched.length < PAGE;
  }

  /** What another connection deleted is in no row any more: what is left is read anew. */
  #noticeDropping(): void {
    const dropping = this.#lastDropping();
    if (dropping === this.#dropping) return;
    this.#events = new EventSet();
    this.#read = { ...NOTHING_READ };
    this.#dropping = dropping;
  }

  #lastDropping(): number {
    return Number(this.#sql.lastDropping.get()?.["version"] ?? 0);
  }

  #dropOne(key: string): boolean {
    const rows = this.#sql.rowsOfKey.all(...idsOf(key), key).map((row) => Number(row["n"]));
    for (const n of rows) {
      this.#sql.dropSightings.run(n);
      this.#sql.dropEvent.run(n);
    }
    return rows.length > 0;
  }

  sightingsOfKey(key: string): Sighting[] {
    return this.#sql.ofKey
      .all(...idsOf(key), key)
      .map(sightingOf)
      .sort(compareSightings);
  }

  sightingsOfDelivery(delivery: string): Sighting[] {
    return this.#sql.ofDelivery.all(delivery).map(sightingOf).sort(compareSightings);
  }
}

function prepare(database: DatabaseSync) {
  const seen = "e.told, e.content, s.received, s.delivery, s.source, s.sent";
  const withKey = "e.id BETWEEN ?1 AND ?2 AND e.key = ?3";
  return {
    ...prepareAppending(database),
    rowsOfKey: database.prepare(`SELECT e.n FROM events e WHERE ${withKey}`),
    dropSightings: database.prepare("DELETE FROM sightings WHERE event = ?"),
    dropEvent: database.prepare("DELETE FROM events WHERE n = ?"),
    isPinned: database.prepare(
      "SELECT 1 FROM decisions WHERE incident = ?1 UNION ALL SELECT 1 FROM publications WHERE incident = ?1 LIMIT 1",
    ),
    lastDropping: database.prepare("SELECT version FROM dropping"),
    noteDropping: database.prepare("INSERT OR REPLACE INTO dropping (one, version) VALUES (1, ?)"),
    lastVersion: database.prepare(`SELECT (SELECT version FROM events ORDER BY n DESC LIMIT 1) AS version,
      (SELECT max(touched) FROM events WHERE touched IS NOT NULL) AS touched`),
    lastNumber: database.prepare("SELECT max(n) AS n FROM events"),
    appended: database.prepare(`SELECT ${LEAST}, e.n FROM events e WHERE e.n > ? ORDER BY e.n LIMIT ?`),
    touched: database.prepare(`SELECT ${LEAST}, e.touched, e.n FROM events e
      WHERE e.touched IS NOT NULL AND (e.touched, e.n) > (?, ?) ORDER BY e.touched, e.n LIMIT ?`),
    ofKey: database.prepare(`SELECT ${LEAST} FROM events e WHERE ${withKey}
      UNION ALL SELECT ${seen} FROM events e CROSS JOIN sightings s ON s.event = e.n WHERE ${withKey}`),
    ofDelivery: database.prepare(`SELECT ${LEAST} FROM events e WHERE e.delivery = ?1
      UNION ALL SELECT ${seen} FROM sightings s CROSS JOIN events e ON e.n = s.event WHERE s.delivery = ?1`),
  } satisfies Record<string, StatementSync>;
}
