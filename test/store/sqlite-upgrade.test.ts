import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import fc from "fast-check";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { Sighting } from "../../src/domain/event.ts";
import { sha256 } from "../../src/domain/hash.ts";
import { isEarlier, recordEvents } from "../../src/domain/sightings.ts";
import { compareSightings } from "../../src/store/orders.ts";
import { openSqliteStore } from "../../src/store/sqlite/sqlite-store.ts";
import { enlarge, flipBit, pageOf } from "./damage.ts";
import { sighting } from "./samples.ts";

/** The tables of events as layout 1 had them; of the others what opening looks at. */
const LAYOUT_1 = `
CREATE TABLE events (n INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, key_hash INTEGER NOT NULL, key TEXT NOT NULL, content TEXT NOT NULL,
  told TEXT NOT NULL, received INTEGER NOT NULL, delivery TEXT NOT NULL, source TEXT NOT NULL, sent INTEGER, version INTEGER NOT NULL) STRICT;
CREATE INDEX events_by_key ON events (key_hash);
CREATE INDEX events_by_version ON events (version);
CREATE TABLE sightings (event INTEGER NOT NULL, delivery TEXT NOT NULL, source TEXT NOT NULL, received INTEGER NOT NULL, sent INTEGER,
  PRIMARY KEY (event, delivery)) STRICT, WITHOUT ROWID;
CREATE INDEX sightings_by_delivery ON sightings (delivery);
CREATE TABLE decisions (incident TEXT NOT NULL, number INTEGER NOT NULL, record TEXT NOT NULL, PRIMARY KEY (incident, number)) STRICT;
CREATE TABLE publications (incident TEXT NOT NULL, number INTEGER NOT NULL, made_by TEXT NOT NULL, at TEXT NOT NULL, digest TEXT NOT NULL,
  revision INTEGER NOT NULL, events TEXT NOT NULL, json TEXT NOT NULL, markdown TEXT NOT NULL, html TEXT NOT NULL, PRIMARY KEY (incident, number)) STRICT;
CREATE TABLE quarantine (delivery TEXT NOT NULL, code TEXT NOT NULL, detail TEXT NOT NULL, source TEXT NOT NULL, received INTEGER NOT NULL,
  content TEXT, PRIMARY KEY (delivery, code, detail)) STRICT;
CREATE TABLE answers (scope TEXT NOT NULL, key TEXT NOT NULL, body_hash TEXT NOT NULL, answer TEXT NOT NULL, PRIMARY KEY (scope, key)) STRICT;
CREATE TABLE changes (cursor INTEGER PRIMARY KEY AUTOINCREMENT, type TEXT NOT NULL, incident TEXT NOT NULL, revision INTEGER NOT NULL,
  digest TEXT NOT NULL, at TEXT NOT NULL) STRICT;
CREATE TABLE sources (source TEXT PRIMARY KEY, deliveries INTEGER NOT NULL, events INTEGER NOT NULL, last_received INTEGER) STRICT, WITHOUT ROWID;
CREATE TABLE ignored (source TEXT NOT NULL, type TEXT NOT NULL, times INTEGER NOT NULL, PRIMARY KEY (source, type)) STRICT, WITHOUT ROWID;
PRAGMA application_id = ${0x414e4e41};
PRAGMA user_version = 1;
`;

let place = "";
const path = () => join(place, "annalist.db");
beforeEach(async () => {
  place = await mkdtemp(join(tmpdir(), "annalist-upgrade-"));
});
afterEach(async () => {
  await rm(place, { recursive: true, force: true });
});

it("reads a file of layout 1 as it was, and goes on in it", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(arbitrarySighting, { minLength: 1, maxLength: 12 }), async (told) => {
      writeLayout1(path(), told.slice(0, -1));
      const store = openSqliteStore({ path: path() });
      const distinct = distinctOf(told.slice(0, -1));
      expect(await store.readEvents()).toEqual(recordEvents(distinct));
      const version = await store.eventsVersion();
      expect(version).toBe(distinct.length === 0 ? 0 : VERSION);

      const all = distinctOf(told);
      expect(await store.appendSightings(told)).toEqual(told.map((one, index) => outcomeOf(told, one, index)));
      expect(await store.readEvents()).toEqual(recordEvents(all));
      if (all.length > distinct.length) expect(await store.eventsVersion()).toBeGreaterThanOrEqual(version);
      for (const { event, delivery } of told) {
        const ofKey = all.filter((one) => one.event.key === event.key).sort(compareSightings);
        expect(await store.readSightings(event.key)).toEqual(ofKey);
        const ofDelivery = all.filter((one) => one.delivery === delivery).sort(compareSightings);
        expect(await store.readSightingsOf(delivery)).toEqual(ofDelivery);
      }
      await store.close();
      await rm(path());
    }),
    { numRuns: 20 },
  );
});

