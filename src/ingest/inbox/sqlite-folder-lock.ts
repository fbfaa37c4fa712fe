import { accessSync, constants } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { reasonOf } from "../../domain/outcome.ts";
import { primaryCode } from "../../store/sqlite/durable-file.ts";
import { makeFolder } from "../../store/sqlite/make-folder.ts";

/** Why a data folder cannot be used: a sentence for the operator, with the remedy. */
export class DataFolderError extends Error {
  override readonly name = "DataFolderError";
}

/** Held while a process uses a data folder. */
export interface FolderLock {
  release(): void;
}

const BUSY = 5;

/**
 * Takes a data folder for this process alone, making it where it is missing (mode 0700). The lock is the operating system's, on an empty
 * SQLite file: it ends with the process, however that ends, so that a crash leaves nothing to clean up.
 *
 * @throws DataFolderError where another process holds it, or it cannot be written
 */
export function lockFolder(folder: string): FolderLock {
  prepare(folder);
  const path = join(folder, "in-use.lock");
  const database = open(path, folder);
  try {
    database.exec("BEGIN EXCLUSIVE");
  } catch (error) {
    database.close();
    if (primaryCode(error) !== BUSY) throw unusable(folder, error);
    throw new DataFolderError(
      `Another process uses the data folder ${folder}. Stop it first, or name another folder in the configuration (store.path).`,
    );
  }
  return { release: () => database.isOpen && database.close() };
}

function prepare(folder: string): void {
  try {
    makeFolder(folder);
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    throw unusable(folder, error);
  }
}

function open(path: string, folder: string): DatabaseSync {
  try {
    return new DatabaseSync(path, { timeout: 0 });
  } catch (error) {
    throw unusable(folder, error);
  }
}

function unusable(folder: string, error: unknown): DataFolderError {
  return new DataFolderError(
    `The data folder ${folder} cannot be used: ${reasonOf(error)}. Make it a folder that this user may read and write, or name another (store.path).`,
    { cause: error },
  );
}
