import { existsSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { Inbox } from "./inbox.ts";
import { ReceiptReader } from "./sqlite-receipt-reader.ts";

/** Reads the deliveries of a data folder whose inbox this process has open, from another thread. */
export interface InboxReader extends Pick<Inbox, "read" | "readSwept"> {
  close(): void;
}

/** Of a folder without an inbox it reads nothing. */
export function openInboxReader(folder: string): InboxReader {
  const path = join(folder, "inbox.db");
  if (!existsSync(path)) return { read: () => null, readSwept: () => null, close: () => undefined };
  const database = new DatabaseSync(path, { readOnly: true, timeout: 5_000 });
  const reader = new ReceiptReader(database);
  return {
    read: (id) => reader.read(id),
    readSwept: (id) => reader.readSwept(id),
    close: () => database.close(),
  };
}
