import type { DatabaseSync } from "node:sqlite";

/** Runs `work` in one write transaction: all of it is committed and synced when this returns, or none of it happened. */
export function inTransaction<T>(database: DatabaseSync, work: () => T): T {
  // IMMEDIATE takes the write lock first: a transaction that began with a read could not wait for another writer.
  database.exec("BEGIN IMMEDIATE");
  try {
    const result = work();
    database.exec("COMMIT");
    return result;
  } catch (error) {
    // After some errors (disk full, I/O) SQLite has rolled back by itself.
    if (database.isTransaction) database.exec("ROLLBACK");
    throw error;
  }
}

/**
 * Begins an insert of many rows, inside a transaction that ends where one of them fails. SQLite ends it at once: an insert that could be taken back by itself
 * would first copy each page that it changes to a temporary file.
 */
export const INSERT_OR_END = "INSERT OR ROLLBACK";

const DUPLICATE_KEYS = new Set([1555, 2067]);

/** Whether an insert failed because its primary or unique key is taken. */
export function isDuplicateKey(error: unknown): boolean {
  return error instanceof Error && "errcode" in error && DUPLICATE_KEYS.has(Number(error.errcode));
}
