import { randomBytes } from "node:crypto";
import { DatabaseSync } from "node:sqlite";
import { TAG_LENGTH, tagOf } from "./delivery-name.ts";
import { DataFolderError } from "./sqlite-folder-lock.ts";

const SCHEMA_VERSION = 1;
/** `ANNI` in ASCII: tells an inbox from other databases. */
const APPLICATION_ID = 0x414e4e49;
const FULL = 2;

/**
 * `receipts`: one row per time that something came, in order. The first of a content holds it; later ones say which (`same_as`).
 * `decoded`: whether it is decoded as a delivery of its own. `name`: where a carrier gave one.
 * `identities`: finds a content again. It lags behind `receipts` (see content-index): what it lacks is held in memory.
 */
const SCHEMA = `
CREATE TABLE receipts (
  sequence INTEGER PRIMARY KEY,
  source TEXT NOT NULL,
  received INTEGER NOT NULL,
  decoded INTEGER NOT NULL,
  name TEXT,
  same_as INTEGER,
  identity BLOB,
  headers TEXT,
  body BLOB
) STRICT;
CREATE UNIQUE INDEX receipts_by_name ON receipts (name) WHERE name IS NOT NULL;
CREATE INDEX receipts_by_content ON receipts (same_as, received) WHERE same_as IS NOT NULL;
CREATE TABLE identities (identity BLOB PRIMARY KEY, sequence INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE progress (one INTEGER PRIMARY KEY CHECK (one = 1), settled INTEGER NOT NULL, indexed INTEGER NOT NULL, tag TEXT NOT NULL) STRICT;
CREATE TABLE probe (filling BLOB) STRICT;
`;

/**
 * Opens or creates the file of an inbox: WAL, every commit synced.
 *
 * @throws DataFolderError for a file that is no inbox, is damaged, or was written by a newer version
 */
export function openInboxFile(path: string): DatabaseSync {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(path, { timeout: 5_000 });
    makeDurable(database, path);
    prepareSchema(database, path);
    return database;
  } catch (error) {
    if (database?.isOpen) database.close();
    if (error instanceof DataFolderError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new DataFolderError(
      `The inbox ${path} cannot be used: ${reason}. Check that the disk has room and that this user may write there; if the file is damaged, move it away and restore a backup.`,
      { cause: error },
    );
  }
}

/**
 * A delivery is acknowledged when its commit is synced. Depending on how SQLite was built, choosing WAL lowers `synchronous` without
 * saying so: it is set after WAL, on every open, and read back; a test counts the syncs.
 */
function makeDurable(database: DatabaseSync, path: string): void {
  database.exec("PRAGMA page_size = 8192");
  const mode = pragma(database, "journal_mode = WAL");
  if (mode !== "wal") {
    throw new DataFolderError(
      `The inbox ${path} cannot use a write-ahead log (its journal mode is ${mode}). Put the data folder on a local disk: network folders do not carry one.`,
    );
  }
  database.exec("PRAGMA synchronous = FULL; PRAGMA journal_size_limit = 67108864; PRAGMA wal_autocheckpoint = 2000");
  const synchronous = pragma(database, "synchronous");
  if (synchronous !== FULL) {
    throw new DataFolderError(`The inbox ${path} does not sync its commits (synchronous is ${synchronous}, not FULL).`);
  }
}

function prepareSchema(database: DatabaseSync, path: string): void {
  const application = Number(pragma(database, "application_id"));
  const version = Number(pragma(database, "user_version"));
  if (application === APPLICATION_ID && version === SCHEMA_VERSION) return;
  if (application === APPLICATION_ID) {
    throw new DataFolderError(
      `The inbox ${path} was written by another version of Annalist (layout ${version}; this one knows ${SCHEMA_VERSION}). Run that version.`,
    );
  }
  const tables = Number(database.prepare("SELECT count(*) AS n FROM sqlite_schema").get()?.["n"]);
  if (tables > 0) {
    throw new DataFolderError(
      `${path} is a database of another program, not an inbox. Name another data folder (store.path).`,
    );
  }
  const tag = tagOf(randomBytes(TAG_LENGTH));
  database.exec(
    `BEGIN IMMEDIATE; ${SCHEMA}; INSERT INTO progress VALUES (1, 0, 0, '${tag}');
     PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${SCHEMA_VERSION}; COMMIT`,
  );
}

function pragma(database: DatabaseSync, text: string): unknown {
  const row = database.prepare(`PRAGMA ${text}`).get();
  return row === undefined ? undefined : Object.values(row)[0];
}
