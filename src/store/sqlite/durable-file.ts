import type { DatabaseSync } from "node:sqlite";

const SYNCHRONOUS_FULL = 2;

/**
 * Makes every commit of a file synced before it is acknowledged, and reads back that it is: depending on how SQLite was built, choosing WAL
 * lowers `synchronous` without saying so, so that it is set after WAL, on every open.
 *
 * @returns null, or how a sentence about the file goes on that says why it cannot be
 */
export function makeDurable(database: DatabaseSync): string | null {
  database.exec("PRAGMA page_size = 8192");
  const mode = pragma(database, "journal_mode = WAL");
  if (mode !== "wal" && mode !== IN_MEMORY) {
    return `cannot use a write-ahead log (its journal mode is ${mode}). Put the data folder on a local disk: network folders do not carry one.`;
  }
  database.exec("PRAGMA synchronous = FULL; PRAGMA journal_size_limit = 67108864; PRAGMA wal_autocheckpoint = 2000");
  const synchronous = pragma(database, "synchronous");
  return synchronous === SYNCHRONOUS_FULL
    ? null
    : `does not sync its commits (synchronous is ${synchronous}, not FULL).`;
}

/** What SQLite calls the journal of a database without a file. No file can have it: it is the mode that it was opened in. */
const IN_MEMORY = "memory";

/** Runs a PRAGMA and gives the value that it answers. */
export function pragma(database: DatabaseSync, text: string): unknown {
  const row = database.prepare(`PRAGMA ${text}`).get();
  return row === undefined ? undefined : Object.values(row)[0];
}

/** How many tables and indexes a file holds: none in a new one. */
export function countTables(database: DatabaseSync): number {
  return Number(database.prepare("SELECT count(*) AS n FROM sqlite_schema").get()?.["n"]);
}

/** The primary result code of an error of SQLite (its extended code without the extension); 0 for any other. */
export function primaryCode(error: unknown): number {
  return error instanceof Error && "errcode" in error ? Number(error.errcode) & 0xff : 0;
}
