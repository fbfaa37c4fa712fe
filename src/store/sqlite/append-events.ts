import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { Sighting, ToldEvent } from "../../domain/event.ts";
import { isEarlier } from "../../domain/sightings.ts";
import { SourceTally } from "../source-tally.ts";
import type { AppendOutcome, NewSighting } from "../store.ts";
import { eventId } from "./event-id.ts";
import { INSERT_OR_END } from "./transaction.ts";

/** The columns of an event's least sighting. */
export const LEAST = "e.told, e.content, e.received, e.delivery, e.source, e.sent";

/** So many rows go into the file with one call, which costs less a row than a call for each. */
const ROWS_AT_ONCE = 16;

type EventValue = string | number | Uint8Array | null;

interface New {
  readonly sighting: NewSighting;
  readonly isFirstOfDelivery: boolean;
}

/** Appends sightings in one transaction, which the caller begins and ends. */
export class Appending {
  readonly #sql: ReturnType<typeof prepareAppending>;
  readonly #version: number;
  readonly #tally = new SourceTally();
  readonly #deliveries: Deliveries;
  /** Events that were not there, by their row: whether others have their key is asked for all at once. */
  readonly #new = new Map<number, New>();

  constructor(sql: ReturnType<typeof prepareAppending>, version: number) {
    this.#sql = sql;
    this.#version = version;
    this.#deliveries = new Deliveries(sql);
  }

  append(sightings: readonly NewSighting[]): AppendOutcome[] {
    const rows: (number | null)[] = [];
    for (let at = 0; at < sightings.length; ) {
      const some = sightings.length - at < ROWS_AT_ONCE ? 1 : ROWS_AT_ONCE;
      this.#insert(sightings.slice(at, at + some), rows);
      at += some;
    }
    const variants = this.#variants();
    for (const [n, { sighting, isFirstOfDelivery }] of this.#new) {
      this.#tally.add(sighting, { delivery: isFirstOfDelivery, event: !variants.has(n) });
    }
    for (const [source, sum] of this.#tally.sums()) {
      this.#sql.count.run(source, sum.deliveries, sum.events, sum.lastReceivedAt);
    }
    return rows.map((n) => (n === null ? "duplicate" : variants.has(n) ? "variant" : "appended"));
  }

