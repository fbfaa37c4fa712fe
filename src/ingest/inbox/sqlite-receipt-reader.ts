import type { DatabaseSync } from "node:sqlite";
import type { SweptDelivery } from "../../store/store.ts";
import type { StoredDelivery } from "../delivery.ts";
import { nameDelivery, placeIn, TAG_AT } from "./delivery-name.ts";
import type { Pending, ReceiptRecord, Selection } from "./inbox.ts";

export type Row = Readonly<Record<string, unknown>>;

const LONG_AGO = Number.MIN_SAFE_INTEGER;

/** Reads the rows of an inbox; any number of connections may. */
export class ReceiptReader {
  readonly #sql: ReturnType<typeof prepare>;
  readonly #tag: string;

  constructor(database: DatabaseSync) {
    this.#sql = prepare(database);
    this.#tag = String(this.#sql.progress.get()?.["tag"]);
  }

  /** The place up to which everything was decoded, as last written. */
  get settled(): number {
    return Number(this.#sql.progress.get()?.["settled"] ?? 0);
  }

  pending(sequence: number, most: number, mostBytes: number): Pending[] {
    const found: Pending[] = [];
    let bytes = 0;
    for (const row of this.#sql.pending.iterate(BigInt(sequence), BigInt(most))) {
      const pending = this.#pendingOf(row);
      found.push(pending);
      bytes += pending.delivery.body.byteLength;
      if (bytes >= mostBytes) break;
    }
    return found;
  }

  select({ source, since }: Selection, sequence: number, most: number): Pending[] {
    const rows = this.#sql.select.all(BigInt(sequence), source ?? null, BigInt(since ?? LONG_AGO), BigInt(most));
    return rows.map((row) => this.#pendingOf(row));
  }

  read(id: string): StoredDelivery | null {
    const row = this.find(id);
    return row && row["swept"] === null ? this.#pendingOf(row).delivery : null;
  }

  readSwept(id: string): SweptDelivery | null {
    const row = this.find(id);
    if (!row || row["swept"] === null) return null;
    return { id: this.nameOf(row), ...arrivalOf(row), sweptAt: Number(row["swept"]) };
  }

  countSwept({ source, since }: Selection): number {
    return Number(this.#sql.countSwept.get(source ?? null, BigInt(since ?? LONG_AGO))?.["count"]);
  }

  receipts(id: string): ReceiptRecord[] {
    const row = this.find(id);
    if (!row) return [];
    const holder = BigInt(Number(row["same_as"] ?? row["sequence"]));
    return this.#sql.ofContent
      .all(holder, holder)
      .map((receipt) => ({ id: this.nameOf(receipt), receivedAt: Number(receipt["received"]) }))
      .sort((a, b) => a.receivedAt - b.receivedAt || (a.id < b.id ? -1 : 1));
  }

  /** The row of a receipt, with the content that it stands for, by any name. */
  find(id: string): Row | undefined {
    const named = this.#sql.byName.get(id);
    if (named) return named;
    const place = this.#placeOf(id);
    const row = place === null ? undefined : this.#sql.byPlace.get(place);
    return row && this.nameOf(row) === id ? row : undefined;
  }

  /** Of the content that a receipt stands for, by any name of the receipt; undefined where nothing is called so. Reads no more of it. */
  identityOf(id: string): Uint8Array | undefined {
    const named = this.#sql.identityByName.get(id);
    if (named) return named["identity"] as Uint8Array;
    const place = this.#placeOf(id);
    const row = place === null ? undefined : this.#sql.identityByPlace.get(place);
    return row && this.nameOf(row) === id ? (row["identity"] as Uint8Array) : undefined;
  }

  /** The place that a name of this inbox tells. Those of other inboxes tell places, too. */
  #placeOf(id: string): bigint | null {
    const place = id.startsWith(this.#tag, TAG_AT) ? placeIn(id) : null;
    return place === null ? null : BigInt(place);
  }

  /** The row at a place. */
  at(place: number): Row | undefined {
    return this.#sql.byPlace.get(BigInt(place));
  }

  nameOf(row: Row): string {
    const { name, received, sequence } = row as { name: unknown; received: unknown; sequence: unknown };
    return name === null ? nameDelivery(Number(received), this.#tag, Number(sequence)) : String(name);
  }

  #pendingOf(row: Row): Pending {
    const delivery: StoredDelivery = {
      id: this.nameOf(row),
      headers: JSON.parse(String(row["headers"])) as Record<string, string>,
      body: row["body"] as Uint8Array,
      ...arrivalOf(row),
    };
    return { sequence: Number(row["sequence"]), delivery };
  }
}

const arrivalOf = (row: Row) => ({
  source: String(row["source"]),
  receivedAt: Number(row["received"]),
  place: row["place"] === null ? undefined : String(row["place"]),
});

function prepare(database: DatabaseSync) {
  const whole = `SELECT r.sequence, r.source, r.received, r.name, r.place, r.same_as, coalesce(o.identity, r.identity) AS identity,
    coalesce(o.headers, r.headers) AS headers, coalesce(o.body, r.body) AS body, coalesce(o.swept, r.swept) AS swept
    FROM receipts r LEFT JOIN receipts o ON o.sequence = r.same_as`;
  const identity = `SELECT r.sequence, r.received, r.name, coalesce(o.identity, r.identity) AS identity
    FROM receipts r LEFT JOIN receipts o ON o.sequence = r.same_as`;
  return {
    progress: database.prepare("SELECT settled, tag FROM progress"),
    ofContent: database.prepare("SELECT sequence, received, name FROM receipts WHERE sequence = ? OR same_as = ?"),
    identityByName: database.prepare(`${identity} WHERE r.name = ?`),
    identityByPlace: database.prepare(`${identity} WHERE r.sequence = ?`),
    byName: database.prepare(`${whole} WHERE r.name = ?`),
    byPlace: database.prepare(`${whole} WHERE r.sequence = ?`),
    pending: database.prepare(`${whole} WHERE r.sequence > ? AND r.decoded = 1 ORDER BY r.sequence LIMIT ?`),
    select: database.prepare(
      `${whole} WHERE r.sequence > ?1 AND r.decoded = 1 AND (?2 IS NULL OR r.source = ?2) AND r.received >= ?3
       AND coalesce(o.swept, r.swept) IS NULL ORDER BY r.sequence LIMIT ?4`,
    ),
    countSwept: database.prepare(
      `SELECT count(*) AS count FROM receipts r LEFT JOIN receipts o ON o.sequence = r.same_as
       WHERE r.decoded = 1 AND (?1 IS NULL OR r.source = ?1) AND r.received >= ?2
       AND coalesce(o.swept, r.swept) IS NOT NULL`,
    ),
  };
}
