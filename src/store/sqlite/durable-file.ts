import { chmodSync, statSync } from "node:fs";
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
  database.exec(
    `PRAGMA synchronous = FULL; PRAGMA journal_size_limit = 67108864; PRAGMA wal_autocheckpoint = 2000; PRAGMA cache_size = -${CACHE_KIB}`,
  );
  const synchronous = pragma(database, "synchronous");
  return synchronous === SYNCHRONOUS_FULL
    ? null
    : `does not sync its commits (synchronous is ${synchronous}, not FULL).`;
}

/** Room for a large transaction and for an index that it changes all over: SQLite's own 2 MiB are written out and read again several times a commit. */
const CACHE_KIB = 8_192;

/** About half a second of reading, from a disk that is not in memory a few. */
const WHOLLY_CHECKED_BYTES = 512 * 1024 * 1024;

/**
 * Reads a file through, so that damage is told of at the start and not by a wrong answer later. It finds what is wrong with the file's
 * structure; that a letter inside a text changed is not to be seen.
 *
 * @param small the tables that are read of a file over 512 MiB, which would keep a start waiting. Those that it has not are left out
 * @param wholly reads a larger file through, too
 * @returns null, or what is wrong in SQLite's words
 */
export function findDamage(database: DatabaseSync, small: readonly string[], wholly = false): string | null {
  const bytes = Number(pragma(database, "page_count")) * Number(pragma(database, "page_size"));
  const isWhole = wholly || bytes <= WHOLLY_CHECKED_BYTES;
  const checks = isWhole ? ["quick_check(1)"] : tablesOf(database, small).map((table) => `quick_check(${table})`);
  const found = checks.map((check) => String(pragma(database, check))).find((said) => said !== "ok");
  return found === undefined ? null : found.replaceAll(/\s*\n\s*/g, ": ");
}

/** Those of `names` that are there: an earlier version had fewer, and a check of none fails. */
function tablesOf(database: DatabaseSync, names: readonly string[]): string[] {
  const rows = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all();
  const there = new Set(rows.map(({ name }) => name));
  return names.filter((name) => there.has(name));
}

/** What a file is beside its name: undefined where there is none. */
export const inodeOf = (path: string): number | undefined => statSync(path, { throwIfNoEntry: false })?.ino;

/** Takes a file and its log from other users of the machine, who may read what earlier versions wrote. */
export function makePrivate(path: string): void {
  for (const file of [path, `${path}-wal`, `${path}-shm`]) {
    const mode = statSync(file, { throwIfNoEntry: false })?.mode ?? 0;
    if ((mode & FOR_OTHERS) !== 0) chmodSync(file, mode & ~FOR_OTHERS);
  }
}

const FOR_OTHERS = 0o077;

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
