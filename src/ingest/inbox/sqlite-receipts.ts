import type { DatabaseSync } from "node:sqlite";
import type { SweepLimits, SweepStep } from "../../domain/retention.ts";
import { INSERT_OR_END } from "../../store/sqlite/transaction.ts";
import { contentKey } from "./content-identity.ts";
import type { Committed, Kept, NewDelivery, Pending } from "./inbox.ts";
import { ContentIndex } from "./sqlite-content-index.ts";
import { ReceiptReader } from "./sqlite-receipt-reader.ts";
import { ReceiptSweep } from "./sqlite-receipt-sweep.ts";

/** So many rows go into the file with one call, which costs half as much a row as a call for each. */
const ROWS_AT_ONCE = 16;

/** A row that holds a content, on its way into the file. */
interface FirstRow {
  readonly sequence: number;
  /** What its delivery is called; `name`: where a carrier says so. */
  readonly id: string;
  readonly name: string | null;
  /** A character for each byte. */
  readonly identity: string;
  readonly delivery: NewDelivery;
}

/** Writes the rows of an inbox, inside a transaction that the caller begins and ends. Only one connection may. */
export class Receipts {
  readonly #index: ContentIndex;
  readonly #sweep: ReceiptSweep;
  readonly #sql: ReturnType<typeof prepare>;
  readonly reader: ReceiptReader;
  #last: number;
  #lastDecoded: number;
  /** What the transaction wrote that is to be decoded. */
  #written: Pending[] = [];
  /** Rows that are not in the file yet; {@link flush} puts them there. */
  #rows: FirstRow[] = [];
  /** The last place to decode before the transaction. */
  #before: number;

  constructor(database: DatabaseSync) {
    this.#sql = prepare(database);
    this.#index = new ContentIndex(database);
    this.#sweep = new ReceiptSweep(database, this.#index);
    this.reader = new ReceiptReader(database);
    this.#last = this.#storedLast();
    this.#lastDecoded = this.#storedLastDecoded();
    this.#before = this.#lastDecoded;
  }

  /** The last place that is decoded as a delivery of its own. */
  get lastDecoded(): number {
    return this.#lastDecoded;
  }

  settle(sequence: number): void {
    this.#sql.settle.run(BigInt(sequence));
  }

  /** Before the first write of a transaction. */
  begun(): void {
    this.#index.spill(this.#last);
  }

  write(delivery: NewDelivery): Kept {
    const identity = contentKey(delivery);
    const holder = this.#index.find(identity);
    const name = delivery.id === undefined ? null : this.#freeName(delivery.id, identity);
    if (holder !== undefined) return this.#writeAgain(delivery, holder, name);
    const sequence = this.#next();
    const id = this.reader.nameOf({ name, received: delivery.receivedAt, sequence });
    this.#rows.push({ sequence, id, name, identity, delivery });
    if (this.#rows.length === ROWS_AT_ONCE) this.flush();
    this.#index.note(identity, sequence);
    this.#decodeLater(sequence, id, delivery);
    return { is: "accepted", delivery: id };
  }

  /** Before anything is read of what the transaction wrote, and before it is committed. */
  flush(): void {
    const rows = this.#rows;
    if (rows.length === ROWS_AT_ONCE) this.#sql.firsts.run(...valuesOf(rows));
    else for (const row of rows) this.#sql.first.run(...valuesOf([row]));
    this.#rows = [];
  }

  /** One step. `settled`: everything up to this place is decoded. */
  sweep(limits: SweepLimits, settled: number): SweepStep {
    return this.#sweep.step(limits, { settled, last: this.#last });
  }

  /** Gives what was written that is to be decoded; null where there is nothing. */
  committed(): Committed | null {
    this.#index.committed();
    const committed = this.#written.length === 0 ? null : { after: this.#before, pending: this.#written };
    this.#written = [];
    this.#before = this.#lastDecoded;
    return committed;
  }

  rolledBack(): void {
    this.#index.rolledBack();
    this.#sweep.restart();
    this.#last = this.#storedLast();
    this.#lastDecoded = this.#storedLastDecoded();
    this.#written = [];
    this.#rows = [];
  }

  /** The same content again: a row without body, unless this very receipt is known by its name. */
  #writeAgain(delivery: NewDelivery, holder: number, name: string | null): Kept {
    this.flush();
    const { source, receivedAt, headers, body, place: lies = null } = delivery;
    if (name !== null && this.reader.identityOf(name)) return { is: "duplicate", delivery: name };
    const sequence = this.#next();
    const place = BigInt(holder);
    const isDecoded = name !== null || receivedAt <= Number(this.#sql.earliest.get(place, place)?.["received"]);
    this.#sql.again.run(BigInt(sequence), source, BigInt(receivedAt), isDecoded ? 1n : 0n, name, place, lies);
    if (isDecoded) {
      this.#sql.restore.run(JSON.stringify(headers), body, place);
      this.#decodeLater(sequence, this.reader.nameOf({ name, received: receivedAt, sequence }), delivery);
    }
    return { is: "duplicate", delivery: name ?? this.reader.nameOf(this.reader.at(holder) ?? {}) };
  }

  #decodeLater(sequence: number, id: string, { source, headers, body, receivedAt, place }: NewDelivery): void {
    this.#lastDecoded = sequence;
    this.#written.push({ sequence, delivery: { id, source, headers, body, receivedAt, place } });
  }

