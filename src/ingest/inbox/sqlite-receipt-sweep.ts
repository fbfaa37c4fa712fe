import type { DatabaseSync } from "node:sqlite";
import type { SweepLimits, SweepStep } from "../../domain/retention.ts";
import type { Instant } from "../../domain/time.ts";
import type { ContentIndex } from "./sqlite-content-index.ts";
import type { Row } from "./sqlite-receipt-reader.ts";

/** What one step looks at, and about how many bytes it deletes: a few milliseconds. */
const MOST_ROWS = 256;
const MOST_BYTES = 4 * 1024 * 1024;

interface Place {
  readonly received: number;
  readonly sequence: number;
}

/** `settled`: everything up to this place is decoded; `last`: the last place that is taken. */
interface Ends {
  readonly settled: number;
  readonly last: number;
}

const START: Place = { received: Number.MIN_SAFE_INTEGER, sequence: 0 };

/**
 * Deletes what is old of an inbox, step by step, inside transactions that the caller begins and ends. It goes through the rows by the time of
 * their receipt, and on from where the last step ended: what is still needed is passed over, and looked at again by the next sweep.
 *
 * The pages that become free are used for the next deliveries: the file does not grow while as much comes as goes. It does not shrink, either,
 * and deleted bytes can be found in it until they are written over.
 */
export class ReceiptSweep {
  readonly #index: ContentIndex;
  readonly #sql: ReturnType<typeof prepare>;
  #part: "bytes" | "receipts" = "bytes";
  #at: Place = START;

  constructor(database: DatabaseSync, index: ContentIndex) {
    this.#index = index;
    this.#sql = prepare(database);
  }

  /** Forgets how far it was. */
  restart(): void {
    this.#part = "bytes";
    this.#at = START;
  }

  step({ rawBefore, keysBefore, at }: SweepLimits, ends: Ends): SweepStep {
    if (this.#part === "bytes") {
      const bodies = this.#sweepBytes(rawBefore, at, ends);
      if (bodies !== null) return { bodies, receipts: 0, isDone: false };
      this.#part = "receipts";
      this.#at = START;
    }
    const receipts = this.#sweepReceipts(keysBefore, ends);
    if (receipts !== null) return { bodies: 0, receipts, isDone: false };
    this.restart();
    return { bodies: 0, receipts: 0, isDone: true };
  }

  /** Null where no row was left to look at. */
  #sweepBytes(before: Instant | null, at: Instant, { settled }: Ends): number | null {
    let [bodies, bytes] = [0, 0];
    const rows = this.#next(this.#sql.withBytes, before);
    for (const row of rows) {
      this.#at = placeOf(row);
      const { sequence } = this.#at;
      if (sequence > settled || this.#sql.waiting.get(BigInt(sequence), BigInt(settled))) continue;
      this.#sql.sweep.run(BigInt(at), BigInt(sequence));
      bodies += 1;
      bytes += Number(row["bytes"]);
      if (bytes >= MOST_BYTES) break;
    }
    return rows.length === 0 ? null : bodies;
  }

  /** The last place stays, whatever its age: places are counted on from it, and are never given twice. */
  #sweepReceipts(before: Instant | null, { settled, last }: Ends): number | null {
    const rows = this.#next(this.#sql.withoutBytes, before);
    let receipts = 0;
    for (const row of rows) {
      this.#at = placeOf(row);
      const { sequence } = this.#at;
      if (sequence > settled || sequence === last) continue;
      const holds = row["identity"] as Uint8Array | null;
      if (holds && this.#sql.waiting.get(BigInt(sequence), 0n)) continue;
      if (holds) this.#index.forget(holds);
      this.#sql.delete.run(BigInt(sequence));
      receipts += 1;
    }
    return rows.length === 0 ? null : receipts;
  }

  #next(statement: ReturnType<typeof prepare>["withBytes"], before: Instant | null): Row[] {
    if (before === null) return [];
    const { received, sequence } = this.#at;
    return statement.all(BigInt(received), BigInt(sequence), BigInt(before), BigInt(MOST_ROWS));
  }
}

function placeOf(row: Row): Place {
  return { received: Number(row["received"]), sequence: Number(row["sequence"]) };
}

function prepare(database: DatabaseSync) {
  const range = "(received, sequence) > (?, ?) AND received < ? ORDER BY received, sequence LIMIT ?";
  return {
    withBytes: database.prepare(
      `SELECT sequence, received, length(body) AS bytes FROM receipts INDEXED BY receipts_with_bytes
       WHERE same_as IS NULL AND swept IS NULL AND ${range}`,
    ),
    withoutBytes: database.prepare(
      `SELECT sequence, received, identity FROM receipts INDEXED BY receipts_without_bytes
       WHERE (same_as IS NOT NULL OR swept IS NOT NULL) AND ${range}`,
    ),
    /** Whether the same content came again after a place. In the index alone, and never by a look at all that came after it. */
    waiting: database.prepare(
      "SELECT 1 FROM receipts INDEXED BY receipts_by_content WHERE same_as = ? AND +sequence > ? LIMIT 1",
    ),
    sweep: database.prepare("UPDATE receipts SET headers = NULL, body = NULL, swept = ? WHERE sequence = ?"),
    delete: database.prepare("DELETE FROM receipts WHERE sequence = ?"),
  };
}
