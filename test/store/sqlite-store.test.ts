import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readlinkSync, writeFileSync } from "node:fs";
import { chmod, mkdir, mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Sighting } from "../../src/domain/event.ts";
import { recordEvents } from "../../src/domain/sightings.ts";
import { Appending, prepareAppending } from "../../src/store/sqlite/append-events.ts";
import { EventTables } from "../../src/store/sqlite/event-tables.ts";
import { openDatabase } from "../../src/store/sqlite/open-database.ts";
import { openSqliteStore } from "../../src/store/sqlite/sqlite-store.ts";
import { inTransaction } from "../../src/store/sqlite/transaction.ts";
import { StoreLost, StoreUnavailable } from "../../src/store/unavailable.ts";
import { APPEND_LOOP, EDIT_LOOP, killAll, run } from "./children.ts";
import { describeStoreContract } from "./contract.ts";
import { enlarge, flipBit, pageOf } from "./damage.ts";
import { decision, publication, quarantined, sighting } from "./samples.ts";

describeStoreContract("sqlite", (place) => openSqliteStore({ path: join(place, "annalist.db") }));
describeStoreContract("sqlite in memory", () => openSqliteStore({ path: ":memory:" }), {
  exempt: ["persists_across_reopen", "several_handles"],
});

afterEach(killAll);

/** What is waited for comes about in milliseconds; on a crowded machine two processes that start and write take most of this. */
const PATIENCE_MS = 90_000;

/** What an open file of this process is called. */
const linkOf = (descriptor: string): string => {
  try {
    return readlinkSync(`/proc/self/fd/${descriptor}`);
  } catch {
    return "";
  }
};

/** Leaves on a disk of 1 MiB so much room that a database can be begun. */
const fill = (path: string) => writeFileSync(path, Buffer.alloc(1024 * 1024 - 96 * 1024));

