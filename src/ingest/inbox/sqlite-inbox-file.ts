import { randomBytes } from "node:crypto";
import { DatabaseSync } from "node:sqlite";
import { reasonOf } from "../../domain/outcome.ts";
import {
  countTables,
  findDamage,
  makeDurable,
  makePrivate,
  pragma,
  primaryCode,
} from "../../store/sqlite/durable-file.ts";
import { TAG_LENGTH, tagOf } from "./delivery-name.ts";
import { DataFolderError } from "./sqlite-folder-lock.ts";

const SCHEMA_VERSION = 1;
/** `ANNI` in ASCII: tells an inbox from other databases. */
const APPLICATION_ID = 0x414e4e49;

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
 * What came after the first version, made where it is missing; an older version does not look at it. `swept`: when the bytes of a content were
 * deleted. `place`: where it lies in Kafka, where it came from there. The two indexes give the sweep what is oldest, each without what the other has.
 */
const ADDED_COLUMNS = { swept: "INTEGER", place: "TEXT" };
const ADDED = `
CREATE INDEX IF NOT EXISTS receipts_with_bytes ON receipts (received) WHERE same_as IS NULL AND swept IS NULL;
CREATE INDEX IF NOT EXISTS receipts_without_bytes ON receipts (received) WHERE same_as IS NOT NULL OR swept IS NOT NULL;
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
    const problem = makeDurable(database);
    if (problem !== null) throw new DataFolderError(`The inbox ${path} ${problem}`);
    makePrivate(path);
    prepareSchema(database, path);
    const damage = findDamage(database, SMALL_TABLES);
    if (damage !== null) throw new DataFolderError(`The inbox ${path} is damaged (${damage}). ${RESTORE}`);
    addWhatIsMissing(database);
    return database;
  } catch (error) {
    if (database?.isOpen) database.close();
    if (error instanceof DataFolderError) throw error;
    throw new DataFolderError(
      `The inbox ${path} cannot be used: ${reasonOf(error)}. ${isDamage(error) ? RESTORE : "Check that the disk has room and that this user may write there."}`,
      { cause: error },
    );
  }
}

const RESTORE =
  "Move the file away with those named like it (-wal, -shm), and restore a backup of the folder; without one, start again with an empty inbox: the store keeps its events.";
const SMALL_TABLES = ["progress"];
const DAMAGES = new Set([11, 26]);

const isDamage = (error: unknown): boolean => DAMAGES.has(primaryCode(error));

function addWhatIsMissing(database: DatabaseSync): void {
  const there = new Set(
    database
      .prepare("SELECT name FROM pragma_table_info('receipts')")
      .all()
      .map(({ name }) => name),
  );
  const missing = Object.entries(ADDED_COLUMNS).filter(([name]) => !there.has(name));
  const columns = missing.map(([name, type]) => `ALTER TABLE receipts ADD COLUMN ${name} ${type};`).join(" ");
  database.exec(`BEGIN IMMEDIATE; ${columns} ${ADDED} COMMIT`);
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
  if (countTables(database) > 0) {
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
