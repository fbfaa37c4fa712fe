import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Config } from "../config/config.ts";
import type { Inbox } from "../ingest/inbox.ts";
import { DataFolderError } from "../ingest/sqlite-folder-lock.ts";
import { openSqliteInbox, type SqliteInboxOptions } from "../ingest/sqlite-inbox.ts";
import { StoreFileError } from "../store/sqlite/open-database.ts";
import { openSqliteStore } from "../store/sqlite/sqlite-store.ts";
import type { Store } from "../store/store.ts";
import { CommandError } from "./shell.ts";

/** Where the inbox and the store are in a data folder. */
export const filesOf = ({ store }: Config): { readonly inboxPath: string; readonly storePath: string } => ({
  inboxPath: join(store.path, "inbox.db"),
  storePath: join(store.path, "store.db"),
});

/**
 * Opens the inbox of the data folder, for this process alone.
 *
 * @throws CommandError where the folder cannot be used, or another process uses it
 */
export function openInbox({ store }: Config, options: Omit<SqliteInboxOptions, "folder">): Inbox {
  return inWords(() => openSqliteInbox({ folder: store.path, ...options }));
}

/**
 * Opens the store of the data folder; other processes may have it open too.
 *
 * @throws CommandError where it cannot be used
 */
export function openStore(config: Config): Store {
  return inWords(() => {
    mkdirSync(config.store.path, { recursive: true, mode: 0o700 });
    return openSqliteStore({ path: filesOf(config).storePath });
  });
}

function inWords<T>(open: () => T): T {
  try {
    return open();
  } catch (error) {
    if (error instanceof DataFolderError || error instanceof StoreFileError) throw new CommandError(error.message);
    if (error instanceof Error && "syscall" in error) {
      throw new CommandError(
        `The data folder cannot be used: ${error.message}. Name another one in the configuration (store.path).`,
      );
    }
    throw error;
  }
}
