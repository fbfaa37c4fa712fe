import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { nameDelivery } from "../../../src/ingest/inbox/delivery-name.ts";
import type { Inbox } from "../../../src/ingest/inbox/inbox.ts";
import { openSqliteInbox } from "../../../src/ingest/inbox/sqlite-inbox.ts";
import { openInboxFile } from "../../../src/ingest/inbox/sqlite-inbox-file.ts";
import { Receipts } from "../../../src/ingest/inbox/sqlite-receipts.ts";
import { inTransaction } from "../../../src/store/sqlite/transaction.ts";
import { flipBit, pageOf } from "../../store/damage.ts";
import { arrivalOf, berths, NOW, openWorld } from "../world.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "annalist-inbox-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const failures: Error[] = [];
const open = (at = folder): Inbox => openSqliteInbox({ folder: at, onFatal: (error) => failures.push(error) });
const content = (text: string) => ({ source: "harbour", headers: {}, body: Buffer.from(text), receivedAt: NOW });

/** What an open file is called; empty where it was closed meanwhile. */
function linkOf(descriptor: string): string {
  try {
    return readlinkSync(`/proc/self/fd/${descriptor}`);
  } catch {
    return "";
  }
}

describe("a data folder", () => {
  it("is made where it is missing, and readable by nobody else", async () => {
    const inbox = open(join(folder, "a/b"));
    await inbox.append(content("x"));
    await inbox.close();
    expect(statSync(join(folder, "a/b")).mode & 0o777).toBe(0o700);
  });

  it("is for one process: a second is refused, in words, until the first ends", async () => {
    const first = open();
    expect(() => open()).toThrow(/Another process uses the data folder .* Stop it first/);
    const program = `
      const { openSqliteInbox } = await import(${JSON.stringify(new URL("../../../src/ingest/inbox/sqlite-inbox.ts", import.meta.url).href)});
      try { openSqliteInbox({ folder: process.argv[1], onFatal() {} }); console.log("opened"); } catch (error) { console.log(error.message); }`;
    const second = () => String(spawnSync(process.execPath, ["--input-type=module", "-e", program, folder]).stdout);
    expect(second()).toMatch(/^Another process uses the data folder/);
    await first.close();
    expect(second()).toBe("opened\n");
  });

  const words = /The data folder .* cannot be used: .* name another \(store.path\)/;

  it("is refused in words where a file stands in its place", () => {
    writeFileSync(join(folder, "data"), "");
    expect(() => open(join(folder, "data"))).toThrow(words);
  });

  // In a process of its own: what never comes back could not be cut off in this one.
  it.skipIf(!existsSync("/proc/self"))("is refused in words where none can be made, though none is there", () => {
    const program = `
      const { openSqliteInbox } = await import(${JSON.stringify(new URL("../../../src/ingest/inbox/sqlite-inbox.ts", import.meta.url).href)});
      try { openSqliteInbox({ folder: process.argv[1], onFatal() {} }); } catch (error) { console.log(error.name, error.message); }`;
    for (const at of ["/proc/nope", "/proc/nope/deeper"]) {
      const words = ["--input-type=module", "-e", program, at];
      const { stdout } = spawnSync(process.execPath, words, { timeout: 20_000, encoding: "utf8" });
      expect(stdout).toMatch(
        new RegExp(`^DataFolderError The data folder ${at} cannot be used: ENOENT.*\\(store\\.path\\)\\.\n$`),
      );
    }
  });

  // Nothing is forbidden to root.
  it.skipIf(process.getuid?.() === 0)("is refused in words where this user may not write", () => {
    mkdirSync(join(folder, "data"), { mode: 0o500 });
    expect(() => open(join(folder, "data"))).toThrow(words);
  });
});