  /** One, or as many as go into the file with one call. Adds to `rows` those of events that were not there; else null. */
  #insert(sightings: readonly NewSighting[], rows: (number | null)[]): void {
    const ids = sightings.map((sighting) => eventId(keyOf(sighting), sighting.content));
    const firsts = sightings.map(({ delivery }) => this.#deliveries.note(delivery));
    const values: EventValue[] = [];
    for (const [index, sighting] of sightings.entries()) {
      const { content, delivery, source, receivedAt, sentAt = null } = sighting;
      const told = sighting.json ?? JSON.stringify(sighting.event);
      values.push(ids[index] as Uint8Array, keyOf(sighting), content, told, receivedAt, delivery, source, sentAt);
      values.push(this.#version);
    }
    const { insertEvent, insertEvents } = this.#sql;
    const { changes, lastInsertRowid } = (sightings.length === 1 ? insertEvent : insertEvents).run(...values);
    // Rows are numbered one after the other. Where one was known, those that are new are found by their number.
    const before = Number(lastInsertRowid) - Number(changes);
    const areNew = Number(changes) === sightings.length;
    for (const [index, sighting] of sightings.entries()) {
      const isFirstOfDelivery = firsts[index] as boolean;
      const row = areNew ? null : this.#sql.eventById.get(ids[index] as Uint8Array);
      const n = row ? Number(row["n"]) : before + index + 1;
      const isNew = areNew || (Number(changes) > 0 && n > before && !this.#new.has(n));
      if (isNew) this.#new.set(n, { sighting, isFirstOfDelivery });
      else this.#addSighting(row ?? {}, sighting, isFirstOfDelivery);
      rows.push(isNew ? n : null);
    }
  }

  /** Another sighting of what is known. The row of an event holds its least, so that the two may have to change places. */
  #addSighting(row: Record<string, unknown>, sighting: NewSighting, isFirstOfDelivery: boolean): void {
    const n = Number(row["n"]);
    const { delivery, source, receivedAt, sentAt = null } = sighting;
    if (row["delivery"] === delivery || this.#sql.isSeen.get(n, delivery)) return;
    this.#tally.add(sighting, { delivery: isFirstOfDelivery, event: false });
    const least = sightingOf(row);
    if (!isEarlier(sighting, least)) {
      this.#sql.insertSighting.run(n, delivery, source, receivedAt, sentAt);
      return;
    }
    this.#sql.insertSighting.run(n, least.delivery, least.source, least.receivedAt, least.sentAt ?? null);
    this.#sql.setLeast.run(receivedAt, delivery, source, sentAt, this.#version, n);
  }

  /** Those of the new rows before which there was another content of their key. */
  #variants(): ReadonlySet<number> {
    const [first] = this.#new.keys();
    if (first === undefined) return new Set();
    return new Set(this.#sql.variantsFrom.all(first).map((row) => Number(row["n"])));
  }
}

const keyOf = (sighting: NewSighting): string => sighting.key ?? sighting.event.key;

/** Tells which deliveries carry their first sighting. */
class Deliveries {
  readonly #sql: ReturnType<typeof prepareAppending>;
  readonly #noted = new Set<string>();
  /** Names mostly grow with time: what comes after the last one is new. Null where its order here may not be that of the file. */
  readonly #last: string | null;

  constructor(sql: ReturnType<typeof prepareAppending>) {
    this.#sql = sql;
    const last = String(sql.lastDelivery.get()?.["delivery"] ?? "");
    this.#last = ASCII.test(last) ? last : null;
  }

  /** Whether nothing of this delivery is stored, nor was noted before. */
  note(delivery: string): boolean {
    if (this.#noted.has(delivery)) return false;
    this.#noted.add(delivery);
    const isAfter = this.#last !== null && delivery > this.#last;
    return isAfter || this.#sql.anyOfDelivery.get(delivery) === undefined;
  }
}

/** UTF-8 and UTF-16 order alike whatever is compared with it. */
const ASCII = /^[\0-\x7f]*$/;

/** The statements of {@link Appending}, for a connection. */
export function prepareAppending(database: DatabaseSync) {
  return {
    insertEvent: prepareInsert(database, 1),
    insertEvents: prepareInsert(database, ROWS_AT_ONCE),
    eventById: database.prepare(`SELECT e.n, ${LEAST} FROM events e WHERE e.id = ?`),
    variantsFrom:
      database.prepare(`SELECT e.n FROM events e WHERE e.n >= ? AND EXISTS (SELECT 1 FROM events o INDEXED BY sqlite_autoindex_events_1
      WHERE o.id BETWEEN substr(e.id, 1, 8) AND CAST(substr(e.id, 1, 8) || x'ffffffffffffffffffff' AS BLOB)
      AND +o.n < e.n AND +o.key = e.key)`),
    isSeen: database.prepare("SELECT 1 FROM sightings WHERE event = ? AND delivery = ?"),
    insertSighting: database.prepare(
      "INSERT INTO sightings (event, delivery, source, received, sent) VALUES (?, ?, ?, ?, ?)",
    ),
    anyOfDelivery: database.prepare(
      "SELECT 1 FROM events WHERE delivery = ?1 UNION ALL SELECT 1 FROM sightings WHERE delivery = ?1 LIMIT 1",
    ),
    lastDelivery: database.prepare(`SELECT max(delivery) AS delivery FROM
      (SELECT max(delivery) AS delivery FROM events UNION ALL SELECT max(delivery) FROM sightings)`),
    setLeast: database.prepare(
      "UPDATE events SET received = ?, delivery = ?, source = ?, sent = ?, touched = ? WHERE n = ?",
    ),
    count: database.prepare(`INSERT INTO sources (source, deliveries, events, last_received) VALUES (?, ?, ?, ?)
      ON CONFLICT (source) DO UPDATE SET deliveries = deliveries + excluded.deliveries, events = events + excluded.events,
        last_received = max(last_received, excluded.last_received)`),
  } satisfies Record<string, StatementSync>;
}

function prepareInsert(database: DatabaseSync, rows: number): StatementSync {
  const values = Array.from({ length: rows }, () => "(?, ?, ?, ?, ?, ?, ?, ?, ?)").join(", ");
  return database.prepare(`${INSERT_OR_END} INTO events (id, key, content, told, received, delivery, source, sent, version)
    VALUES ${values} ON CONFLICT (id) DO NOTHING`);
}

/** The sighting in a row of {@link LEAST}. */
export function sightingOf(row: Record<string, unknown>): Sighting {
  return {
    event: JSON.parse(String(row["told"])) as ToldEvent,
    content: String(row["content"]),
    ...(row["sent"] === null ? {} : { sentAt: Number(row["sent"]) }),
    delivery: String(row["delivery"]),
    source: String(row["source"]),
    receivedAt: Number(row["received"]),
  };
}
