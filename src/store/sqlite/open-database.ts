import { DatabaseSync } from "node:sqlite";
import { reasonOf } from "../../domain/outcome.ts";
import { countTables, findDamage, makeDurable, makePrivate, pragma, primaryCode } from "./durable-file.ts";
import { ADDED, ADDED_PLACE, SCHEMA, SCHEMA_VERSION } from "./schema.ts";
import { inTransaction } from "./transaction.ts";
import { upgrade } from "./upgrade.ts";

/** `ANNA` in ASCII: tells our files from other people's databases. */
const APPLICATION_ID = 0x414e4e41;
const BUSY_TIMEOUT_MS = 5000;

/** What no replay brings back, and the lists that stay short. */
const SMALL_TABLES = [
  "decisions",
  "publications",
  "publication_requests",
  "quarantine",
  "answers",
  "changes",
  "sources",
  "ignored",
  "claims",
];

/** Why a file cannot be used as a store: a sentence for the operator, with the remedy. */
export class StoreFileError extends Error {
  override readonly name = "StoreFileError";
}

/**
 * Opens or creates the file of a store: WAL, every commit synced.
 *
 * @param isChecked this process has looked for damage already
 * @throws StoreFileError for a file that is no store, is damaged, or was written by a newer version
 */
export function openDatabase(path: string, isChecked = false): DatabaseSync {
  const database = openFile(path);
  try {
    const problem = makeDurable(database);
    if (problem !== null) throw new StoreFileError(`The store ${path} ${problem}`);
    makePrivate(path);
    prepareSchema(database, path, isChecked);
    addWhatIsMissing(database);
    return database;
  } catch (error) {
    database.close();
    if (error instanceof StoreFileError) throw error;
    throw new StoreFileError(`The store ${path} cannot be used: ${reasonOf(error)}. ${remedyFor(error)}`, {
      cause: error,
    });
  }
}

/** What came without a new layout. */
function addWhatIsMissing(database: DatabaseSync): void {
  database.exec(ADDED);
  if (knowsPlaces(database)) return;
  inTransaction(database, () => {
    // Another process may have done it while this one waited for the lock.
    if (!knowsPlaces(database)) database.exec(ADDED_PLACE);
  });
}

const knowsPlaces = (database: DatabaseSync): boolean =>
  database.prepare("SELECT 1 FROM pragma_table_info('quarantine') WHERE name = 'place'").get() !== undefined;

function openFile(path: string): DatabaseSync {
  try {
    return new DatabaseSync(path, { timeout: BUSY_TIMEOUT_MS });
  } catch (error) {
    throw new StoreFileError(
      `The store ${path} cannot be opened: ${reasonOf(error)}. Check that its folder exists and that this user may write there.`,
      { cause: error },
    );
  }
}

function prepareSchema(database: DatabaseSync, path: string, isChecked: boolean): void {
  const version = Number(pragma(database, "user_version"));
  if (Number(pragma(database, "application_id")) !== APPLICATION_ID) {
    createSchema(database, path);
    return;
  }
  if (version > SCHEMA_VERSION)
    throw new StoreFileError(
      `The store ${path} was written by a newer Annalist (schema ${version}; this one knows ${SCHEMA_VERSION}). Run that version, or restore a backup made by this one.`,
    );
  const isOld = version < SCHEMA_VERSION;
  // What is damaged is not rewritten: an upgrade reads all of a file anyhow, and may be preceded by a look at all of it.
  const damage = isChecked ? null : findDamage(database, SMALL_TABLES, isOld);
  if (damage !== null) throw new StoreFileError(`The store ${path} is damaged (${damage}). ${RESTORE}`);
  if (isOld) upgrade(database);
}

function createSchema(database: DatabaseSync, path: string): void {
  inTransaction(database, () => {
    const application = Number(pragma(database, "application_id"));
    const tables = countTables(database);
    if (tables > 0 && application !== APPLICATION_ID)
      throw new StoreFileError(
        `${path} is a database of another program, not a store of Annalist. Name another file in the configuration (store.path).`,
      );
    // Another process may have made it while this one waited for the lock.
    if (tables === 0)
      database.exec(`${SCHEMA}; PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${SCHEMA_VERSION}`);
  });
}

const RESTORE = "Move the file away and restore a backup; raw deliveries in the inbox can be replayed.";
const NOT_A_DATABASE = 26;
const CORRUPT = 11;

function remedyFor(error: unknown): string {
  const code = primaryCode(error);
  if (code === NOT_A_DATABASE || code === CORRUPT) return RESTORE;
  return "Check that the disk has room and that this user may write the file and its folder.";
}