describe("the file of a sqlite store", { timeout: 4 * PATIENCE_MS }, () => {
  let place = "";
  const path = () => join(place, "annalist.db");
  beforeEach(async () => {
    place = await mkdtemp(join(tmpdir(), "annalist-sqlite-"));
  });
  afterEach(async () => {
    await rm(place, { recursive: true, force: true });
  });

  it("may be one that knows no places in Kafka yet, and that such a version writes to again", async () => {
    await openSqliteStore({ path: path() }).close();
    const database = new DatabaseSync(path());
    database.exec("ALTER TABLE quarantine DROP COLUMN place");
    const insert = "INSERT INTO quarantine (delivery, code, detail, source, received, content) VALUES";
    database.exec(`${insert} ('d1', 'not_json', 'No.', 'door', 1, NULL)`);
    const store = openSqliteStore({ path: path() });
    const where = { topic: "bells", partition: 3, offset: "7" };
    const record = { source: "door", receivedAt: 1, code: "not_json", detail: "No." };
    await store.quarantine([{ delivery: "d2", ...record, place: where }]);
    database.exec(`${insert} ('d3', 'not_json', 'No.', 'door', 1, NULL)`);
    database.close();
    expect(await store.listQuarantine()).toEqual([
      { delivery: "d1", ...record },
      { delivery: "d2", ...record, place: where },
      { delivery: "d3", ...record },
    ]);
    await store.close();
  });

  it("has a write-ahead log and pages of 8 KB", async () => {
    const store = openSqliteStore({ path: path() });
    using database = new DatabaseSync(path(), { readOnly: true });
    expect(database.prepare("PRAGMA journal_mode").get()).toMatchObject({ journal_mode: "wal" });
    expect(database.prepare("PRAGMA page_size").get()).toMatchObject({ page_size: 8192 });
    await store.close();
  });

  it.each([
    { odd: { source: null }, said: /NOT NULL/ },
    { odd: { receivedAt: 0.5 }, said: /REAL value/ },
  ])(
    "takes a batch whole or not at all where one of its rows is refused ($said), and takes the next",
    async (refused) => {
      const store = openSqliteStore({ path: path() });
      const batch = Array.from({ length: 40 }, (_, index) => sighting({ id: `a${index}`, delivery: `d${index}` }));
      const odd = batch.map((one, index) => (index === 20 ? ({ ...one, ...refused.odd } as Sighting) : one));
      await expect(store.appendSightings(odd)).rejects.toThrow(refused.said);
      expect(await store.readEvents()).toEqual([]);
      expect(await store.appendSightings(batch)).toHaveLength(40);
      expect(await store.readEvents()).toHaveLength(40);
      await store.close();
    },
  );

  it.skipIf(process.platform !== "linux")("writes no copies of pages aside while a batch is appended", () => {
    using database = openDatabase(path());
    // So many that sixteen of them are to be found in more pages of the index than are copied in memory.
    const batch = Array.from({ length: 6_000 }, (_, index) => sighting({ id: `a${index}`, delivery: `d${index}` }));
    const files = inTransaction(database, () => {
      new Appending(prepareAppending(database), 1).append(batch);
      return readdirSync("/proc/self/fd").map(linkOf);
    });
    expect(files.some((file) => file.endsWith("annalist.db-wal"))).toBe(true);
    expect(files.filter((file) => file.includes("etilqs"))).toEqual([]);
  });

  it("lets two processes number one log without a gap or a double", async () => {
    const editors = ["Ines", "Otto"].map((by) => run(EDIT_LOOP, path(), by, "60"));
    await Promise.all(editors.map(({ child }) => once(child, "close")));
    const given = editors.flatMap(({ lines }) => lines.map(Number)).sort((a, b) => a - b);
    expect(given).toEqual(Array.from({ length: 120 }, (_, index) => index + 1));
    const store = openSqliteStore({ path: path() });
    const log = await store.listDecisions("shared");
    expect(log.map(({ number }) => number)).toEqual(given);
    expect(log.filter(({ by }) => by === "Otto")).toHaveLength(60);
    await store.close();
  });

  it("has every acknowledged event after kill -9, and each batch whole", async () => {
    for (const prefix of ["one", "two", "three"]) {
      const { child, lines } = run(APPEND_LOOP, path(), prefix);
      await expect.poll(() => lines.length, { timeout: PATIENCE_MS, interval: 5 }).toBeGreaterThan(20);
      child.kill("SIGKILL");
      await once(child, "close");
      const store = openSqliteStore({ path: path() });
      const kept = (await store.readEvents()).filter(({ event }) => event.key.includes(`:${prefix}-`)).length;
      expect(kept).toBeGreaterThan(Number(lines.at(-1)));
      expect(kept % 10).toBe(0);
      await store.close();
    }
    using database = new DatabaseSync(path());
    expect(database.prepare("PRAGMA integrity_check").get()).toEqual({ integrity_check: "ok" });
  });

  it("takes events from two processes at once, each waiting for the other", async () => {
    const both = ["one", "two"].map((prefix) => run(APPEND_LOOP, path(), prefix));
    for (const { lines } of both)
      await expect.poll(() => lines.length, { timeout: PATIENCE_MS, interval: 5 }).toBeGreaterThan(40);
    for (const { child } of both) child.kill("SIGKILL");
    await Promise.all(both.map(({ child }) => once(child, "close")));
    const store = openSqliteStore({ path: path() });
    const events = await store.readEvents();
    for (const [index, prefix] of ["one", "two"].entries())
      expect(events.filter(({ event }) => event.key.includes(`:${prefix}-`)).length).toBeGreaterThan(
        Number(both[index]?.lines.at(-1)),
      );
    await store.close();
  });

  it("stays usable after a write that failed half-way", async () => {
    const store = openSqliteStore({ path: path() });
    const broken = { ...sighting({ id: "a2" }), delivery: null as unknown as string };
    await expect(store.appendSightings([sighting(), broken])).rejects.toThrow(/NOT NULL/);
    expect(await store.readEvents()).toEqual([]);
    expect(await store.appendSightings([sighting()])).toEqual(["appended"]);
    await store.close();
  });

  it("that another program holds is unavailable, and blames nothing that is written", async () => {
    const store = openSqliteStore({ path: path() });
    const other = new DatabaseSync(path());
    other.exec("BEGIN IMMEDIATE");
    const failure = await store.appendSightings([sighting()]).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(StoreUnavailable);
    expect(String(failure)).toMatch(/Another program holds the store .*End it\./);
    other.exec("ROLLBACK");
    other.close();
    expect(await store.appendSightings([sighting()])).toEqual(["appended"]);
    await store.close();
  });

  it("on a full disk is unavailable, and goes on when there is room", async (test) => {
    const disk = join(place, "disk");
    await mkdir(disk);
    if (spawnSync("mount", ["-t", "tmpfs", "-o", "size=1m", "tmpfs", disk]).status !== 0) {
      console.warn("not tested: a full disk (this user may not mount one)");
      test.skip();
    }
    try {
      fill(join(disk, "filling"));
      expect(() => openSqliteStore({ path: join(disk, "store.db") })).toThrow(
        /cannot be used: database or disk is full\. Check that the disk has room/,
      );
      await rm(join(disk, "filling"));
      const store = openSqliteStore({ path: join(disk, "store.db") });
      const large = { ...publication(1), html: "x".repeat(2_000_000) };
      await expect(store.appendPublication(large)).rejects.toBeInstanceOf(StoreUnavailable);
      await expect(store.appendPublication(large)).rejects.toThrow(/disk .* is full: nothing was written\. Free/);
      expect(spawnSync("mount", ["-o", "remount,size=12m", disk]).status).toBe(0);
      expect(await store.appendPublication(large)).toMatchObject({ is: "appended" });
      await store.close();
    } finally {
      spawnSync("umount", ["-l", disk]);
    }
  });

  it("refuses a file of a newer version by saying what to do", () => {
    const database = new DatabaseSync(path());
    database.exec(`PRAGMA application_id = ${0x414e4e41}; PRAGMA user_version = 999; CREATE TABLE t (x)`);
    database.close();
    expect(() => openSqliteStore({ path: path() })).toThrow(/newer Annalist \(schema 999; .*Run that version/);
  });

  it("refuses another program's database and leaves it as it was", () => {
    const database = new DatabaseSync(path());
    database.exec("CREATE TABLE recipes (x)");
    database.close();
    expect(() => openSqliteStore({ path: path() })).toThrow(/database of another program/);
    using after = new DatabaseSync(path());
    expect(after.prepare("SELECT name FROM sqlite_schema").all()).toEqual([{ name: "recipes" }]);
  });

  it("refuses a file that is no database, and a folder that does not exist", async () => {
    await writeFile(path(), "this is a shopping list, not a database ".repeat(30));
    expect(() => openSqliteStore({ path: path() })).toThrow(
      /cannot be used: file is not a database\. .*restore a backup/,
    );
    expect(() => openSqliteStore({ path: join(place, "none", "a.db") })).toThrow(/cannot be opened.*folder exists/);
  });

  it("refuses a damaged file at once, by saying what to do", async () => {
    const store = openSqliteStore({ path: path() });
    await store.appendSightings(Array.from({ length: 300 }, (_, n) => sighting({ id: `a${n}` })));
    await store.close();
    flipBit(path());
    expect(() => openSqliteStore({ path: path() })).toThrow(
      /^The store .* is damaged \(.+\)\. Move the file away and restore a backup/,
    );
  });

  it("looks of a large file only at what no replay brings back, as far as it has that", async () => {
    const store = openSqliteStore({ path: path() });
    await store.appendSightings([sighting()]);
    await store.close();
    const before = new DatabaseSync(path());
    before.exec("DROP TABLE publication_requests");
    before.close();
    enlarge(path(), 600 * 1024 * 1024);
    flipBit(path(), pageOf(path(), "events_by_delivery"));
    await openSqliteStore({ path: path() }).close();
    flipBit(path(), pageOf(path(), "decisions"));
    expect(() => openSqliteStore({ path: path() })).toThrow(/is damaged/);
  });

  it("takes a file of an earlier version from other users of the machine", async () => {
    await openSqliteStore({ path: path() }).close();
    await chmod(path(), 0o644);
    const store = openSqliteStore({ path: path() });
    await store.quarantine([quarantined("d1")]);
    for (const file of [path(), `${path()}-wal`, `${path()}-shm`]) expect((await stat(file)).mode & 0o077).toBe(0);
    await store.close();
  });

  it("takes nothing more once its file was deleted, and tells of it once", async () => {
    const told: string[] = [];
    const store = openSqliteStore({ path: path(), onFatal: ({ message }) => told.push(message) });
    expect(await store.appendSightings([sighting()])).toEqual(["appended"]);
    await rm(path());
    await expect(store.appendSightings([sighting({ id: "a2" })])).rejects.toThrow(StoreLost);
    await expect(store.appendDecisions("x", 1, [decision(1, "Ines", "x")])).rejects.toThrow(StoreLost);
    expect(told).toEqual([
      expect.stringMatching(/was deleted or replaced while it was open\. Put it back, or restore/),
    ]);
    await store.close();
  });

  it("reads what another process appends right after the last events were deleted", async () => {
    using database = openDatabase(path());
    const tables = new EventTables(database);
    const other = openSqliteStore({ path: path() });
    const old = ["a1", "a2", "a3"].map((id) => sighting({ id }));
    const later = ["a4", "a5", "a6"].map((id) => sighting({ id }));
    tables.append(old);
    expect(await tables.read()).toHaveLength(3);
    const exec = database.exec.bind(database);
    database.exec = (sql) => {
      exec(sql);
      if (sql === "COMMIT") void other.appendSightings(later.slice(0, 2));
    };
    expect(tables.drop(old.slice(1).map(({ event }) => event.key))).toBe(2);
    database.exec = exec;
    expect(await tables.read()).toEqual(recordEvents([...old.slice(0, 1), ...later.slice(0, 2)]));
    await other.appendSightings(later);
    expect(await tables.read()).toEqual(recordEvents([...old.slice(0, 1), ...later]));
    await other.close();
  });

  it("reads what was appended before the call, also while another reads", async () => {
    const store = openSqliteStore({ path: path() });
    const before = store.readEvents();
    const appended = store.appendSightings([sighting()]);
    const after = store.readEvents();
    expect(await appended).toEqual(["appended"]);
    expect(await after).toEqual(recordEvents([sighting()]));
    await before;
    await store.close();
  });

  it("keeps a decision's numbers apart from another process that is writing", async () => {
    const [one, two] = [openSqliteStore({ path: path() }), openSqliteStore({ path: path() })];
    await one.appendDecisions("x", 1, [decision(1, "Ines", "x")]);
    expect(await two.appendDecisions("x", 1, [decision(1, "Otto", "x")])).toEqual({ is: "taken" });
    await one.close();
    expect(await two.listDecisions("x")).toEqual([decision(1, "Ines", "x")]);
    await two.close();
  });
});