  /** A carrier's name for another content is taken: two capture files may both begin with `d01`. */
  #freeName(name: string, identity: string): string {
    const bytes = Buffer.from(identity, "latin1");
    const unflushed = this.#rows.find(({ id }) => id === name);
    const isTaken = unflushed ? unflushed.identity !== identity : isOther(this.reader.identityOf(name), bytes);
    return isTaken ? `${name}~${bytes.toString("hex", 0, 6)}` : name;
  }

  #next(): number {
    this.#last += 1;
    return this.#last;
  }

  #storedLast(): number {
    return Number(this.#sql.last.get()?.["last"] ?? 0);
  }

  #storedLastDecoded(): number {
    return Number(this.#sql.lastDecoded.get()?.["last"] ?? 0);
  }
}

const isOther = (identity: Uint8Array | undefined, bytes: Buffer): boolean =>
  identity !== undefined && !bytes.equals(identity);

/** The values of a row that holds a content. Nothing is computed there: SQLite would put what an insert of many rows computes into a temporary file first. */
const FIRST_ROW = "(?, ?, ?, 1, ?, ?, ?, ?, ?)";

/** Those of many rows, one after the other. */
function valuesOf(rows: readonly FirstRow[]): (string | number | Uint8Array | null)[] {
  const values: (string | number | Uint8Array | null)[] = [];
  for (const { sequence, name, identity, delivery } of rows) {
    const { source, receivedAt, headers, body, place = null } = delivery;
    const bytes = Buffer.from(identity, "latin1");
    values.push(sequence, source, receivedAt, name, bytes, JSON.stringify(headers), body, place);
  }
  return values;
}

function prepare(database: DatabaseSync) {
  const insert = `${INSERT_OR_END} INTO receipts (sequence, source, received, decoded, name, identity, headers, body, place) VALUES`;
  return {
    first: database.prepare(`${insert} ${FIRST_ROW}`),
    firsts: database.prepare(`${insert} ${Array.from({ length: ROWS_AT_ONCE }, () => FIRST_ROW).join(", ")}`),
    again: database.prepare(
      "INSERT INTO receipts (sequence, source, received, decoded, name, same_as, place) VALUES (?, ?, ?, ?, ?, ?, ?)",
    ),
    restore: database.prepare(
      "UPDATE receipts SET headers = ?, body = ?, swept = NULL WHERE sequence = ? AND swept IS NOT NULL",
    ),
    last: database.prepare("SELECT max(sequence) AS last FROM receipts"),
    lastDecoded: database.prepare(
      "SELECT sequence AS last FROM receipts WHERE decoded = 1 ORDER BY sequence DESC LIMIT 1",
    ),
    settle: database.prepare("UPDATE progress SET settled = ?"),
    // Not one condition with OR: that would read every receipt of the content, for each more that comes.
    earliest: database.prepare(
      `SELECT min(received) AS received FROM (SELECT received FROM receipts WHERE sequence = ?
         UNION ALL SELECT min(received) FROM receipts WHERE same_as = ?)`,
    ),
  };
}
