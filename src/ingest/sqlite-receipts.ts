import type { DatabaseSync } from "node:sqlite";
import { contentIdentity } from "./content-identity.ts";
import type { StoredDelivery } from "./delivery.ts";
import { nameDelivery, placeIn } from "./delivery-name.ts";
import type { Kept, NewDelivery, Pending, ReceiptRecord, Selection } from "./inbox.ts";
import { ContentIndex } from "./sqlite-content-index.ts";

type Row = Readonly<Record<string, unknown>>;

/** The rows of an inbox. Writing happens inside a transaction that the caller begins and ends. */
export class Receipts {
  readonly #index: ContentIndex;
  readonly #sql: ReturnType<typeof prepare>;
  readonly #tag: string;
  #last: number;
  #lastDecoded: number;

  constructor(database: DatabaseSync) {
    this.#sql = prepare(database);
    this.#index = new ContentIndex(database);
    this.#tag = String(this.#sql.progress.get()?.["tag"]);
    this.#last = this.#storedLast();
    this.#lastDecoded = Number(this.#sql.lastDecoded.get()?.["last"] ?? 0);
  }

  /** The last place that is decoded as a delivery of its own. */
  get lastDecoded(): number {
    return this.#lastDecoded;
  }

  get settled(): number {
    return Number(this.#sql.progress.get()?.["settled"] ?? 0);
  }

  settle(sequence: number): void {
    this.#sql.settle.run(BigInt(sequence));
  }

  /** Before the first write of a transaction. */
  begun(): void {
    this.#index.spill(this.#last);
  }

  write(delivery: NewDelivery): Kept {
    const identity = contentIdentity(delivery);
    const holder = this.#index.find(identity);
    if (holder !== undefined) return this.#writeAgain(delivery, holder, identity);
    const sequence = this.#next();
    const name = delivery.id === undefined ? null : this.#freeName(delivery.id, identity);
    const received = BigInt(delivery.receivedAt);
    const place = BigInt(sequence);
    this.#sql.first.run(
      place,
      delivery.source,
      received,
      name,
      identity,
      JSON.stringify(delivery.headers),
      delivery.body,
    );
    this.#index.note(identity, sequence);
    this.#lastDecoded = sequence;
    return { is: "accepted", delivery: name ?? nameDelivery(delivery.receivedAt, this.#tag, sequence) };
  }

  committed(): void {
    this.#index.committed();
  }

  rolledBack(): void {
    this.#index.rolledBack();
    this.#last = this.#storedLast();
    this.#lastDecoded = Number(this.#sql.lastDecoded.get()?.["last"] ?? 0);
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
    const from = since === undefined ? Number.MIN_SAFE_INTEGER : since;
    const rows = this.#sql.select.all(BigInt(sequence), source ?? null, BigInt(from), BigInt(most));
    return rows.map((row) => this.#pendingOf(row));
  }

  read(id: string): StoredDelivery | null {
    const row = this.#find(id);
    return row ? this.#pendingOf(row).delivery : null;
  }

  receipts(id: string): ReceiptRecord[] {
    const row = this.#find(id);
    if (!row) return [];
    const holder = BigInt(Number(row["same_as"] ?? row["sequence"]));
    return this.#sql.ofContent
      .all(holder, holder)
      .map((receipt) => ({ id: this.#nameOf(receipt), receivedAt: Number(receipt["received"]) }))
      .sort((a, b) => a.receivedAt - b.receivedAt || (a.id < b.id ? -1 : 1));
  }

  /** The same content again: a row without body, unless this very receipt is known by its name. */
  #writeAgain(delivery: NewDelivery, holder: number, identity: Buffer): Kept {
    const first = this.#sql.byPlace.get(BigInt(holder)) ?? {};
    const name = delivery.id === undefined ? null : this.#freeName(delivery.id, identity);
    if (name !== null && this.#find(name)) return { is: "duplicate", delivery: name };
    const sequence = this.#next();
    const earliest = Number(this.#sql.earliest.get(BigInt(holder), BigInt(holder))?.["received"]);
    const isDecoded = name !== null || delivery.receivedAt <= earliest;
    const decoded = isDecoded ? 1n : 0n;
    this.#sql.again.run(BigInt(sequence), delivery.source, BigInt(delivery.receivedAt), decoded, name, BigInt(holder));
    if (isDecoded) this.#lastDecoded = sequence;
    return { is: "duplicate", delivery: name ?? this.#nameOf(first) };
  }

  /** A carrier's name for another content is taken: two capture files may both begin with `d01`. */
  #freeName(name: string, identity: Buffer): string {
    const taken = this.#find(name);
    if (!taken) return name;
    const holder = taken["same_as"] === null ? taken : this.#sql.byPlace.get(BigInt(Number(taken["same_as"])));
    const isSame = identity.equals((holder?.["identity"] ?? new Uint8Array()) as Uint8Array);
    return isSame ? name : `${name}~${identity.toString("hex", 0, 6)}`;
  }

  #find(id: string): Row | undefined {
    const named = this.#sql.byName.get(id);
    if (named) return named;
    const place = placeIn(id);
    const row = place === null ? undefined : this.#sql.byPlace.get(BigInt(place));
    return row && this.#nameOf(row) === id ? row : undefined;
  }

  #nameOf(row: Row): string {
    const { name, received, sequence } = row as { name: unknown; received: unknown; sequence: unknown };
    return name === null ? nameDelivery(Number(received), this.#tag, Number(sequence)) : String(name);
  }

  #pendingOf(row: Row): Pending {
    const delivery: StoredDelivery = {
      id: this.#nameOf(row),
      source: String(row["source"]),
      headers: JSON.parse(String(row["headers"])) as Record<string, string>,
      body: row["body"] as Uint8Array,
      receivedAt: Number(row["received"]),
    };
    return { sequence: Number(row["sequence"]), delivery };
  }

  #next(): number {
    this.#last += 1;
    return this.#last;
  }

  #storedLast(): number {
    return Number(this.#sql.last.get()?.["last"] ?? 0);
  }
}

function prepare(database: DatabaseSync) {
  const whole = `SELECT r.sequence, r.source, r.received, r.name, r.same_as, o.identity, o.headers, o.body
    FROM receipts r JOIN receipts o ON o.sequence = coalesce(r.same_as, r.sequence)`;
  return {
    first: database.prepare(
      `INSERT INTO receipts (sequence, source, received, decoded, name, identity, headers, body)
       VALUES (?, ?, ?, 1, ?, ?, ?, ?)`,
    ),
    again: database.prepare(
      "INSERT INTO receipts (sequence, source, received, decoded, name, same_as) VALUES (?, ?, ?, ?, ?, ?)",
    ),
    last: database.prepare("SELECT max(sequence) AS last FROM receipts"),
    lastDecoded: database.prepare(
      "SELECT sequence AS last FROM receipts WHERE decoded = 1 ORDER BY sequence DESC LIMIT 1",
    ),
    progress: database.prepare("SELECT settled, tag FROM progress"),
    settle: database.prepare("UPDATE progress SET settled = ?"),
    earliest: database.prepare("SELECT min(received) AS received FROM receipts WHERE sequence = ? OR same_as = ?"),
    ofContent: database.prepare("SELECT sequence, received, name FROM receipts WHERE sequence = ? OR same_as = ?"),
    byName: database.prepare(`${whole} WHERE r.name = ?`),
    byPlace: database.prepare(`${whole} WHERE r.sequence = ?`),
    pending: database.prepare(`${whole} WHERE r.sequence > ? AND r.decoded = 1 ORDER BY r.sequence LIMIT ?`),
    select: database.prepare(
      `${whole} WHERE r.sequence > ?1 AND r.decoded = 1 AND (?2 IS NULL OR r.source = ?2) AND r.received >= ?3
       ORDER BY r.sequence LIMIT ?4`,
    ),
  };
}
