import type { DatabaseSync } from "node:sqlite";
import { pragma } from "./durable-file.ts";
import { ADDED, EVENT_TABLES, SCHEMA_VERSION } from "./schema.ts";
import { inTransaction } from "./transaction.ts";

/**
 * From layout 1, which had a row of `sightings` for every sighting, an `id` that began with the event's time, and indexes by key and by version.
 * Its `key_hash` is the part of the key in today's `id`. Its versions do not grow with `n`: the greatest is kept as if it were a deletion's, so that
 * the next one is greater.
 */
const FROM_1 = `
ALTER TABLE events RENAME TO events_1;
ALTER TABLE sightings RENAME TO sightings_1;
DROP INDEX events_by_key;
DROP INDEX events_by_version;
DROP INDEX sightings_by_delivery;
${ADDED}
${EVENT_TABLES}
INSERT INTO events (n, id, key, content, told, received, delivery, source, sent, version)
  SELECT n, unhex(format('%016x', key_hash) || substr(content, 1, 20)), key, content, told, received, delivery, source, sent, version
  FROM events_1 ORDER BY n;
INSERT INTO sightings (event, delivery, source, received, sent)
  SELECT s.event, s.delivery, s.source, s.received, s.sent FROM sightings_1 s JOIN events e ON e.n = s.event WHERE s.delivery <> e.delivery;
INSERT OR REPLACE INTO dropping (one, version)
  SELECT 1, max(coalesce((SELECT max(version) FROM events), 0), coalesce((SELECT version FROM dropping), 0));
DROP TABLE events_1;
DROP TABLE sightings_1;
`;

const STEPS: Readonly<Record<number, string>> = { 1: FROM_1 };

/**
 * Brings the file of an earlier version to today's layout: wholly, or not at all. Needs as much room again as its events take. What this version
 * does not know stays as it is.
 */
export function upgrade(database: DatabaseSync): void {
  inTransaction(database, () => {
    // Another process may have done it while this one waited for the lock.
    const version = Number(pragma(database, "user_version"));
    for (let from = version; from < SCHEMA_VERSION; from += 1) database.exec(STEPS[from] ?? "");
    if (version < SCHEMA_VERSION) database.exec(`PRAGMA user_version = ${SCHEMA_VERSION}`);
  });
}
