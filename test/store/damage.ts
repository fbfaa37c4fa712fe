import { closeSync, openSync, readSync, statSync, writeSync } from "node:fs";

const PAGE_BYTES = 8192;

/** Turns one bit around in the middle of a file, in what SQLite says first of a page: of what kind it is. */
export function flipBit(path: string): void {
  const page = Math.floor(statSync(path).size / PAGE_BYTES / 2);
  const file = openSync(path, "r+");
  const byte = Buffer.alloc(1);
  readSync(file, byte, 0, 1, page * PAGE_BYTES);
  writeSync(file, Buffer.from([(byte[0] ?? 0) ^ 0x40]), 0, 1, page * PAGE_BYTES);
  closeSync(file);
}