it("upgrades a file once, and leaves nothing of the old layout", async () => {
  writeLayout1(path(), [sighting(), sighting({ delivery: "d2", received: 2 })]);
  await openSqliteStore({ path: path() }).close();
  const again = openSqliteStore({ path: path() });
  expect(await again.readSightings(sighting().event.key)).toHaveLength(2);
  expect(await again.appendSightings([sighting(), sighting({ id: "a2" })])).toEqual(["duplicate", "appended"]);
  expect(await again.eventsVersion()).toBe(VERSION + 1);
  await again.close();
  await openSqliteStore({ path: join(place, "new.db") }).close();
  expect(namesIn(path())).toEqual(namesIn(join(place, "new.db")));
});

it("leaves a damaged file as it was, however large", async () => {
  for (const bytes of [0, 600 * 1024 * 1024]) {
    writeLayout1(path(), [sighting()]);
    if (bytes > 0) enlarge(path(), bytes);
    flipBit(path(), pageOf(path(), "decisions"));
    expect(() => openSqliteStore({ path: path() })).toThrow(/is damaged \(.+\)\. Move the file away/);
    using database = new DatabaseSync(path());
    expect(database.prepare("PRAGMA user_version").get()).toEqual({ user_version: 1 });
    expect(database.prepare("SELECT count(key_hash) AS n FROM events").get()).toEqual({ n: 1 });
    await rm(path());
  }
});

it("leaves a file as it was where the upgrade fails half-way", () => {
  writeLayout1(path(), [sighting()]);
  const before = new DatabaseSync(path());
  before.exec("UPDATE events SET content = 'no hash'");
  before.close();
  expect(() => openSqliteStore({ path: path() })).toThrow(/cannot be used: NOT NULL constraint failed/);
  using database = new DatabaseSync(path());
  expect(database.prepare("PRAGMA user_version").get()).toEqual({ user_version: 1 });
  expect(database.prepare("SELECT count(*) AS n FROM sightings JOIN events ON n = event").get()).toEqual({ n: 1 });
});

function namesIn(file: string): unknown[] {
  using database = new DatabaseSync(file);
  return database.prepare("SELECT name FROM sqlite_schema ORDER BY name").all();
}

const VERSION = 7;

const arbitrarySighting = fc
  .record({
    id: fc.constantFrom("a1", "a2", "a3"),
    title: fc.constantFrom("Basket latency above 2 s", "Basket latency above 3 s"),
    delivery: fc.constantFrom("d1", "d2", "d3", "d4"),
  })
  // A delivery was received once.
  .map((facts) => sighting({ ...facts, received: 9 - Number(facts.delivery.slice(1)) }));

const nameOf = ({ event, content, delivery }: Sighting): string => [event.key, content, delivery].join(" ");

function distinctOf(told: readonly Sighting[]): Sighting[] {
  return [...new Map(told.map((one) => [nameOf(one), one])).values()];
}

/** All but the last were there before. */
function outcomeOf(told: readonly Sighting[], one: Sighting, index: number): string {
  const before = told.slice(0, -1).filter(({ event }) => event.key === one.event.key);
  if (index < told.length - 1 || before.some(({ content }) => content === one.content)) return "duplicate";
  return before.length > 0 ? "variant" : "appended";
}

/** As the first version wrote them: a row of `sightings` for each, and in `events` the least. */
function writeLayout1(file: string, told: readonly Sighting[]): void {
  const database = new DatabaseSync(file);
  database.exec(`PRAGMA page_size = 8192; ${LAYOUT_1}`);
  const byContent = Map.groupBy(distinctOf(told), ({ event, content }) => `${event.key} ${content}`);
  for (const group of byContent.values()) {
    const { event, content, delivery, source, receivedAt } = group.reduce((a, b) => (isEarlier(b, a) ? b : a));
    const keyHash = BigInt.asIntN(64, BigInt(`0x${sha256(event.key).slice(0, 16)}`));
    const { lastInsertRowid } = database
      .prepare(
        `INSERT INTO events (id, key_hash, key, content, told, received, delivery, source, sent, version)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, NULL, ${VERSION})`,
      )
      .run(
        ...[Buffer.from(sha256(event.key + content).slice(0, 32), "hex"), keyHash, event.key, content],
        ...[JSON.stringify(event), receivedAt, delivery, source],
      );
    for (const seen of group)
      database
        .prepare("INSERT INTO sightings VALUES (?, ?, ?, ?, NULL)")
        .run(lastInsertRowid, seen.delivery, seen.source, seen.receivedAt);
  }
  database.close();
}
