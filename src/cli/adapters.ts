import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Config } from "../config/config.ts";
import type { DrainTarget } from "../ingest/drain/sqlite-drain.ts";
import type { Inbox, TellingInbox } from "../ingest/inbox/inbox.ts";
import { DataFolderError } from "../ingest/inbox/sqlite-folder-lock.ts";
import { openSqliteInbox, type SqliteInboxOptions } from "../ingest/inbox/sqlite-inbox.ts";
import { makeFolder } from "../store/sqlite/make-folder.ts";
import { StoreFileError } from "../store/sqlite/open-database.ts";
import { openSqliteStore, type SqliteStoreOptions } from "../store/sqlite/sqlite-store.ts";
import type { DeliveryArchive, Forgetting, Store } from "../store/store.ts";
import { CommandError } from "./shell.ts";

/** Where the drain reads and where it writes. */
export function drainOf({ store }: Config): { readonly inboxPath: string; readonly target: DrainTarget } {
  return {
    inboxPath: join(store.path, "inbox.db"),
    target:
      store.kind === "sqlite"
        ? { kind: "sqlite", path: storeFile(store) }
        : { kind: "mongodb", url: store.url, database: store.database },
  };
}

const storeFile = ({ path }: Config["store"]): string => join(path, "store.db");

/** A store, with what only some have. */
export interface OpenedStore {
  readonly store: Store;
  /** Raw deliveries that other processes took in; absent where no other process can. */
  readonly archive?: DeliveryArchive;
  readonly forgetting?: Forgetting;
  /**
   * Reaches for a store that is elsewhere.
   *
   * @throws StoreUnavailable where it cannot be reached now, StoreMisconfigured where a person must mend something
   */
  check(): Promise<void>;
}

/**
 * Opens the inbox of the data folder, for this process alone.
 *
 * @throws CommandError where the folder cannot be used, or another process uses it
 */
export function openInbox({ store }: Pick<Config, "store">, options: Omit<SqliteInboxOptions, "folder">): TellingInbox {
  return inWords(() => openSqliteInbox({ folder: store.path, ...options }));
}

/** Those of a file, and of a store elsewhere: from the signal on, nobody waits long for it. */
export interface OpeningOptions extends Omit<SqliteStoreOptions, "path"> {
  readonly stopping?: AbortSignal;
}

/**
 * Opens the store; other processes may have it open too.
 *
 * @throws CommandError where it cannot be used
 */
export async function openStore(
  { store: place }: Pick<Config, "store">,
  { stopping, ...ofFile }: OpeningOptions = {},
): Promise<OpenedStore> {
  if (place.kind === "mongodb") {
    const { openMongoStore } = await import("../store/mongo/mongo-store.ts");
    const store = openMongoStore({ url: place.url, database: place.database, ...(stopping ? { stopping } : {}) });
    return { store, archive: store, forgetting: store, check: () => store.check() };
  }
  return inWords(() => {
    makeFolder(place.path);
    const store = openSqliteStore({ path: storeFile(place), ...ofFile });
    return { store, forgetting: store, check: () => Promise.resolve() };
  });
}

/**
 * What was acknowledged and decoded is in the store alone. Where its file is missing, an empty one in its place would look as if nothing had ever come.
 *
 * @throws CommandError where the inbox says that something was decoded, and there is no file of a store
 */
export function refuseLostStore({ store: place }: Pick<Config, "store">, inbox: Pick<Inbox, "settled">): void {
  if (place.kind !== "sqlite" || inbox.settled() === 0 || existsSync(storeFile(place))) return;
  throw new CommandError(
    `The store ${storeFile(place)} is missing, though deliveries in the inbox beside it were decoded into it. Restore a backup of the file; without one, ` +
      '"annalist replay" makes the events again of what the inbox still has. Decisions and publications were in the store alone.',
  );
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
