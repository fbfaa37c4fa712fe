/** The layout of the file. Raise it with every change of {@link SCHEMA} that an older version cannot read, and say in upgrade.ts how to get there. */
export const SCHEMA_VERSION = 2;

/** What was added without a new layout: made where it is missing. */
export const ADDED = `
CREATE TABLE IF NOT EXISTS claims (
  name TEXT NOT NULL,
  number INTEGER NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (name, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS publication_requests (
  incident TEXT NOT NULL,
  number INTEGER NOT NULL,
  request_key TEXT NOT NULL,
  request_body TEXT NOT NULL,
  PRIMARY KEY (incident, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS dropping (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  version INTEGER NOT NULL
) STRICT;

CREATE TABLE IF NOT EXISTS ignored_deliveries (
  delivery TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;
`;

/** Added likewise: where in Kafka a quarantined part lies. */
export const ADDED_PLACE = "ALTER TABLE quarantine ADD COLUMN place TEXT";

/**
 * Times are µs since 1970. `id` of an event is made of its key and its content, the key's part first, so that one index tells a known event and
 * finds the variants of a key. `received`, `delivery`, `source`, `sent` of an event are those of its least sighting; `sightings` holds the others.
 * `version` is that of the append which brought the event, so that it grows with `n`; `touched` that of the last one which changed what the row
 * gives to drafting.
 */
export const EVENT_TABLES = `
CREATE TABLE events (
  n INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  key TEXT NOT NULL,
  content TEXT NOT NULL,
  told TEXT NOT NULL,
  received INTEGER NOT NULL,
  delivery TEXT NOT NULL,
  source TEXT NOT NULL,
  sent INTEGER,
  version INTEGER NOT NULL,
  touched INTEGER
) STRICT;
CREATE INDEX events_by_delivery ON events (delivery);
CREATE INDEX events_touched ON events (touched) WHERE touched IS NOT NULL;

CREATE TABLE sightings (
  event INTEGER NOT NULL,
  delivery TEXT NOT NULL,
  source TEXT NOT NULL,
  received INTEGER NOT NULL,
  sent INTEGER,
  PRIMARY KEY (event, delivery)
) STRICT, WITHOUT ROWID;
CREATE INDEX sightings_by_delivery ON sightings (delivery);
`;

export const SCHEMA = `
${EVENT_TABLES}
CREATE TABLE decisions (
  incident TEXT NOT NULL,
  number INTEGER NOT NULL,
  record TEXT NOT NULL,
  PRIMARY KEY (incident, number)
) STRICT;

CREATE TABLE publications (
  incident TEXT NOT NULL,
  number INTEGER NOT NULL,
  made_by TEXT NOT NULL,
  at TEXT NOT NULL,
  digest TEXT NOT NULL,
  revision INTEGER NOT NULL,
  events TEXT NOT NULL,
  json TEXT NOT NULL,
  markdown TEXT NOT NULL,
  html TEXT NOT NULL,
  PRIMARY KEY (incident, number)
) STRICT;

CREATE TABLE quarantine (
  delivery TEXT NOT NULL,
  code TEXT NOT NULL,
  detail TEXT NOT NULL,
  source TEXT NOT NULL,
  received INTEGER NOT NULL,
  content TEXT,
  PRIMARY KEY (delivery, code, detail)
) STRICT;

CREATE TABLE answers (
  scope TEXT NOT NULL,
  key TEXT NOT NULL,
  body_hash TEXT NOT NULL,
  answer TEXT NOT NULL,
  PRIMARY KEY (scope, key)
) STRICT;

CREATE TABLE changes (
  cursor INTEGER PRIMARY KEY AUTOINCREMENT,
  type TEXT NOT NULL,
  incident TEXT NOT NULL,
  revision INTEGER NOT NULL,
  digest TEXT NOT NULL,
  at TEXT NOT NULL
) STRICT;

CREATE TABLE sources (
  source TEXT PRIMARY KEY,
  deliveries INTEGER NOT NULL,
  events INTEGER NOT NULL,
  last_received INTEGER
) STRICT, WITHOUT ROWID;

CREATE TABLE ignored (
  source TEXT NOT NULL,
  type TEXT NOT NULL,
  times INTEGER NOT NULL,
  PRIMARY KEY (source, type)
) STRICT, WITHOUT ROWID;
`;