describe("a file that is no inbox", () => {
  it("is one in which a bit changed: refused at once, by saying what to do", async () => {
    const inbox = open();
    for (let n = 0; n < 20; n += 1) await inbox.append(content(`${n}`.repeat(3_000)));
    await inbox.close();
    const path = join(folder, "inbox.db");
    // One of an earlier version is not added to, either.
    for (const earlier of [false, true]) {
      using before = new DatabaseSync(path);
      if (earlier) before.exec("DROP INDEX receipts_with_bytes");
      flipBit(path, pageOf(path, "receipts_by_content"));
      expect(() => open()).toThrow(/^The inbox .* is damaged \(.+\)\. Move the file away .* restore a backup/);
      flipBit(path, pageOf(path, "receipts_by_content"));
    }
    using database = new DatabaseSync(path);
    const names = database
      .prepare("SELECT name FROM sqlite_schema")
      .all()
      .map(({ name }) => name);
    expect(names).not.toContain("receipts_with_bytes");
  });

  it.each([
    [
      "other bytes",
      (path: string) => writeFileSync(path, "not a database at all".repeat(100)),
      /cannot be used: .*not a database/,
    ],
    [
      "another program's database",
      (path: string) => new DatabaseSync(path).exec("CREATE TABLE t (x)"),
      /a database of another program/,
    ],
    [
      "an inbox of a later layout",
      (path: string) => new DatabaseSync(path).exec("PRAGMA application_id = 1095650889; PRAGMA user_version = 99"),
      /written by another version of Annalist \(layout 99/,
    ],
  ])("is refused in words, and the folder is free again: %s", async (_name, make, words) => {
    make(join(folder, "inbox.db"));
    expect(() => open()).toThrow(words);
    rmSync(join(folder, "inbox.db"));
    await open().close();
  });
});

describe("keeping", () => {
  it.skipIf(process.platform !== "linux")("writes no copies of rows aside, however many one commit has", () => {
    using database = openInboxFile(join(folder, "inbox.db"));
    const receipts = new Receipts(database);
    inTransaction(database, () => {
      receipts.begun();
      for (let n = 0; n < 6_000; n += 1) receipts.write(content(`${n}`.repeat(300)));
      receipts.flush();
      const files = readdirSync("/proc/self/fd").map(linkOf);
      expect(files.some((file) => file.endsWith("inbox.db-wal"))).toBe(true);
      expect(files.filter((file) => file.includes("etilqs"))).toEqual([]);
    });
  });

  it("finds nothing by a name that it never gave", async () => {
    const inbox = open();
    const { delivery } = await inbox.append(content("x"));
    expect(inbox.read(delivery)?.id).toBe(delivery);
    const other = `${delivery.slice(0, 10)}${delivery.slice(10, 16) === "AAAAAA" ? "BBBBBB" : "AAAAAA"}${delivery.slice(16)}`;
    for (const id of ["", "d1", other]) {
      expect(inbox.read(id)).toBeNull();
      expect(inbox.receipts(id)).toEqual([]);
    }
    await inbox.close();
  });

  it("gives pending deliveries in order, bounded in number and bytes", async () => {
    const inbox = open();
    await Promise.all(["a", "b", "c", "dddd"].map((text) => inbox.append(content(text))));
    const bodies = (...bounds: [number, number, number]) =>
      inbox.pending(...bounds).map(({ delivery }) => Buffer.from(delivery.body).toString());
    expect(bodies(0, 3, 1_000)).toEqual(["a", "b", "c"]);
    expect(bodies(1, 10, 2)).toEqual(["b", "c"]);
    expect(inbox.backlog()).toBe(4);
    inbox.settle(3);
    expect(inbox.backlog()).toBe(1);
    await inbox.close();
    const again = open();
    expect([again.settled(), again.backlog()]).toEqual([3, 1]);
    await again.close();
  });

  it("keeps where each delivery lies in Kafka, where it came from there", async () => {
    const inbox = open();
    const at = (offset: number) => ({ ...content(`k${offset}`), place: `bells/3/${offset}` });
    // As many as go in together, and some that go in one by one.
    const places = Array.from({ length: 20 }, (_, offset) => at(offset));
    const kept = await inbox.appendAll([...places, content("webhook"), { ...at(20), ...content("k5"), id: "again" }]);
    expect(kept.at(-1)).toEqual({ is: "duplicate", delivery: "again" });
    const expected = [...places.map(({ place }) => place), undefined, "bells/3/20"];
    const placesOf = (from: Inbox) => from.pending(0, 100, 1_000_000).map(({ delivery }) => delivery.place);
    expect(placesOf(inbox)).toEqual(expected);
    expect(inbox.select({}, 0, 100).map(({ delivery }) => delivery.place)).toEqual(expected);
    await inbox.close();
    const again = open();
    expect(placesOf(again)).toEqual(expected);
    expect(again.read("again")?.place).toBe("bells/3/20");
    await again.close();
  });

  it("opens a file that knows no places yet, and one that such a version wrote to again", async () => {
    const inbox = open();
    const { delivery: old } = await inbox.append(content("old"));
    await inbox.close();
    const path = join(folder, "inbox.db");
    const before = new DatabaseSync(path);
    before.exec("ALTER TABLE receipts DROP COLUMN place");
    before.close();
    const upgraded = open();
    expect(upgraded.read(old)).toMatchObject({ id: old, source: "harbour" });
    await upgraded.append({ ...content("new"), place: "bells/3/7" });
    await upgraded.close();
    const meanwhile = new DatabaseSync(path);
    meanwhile.exec(`INSERT INTO receipts (sequence, source, received, decoded, name, identity, headers, body)
      VALUES (3, 'harbour', ${NOW}, 1, NULL, x'07', '{}', x'6f6c64')`);
    meanwhile.close();
    const again = open();
    const places = again.pending(0, 10, 1_000).map(({ delivery: { place } }) => place);
    expect(places).toEqual([undefined, "bells/3/7", undefined]);
    await again.close();
  });

  it("tells what one commit holds of each other, however its rows are written", async () => {
    const inbox = open();
    const texts = Array.from({ length: 50 }, (_, index) => `t${index % 23}`);
    const kept = await inbox.appendAll([
      ...texts.map(content),
      { ...content("t1"), id: "d1" },
      { ...content("other"), id: "d1" },
      { ...content("t1"), id: "d1" },
    ]);
    const unnamed = kept.slice(0, texts.length);
    expect(unnamed.map(({ is }) => is)).toEqual(texts.map((_, index) => (index < 23 ? "accepted" : "duplicate")));
    for (const [index, { delivery }] of unnamed.entries()) {
      expect(delivery).toBe(unnamed[index % 23]?.delivery);
      expect(Buffer.from(inbox.read(delivery)?.body ?? "").toString()).toBe(texts[index]);
    }
    expect(kept.slice(texts.length)).toEqual([
      { is: "duplicate", delivery: "d1" },
      { is: "accepted", delivery: expect.stringMatching(/^d1~[0-9a-f]{12}$/) },
      { is: "duplicate", delivery: "d1" },
    ]);
    expect(inbox.receipts(unnamed[0]?.delivery ?? "")).toHaveLength(3);
    expect(inbox.receipts(unnamed[1]?.delivery ?? "")).toHaveLength(4);
    await inbox.close();
  });

  it("gives nothing the name of what came right before it", async () => {
    const inbox = open();
    const { delivery: first } = await inbox.append(content("a"));
    const next = nameDelivery(NOW, first.slice(10, 16), 2);
    const kept = await inbox.appendAll([content("b"), { ...content("c"), id: next }, { ...content("d"), id: first }]);
    expect(kept.map(({ delivery }) => delivery)).toEqual([
      next,
      expect.stringMatching(new RegExp(`^${next}~[0-9a-f]{12}$`)),
      expect.stringMatching(new RegExp(`^${first}~[0-9a-f]{12}$`)),
    ]);
    const texts = kept.map(({ delivery }) => Buffer.from(inbox.read(delivery)?.body ?? "").toString());
    expect(texts).toEqual(["b", "c", "d"]);
    await inbox.close();
  });

  it("selects by source and time", async () => {
    const inbox = open();
    await inbox.append(content("a"));
    await inbox.append({ ...content("b"), source: "other", receivedAt: NOW + 5 });
    const bodies = (selection: Parameters<Inbox["select"]>[0]) =>
      inbox.select(selection, 0, 10).map(({ delivery }) => Buffer.from(delivery.body).toString());
    expect(bodies({})).toEqual(["a", "b"]);
    expect(bodies({ source: "other" })).toEqual(["b"]);
    expect(bodies({ since: NOW + 5 })).toEqual(["b"]);
    expect(bodies({ source: "harbour", since: NOW + 5 })).toEqual([]);
    await inbox.close();
  });

  // Were each receipt to cost a look at those before it, this would take minutes.
  it("takes the same content thousands of times, each at the cost of the first", { timeout: 60_000 }, async () => {
    const inbox = open();
    const { delivery } = await inbox.append(content("x"));
    const times = Array.from({ length: 20_000 }, (_, index) =>
      inbox.append({ ...content("x"), receivedAt: NOW + index }),
    );
    for (const kept of await Promise.all(times)) expect(kept).toEqual({ is: "duplicate", delivery });
    expect(inbox.receipts(delivery)).toHaveLength(20_001);
    expect(inbox.pending(0, 10, 1_000)).toHaveLength(2);
    await inbox.close();
  });

  it("keeps what was queued when it closes, and refuses what comes later", async () => {
    const inbox = open();
    const queued = inbox.append(content("x"));
    await inbox.close();
    await inbox.close();
    expect(await queued).toMatchObject({ is: "accepted" });
    await expect(inbox.append(content("y"))).rejects.toMatchObject({ code: "shutting_down" });
    expect(inbox.trouble()).toBe("The inbox is closed.");
  });

  it("is unavailable while another program holds the file, and takes deliveries again by itself", async () => {
    const inbox = open();
    using intruder = new DatabaseSync(join(folder, "inbox.db"));
    intruder.exec("BEGIN IMMEDIATE");
    await expect(inbox.append(content("x"))).rejects.toMatchObject({ code: "inbox_busy" });
    intruder.exec("ROLLBACK");
    expect(await inbox.append(content("x"))).toMatchObject({ is: "accepted" });
    expect(inbox.trouble()).toBeNull();
    await inbox.close();
  });

  it("stops for good, and says so once, where the file is damaged under it", async () => {
    const inbox = open();
    await inbox.append(content("x"));
    using intruder = new DatabaseSync(join(folder, "inbox.db"));
    intruder.exec("DROP TABLE identities; DROP TABLE receipts");
    failures.length = 0;
    for (const text of ["y", "z"])
      await expect(inbox.append(content(text))).rejects.toMatchObject({ code: "inbox_failed" });
    expect(failures).toHaveLength(1);
    expect(inbox.trouble()).toMatch(/cannot be written .* Nothing more is taken until a restart/);
    await inbox.close();
  });

  it("acknowledges nothing into a file that was deleted under it", async () => {
    const inbox = open();
    await inbox.append(content("x"));
    rmSync(join(folder, "inbox.db"));
    failures.length = 0;
    await expect(inbox.append(content("y"))).rejects.toMatchObject({ code: "inbox_failed" });
    expect(inbox.trouble()).toMatch(/its file was deleted or replaced/);
    expect(failures).toHaveLength(1);
    await inbox.close();
  });
});

const mounted = (size: string, at: string) =>
  spawnSync("mount", ["-t", "tmpfs", "-o", `size=${size}`, "tmpfs", at]).status === 0;

describe("a full disk", () => {
  it("is 503 and not ready, loses nothing that was acknowledged, and recovers without a restart", async (test) => {
    const disk = join(folder, "disk");
    mkdirSync(disk);
    if (!mounted("2m", disk)) {
      console.warn("not tested: a full disk (this user may not mount one)");
      test.skip();
    }
    try {
      const world = openWorld({ folder: disk });
      const receive = (name: string) => world.ingest.receive(arrivalOf(berths(name.padEnd(30_000, "."))));
      const kept: string[] = [];
      for (;;) {
        const receipt = await receive(`ship ${kept.length}`);
        if (receipt.is !== "accepted") {
          expect(receipt).toMatchObject({ is: "unavailable", rejection: { code: "disk_full" }, retryAfterS: 5 });
          break;
        }
        kept.push(receipt.delivery);
      }
      expect(kept.length).toBeGreaterThan(10);
      expect((await world.app.inject("/readyz")).json()).toMatchObject({
        status: 503,
        detail: expect.stringMatching(/disk .* is full: free some space/),
      });
      expect(kept.filter((id) => world.inbox.read(id) === null)).toEqual([]);
      expect(spawnSync("mount", ["-o", "remount,size=12m", disk]).status).toBe(0);
      expect((await world.app.inject("/readyz")).statusCode).toBe(200);
      expect(await receive("after")).toMatchObject({ is: "accepted" });
      await world.ingest.drained();
      expect(await world.store.readEvents()).toHaveLength(kept.length + 1);
      await world.close();
      const again = open(disk);
      expect(kept.filter((id) => again.read(id) === null)).toEqual([]);
      await again.close();
    } finally {
      spawnSync("umount", ["-l", disk]);
    }
  });
});
