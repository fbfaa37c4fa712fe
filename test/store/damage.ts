import { closeSync, openSync, readSync, statSync, truncateSync, writeSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";

const PAGE_BYTES = 8192;

/**
 * Turns one bit around in what SQLite says first of a page: of what kind it is.
 *
 * @param page counted from 0; the middle of the file, if left out
 */
export function flipBit(path: string, page = Math.floor(statSync(path).size / PAGE_BYTES / 2)): void {
  const file = openSync(path, "r+");
  const byte = Buffer.alloc(1);
  readSync(file, byte, 0, 1, page * PAGE_BYTES);
  writeSync(file, Buffer.from([(byte[0] ?? 0) ^ 0x40]), 0, 1, page * PAGE_BYTES);
  closeSync(file);
}

/** The first page of a table, counted from 0. */
export function pageOf(path: string, table: string): number {
  using database = new DatabaseSync(path);
  const row = database.prepare("SELECT rootpage FROM sqlite_schema WHERE name = ?").get(table);
  return Number(row?.["rootpage"]) - 1;
}

/** Lets a file, which nobody has open, be as large as is said, with nothing in what is added: a hole, which takes no room on the disk. */
export function enlarge(path: string, bytes: number): void {
  const database = new DatabaseSync(path);
  database.exec("PRAGMA journal_mode = DELETE");
  database.close();
  const pages = Buffer.alloc(4);
  pages.writeUInt32BE(bytes / PAGE_BYTES);
  const file = openSync(path, "r+");
  writeSync(file, pages, 0, 4, PAGES_AT);
  closeSync(file);
  truncateSync(path, bytes);
}

/** Where SQLite's file header says how many pages there are. */
const PAGES_AT = 28;
