import type { DatabaseSync } from "node:sqlite";
import { INSERT_OR_END } from "../../store/sqlite/transaction.ts";
import { ContentFilter } from "./content-filter.ts";

/**
 * So many identities are held in memory before they are written to their table, sorted, in one go. Each page that it touches is written anew, of a large
 * table all: four times as many at once cost half as much each.
 */
const SPILL_AT = 16_384;
const IDENTITY_BYTES = 32;
/** So many identities of the table are read at once on opening. */
const PAGE = 10_000;

/**
 * Finds the receipt that holds a content by its identity. Identities are random, so that writing each into its table at once would
 * touch a page per delivery; the latest are held in memory instead, and read again from `receipts` on the next open. A look-up before the
 * insert is safe here because the folder's lock keeps every other writer out. Most contents are new, which a filter knows without a look at the disk.
 *
 * Identities are texts here, of a character for each byte.
 */
export class ContentIndex {
  readonly #sql: ReturnType<typeof prepare>;
  readonly #spillAt: number;
  #recent = new Map<string, number>();
  /** What the transaction that is running writes to the table, where it does. */
  #spilling: Map<string, number> | null = null;
  /** What it noted among the recent: dropped where it fails. */
  #noted: string[] = [];
  readonly #forgotten = new Set<string>();
  /** Of all that the table holds, and of what was forgotten since it was opened. */
  readonly #filter = new ContentFilter();

  /** @param spillAt so many are held in memory; for tests */
  constructor(database: DatabaseSync, spillAt = SPILL_AT) {
    this.#sql = prepare(database);
    this.#spillAt = spillAt;
    this.#fillFilter();
    for (const row of this.#sql.recent.iterate()) {
      this.#recent.set(keyOf(row["identity"] as Uint8Array), Number(row["sequence"]));
    }
  }

  /** The place of the receipt that holds this content, if one does. */
  find(identity: string): number | undefined {
    const held = this.#recent.get(identity);
    if (held !== undefined || !this.#filter.mayHave(identity)) return held;
    const row = this.#sql.find.get(Buffer.from(identity, "latin1"));
    return row && Number(row["sequence"]);
  }

  note(identity: string, sequence: number): void {
    this.#recent.set(identity, sequence);
    this.#noted.push(identity);
  }

  /** Inside a transaction that notes nothing. */
  forget(identity: Uint8Array): void {
    this.#sql.forget.run(identity);
    this.#forgotten.add(keyOf(identity));
  }

  /** Inside the transaction, before it notes anything: writes what is held where that has grown. `through`: the last place so far. */
  spill(through: number): void {
    if (this.#recent.size < this.#spillAt) return;
    const keys = [...this.#recent.keys()].sort();
    const identities = Buffer.from(keys.join(""), "latin1");
    this.#sql.insert.run(identities, JSON.stringify(keys.map((key) => this.#recent.get(key))));
    this.#filter.add(identities, IDENTITY_BYTES);
    this.#sql.mark.run(BigInt(through));
    this.#spilling = this.#recent;
    this.#recent = new Map();
  }

  committed(): void {
    for (const key of this.#forgotten) this.#recent.delete(key);
    this.#end();
  }

  rolledBack(): void {
    if (this.#spilling) this.#recent = this.#spilling;
    else for (const key of this.#noted) this.#recent.delete(key);
    this.#end();
  }

  #end(): void {
    this.#spilling = null;
    this.#noted = [];
    this.#forgotten.clear();
  }

  /** As one text per page: a row for each would cost ten times as much, and a start waits for this. */
  #fillFilter(): void {
    for (let last: unknown = Buffer.alloc(0); last !== null; ) {
      const row = this.#sql.heads.get(last as Uint8Array, BigInt(PAGE));
      this.#filter.add(Buffer.from(String(row?.["heads"] ?? ""), "hex"), ContentFilter.LOOKED_AT);
      last = row?.["last"] ?? null;
    }
  }
}

function prepare(database: DatabaseSync) {
  return {
    find: database.prepare("SELECT sequence FROM identities WHERE identity = ?"),
    forget: database.prepare("DELETE FROM identities WHERE identity = ?"),
    // One statement for all: a call for each would cost three times as much.
    insert: database.prepare(
      `${INSERT_OR_END} INTO identities (identity, sequence)
       SELECT substr(?1, key * ${IDENTITY_BYTES} + 1, ${IDENTITY_BYTES}), value FROM json_each(?2) WHERE true
       ON CONFLICT DO NOTHING`,
    ),
    mark: database.prepare("UPDATE progress SET indexed = ?"),
    heads: database.prepare(
      `SELECT group_concat(hex(substr(identity, 1, ${ContentFilter.LOOKED_AT})), '') AS heads, max(identity) AS last
       FROM (SELECT identity FROM identities WHERE identity > ? ORDER BY identity LIMIT ?)`,
    ),
    recent: database.prepare(
      `SELECT identity, sequence FROM receipts
       WHERE sequence > (SELECT indexed FROM progress) AND identity IS NOT NULL ORDER BY sequence`,
    ),
  };
}

function keyOf(identity: Uint8Array): string {
  return Buffer.from(identity.buffer, identity.byteOffset, identity.byteLength).toString("latin1");
}
