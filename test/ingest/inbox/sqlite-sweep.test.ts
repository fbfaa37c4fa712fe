import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { SweepLimits } from "../../../src/domain/retention.ts";
import { DAY, SECOND } from "../../../src/domain/time.ts";
import { type Inbox, InboxUnavailable, type NewDelivery } from "../../../src/ingest/inbox/inbox.ts";
import { openSqliteInbox } from "../../../src/ingest/inbox/sqlite-inbox.ts";
import { NOW } from "../world.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "annalist-sweep-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const open = (at = folder): Inbox =>
  openSqliteInbox({
    folder: at,
    onFatal(error) {
      throw error;
    },
  });
const content = (text: string, over: Partial<NewDelivery> = {}): NewDelivery => ({
  ...{ source: "harbour", headers: { "x-harbour-topic": "quay" }, body: Buffer.from(text), receivedAt: NOW },
  ...over,
});
/** So many days after {@link NOW}, with bytes kept for 90 and receipts for 400 days. */
const daysOn = (days: number): SweepLimits => {
  const at = NOW + days * DAY;
  return { at, rawBefore: at - 90 * DAY, keysBefore: at - 400 * DAY };
};
const keepAll = (inbox: Inbox, ...deliveries: readonly NewDelivery[]) =>
  Promise.all(deliveries.map(async (delivery) => (await inbox.append(delivery)).delivery));

function sweepAll(inbox: Inbox, limits: SweepLimits): { readonly bodies: number; readonly receipts: number } {
  const sum = { bodies: 0, receipts: 0 };
  for (;;) {
    const { bodies, receipts, isDone } = inbox.sweep(limits);
    sum.bodies += bodies;
    sum.receipts += receipts;
    if (isDone) return sum;
  }
}

const textOf = (inbox: Inbox, id: string) => inbox.read(id) && Buffer.from(inbox.read(id)?.body ?? []).toString();

describe("sweeping an inbox", () => {
  it("deletes bytes that are older than they are kept, and knows what was there, and that it comes again", async () => {
    const inbox = open();
    const [old = "", young = ""] = await keepAll(
      inbox,
      content("old", { place: "bells/3/7" }),
      content("young", { receivedAt: NOW + DAY }),
    );
    inbox.settle(2);
    expect(sweepAll(inbox, daysOn(90))).toEqual({ bodies: 0, receipts: 0 });
    expect(inbox.readSwept(old)).toBeNull();
    expect(sweepAll(inbox, daysOn(90.5))).toEqual({ bodies: 1, receipts: 0 });
    expect([textOf(inbox, old), textOf(inbox, young)]).toEqual([null, "young"]);
    const left = { id: old, source: "harbour", receivedAt: NOW, place: "bells/3/7", sweptAt: daysOn(90.5).at };
    expect(inbox.readSwept(old)).toEqual(left);
    expect([inbox.readSwept(young), inbox.readSwept("none")]).toEqual([null, null]);
    expect(await inbox.append(content("old", { receivedAt: NOW + 91 * DAY }))).toEqual({
      is: "duplicate",
      delivery: old,
    });
    expect(inbox.receipts(old)).toHaveLength(2);
    await inbox.close();
    const again = open();
    expect(again.readSwept(old)).toEqual(left);
    expect(await again.append(content("old"))).toMatchObject({ is: "duplicate" });
    await again.close();
  });

  it("leaves what waits to be decoded, whatever its age, and what waits for the bytes of another", async () => {
    const inbox = open();
    const [first = "", second = ""] = await keepAll(inbox, content("first"), content("second"));
    inbox.settle(1);
    await inbox.append(content("first", { id: "c-7", receivedAt: NOW + 100 * DAY }));
    expect(sweepAll(inbox, daysOn(500))).toEqual({ bodies: 0, receipts: 0 });
    expect(inbox.pending(1, 9, 1_000).map(({ delivery }) => Buffer.from(delivery.body).toString())).toEqual([
      ...["second", "first"],
    ]);
    inbox.settle(3);
    expect(sweepAll(inbox, daysOn(500))).toEqual({ bodies: 2, receipts: 1 });
    expect([inbox.readSwept(first)?.id, inbox.readSwept(second)]).toEqual([first, null]);
    await inbox.close();
  });

  it("keeps bytes again where a known content has to be decoded once more, until the next sweep", async () => {
    const inbox = open();
    const [id = ""] = await keepAll(inbox, content("old"));
    inbox.settle(1);
    sweepAll(inbox, daysOn(91));
    await inbox.append(content("old", { id: "c-7", receivedAt: NOW + 91 * DAY }));
    expect(inbox.pending(1, 9, 1_000)).toMatchObject([
      {
        sequence: 2,
        delivery: { id: "c-7", headers: { "x-harbour-topic": "quay" }, body: new Uint8Array(Buffer.from("old")) },
      },
    ]);
    expect(sweepAll(inbox, daysOn(92))).toEqual({ bodies: 0, receipts: 0 });
    inbox.settle(2);
    expect(sweepAll(inbox, daysOn(92))).toEqual({ bodies: 1, receipts: 0 });
    expect([inbox.readSwept(id)?.sweptAt, inbox.readSwept("c-7")?.sweptAt]).toEqual([daysOn(92).at, daysOn(92).at]);
    await inbox.close();
  });

  it("forgets a content when all that tells of it is old, and never gives a place twice", async () => {
    const inbox = open();
    const [id = ""] = await keepAll(inbox, content("old"));
    await keepAll(inbox, content("old", { receivedAt: NOW + 300 * DAY }), content("last"));
    inbox.settle(3);
    expect(sweepAll(inbox, daysOn(450))).toEqual({ bodies: 2, receipts: 0 });
    expect(inbox.readSwept(id)).not.toBeNull();
    expect(sweepAll(inbox, daysOn(701))).toEqual({ bodies: 0, receipts: 1 });
    expect(sweepAll(inbox, daysOn(701))).toEqual({ bodies: 0, receipts: 1 });
    expect([inbox.readSwept(id), inbox.receipts(id)]).toEqual([null, []]);
    expect(await inbox.append(content("old", { receivedAt: NOW + 702 * DAY }))).toMatchObject({ is: "accepted" });
    await inbox.close();
    const again = open();
    expect(again.pending(again.settled(), 9, 1_000)).toMatchObject([{ sequence: 4 }]);
    expect(again.backlog()).toBe(1);
    await again.close();
  });

  it("is counted on from the last place where everything else is gone", async () => {
    const inbox = open();
    await keepAll(inbox, content("a"), content("b"), content("c"));
    inbox.settle(3);
    expect(sweepAll(inbox, daysOn(1_000))).toEqual({ bodies: 3, receipts: 2 });
    await inbox.close();
    const again = open();
    await again.append(content("d"));
    expect(again.pending(again.settled(), 9, 1_000)).toMatchObject([{ sequence: 4 }]);
    await again.close();
  });

  it("deletes nothing where nothing is configured, and bytes alone where receipts are kept for ever", async () => {
    const inbox = open();
    await keepAll(inbox, content("a"), content("b"));
    inbox.settle(2);
    const at = NOW + 10_000 * DAY;
    expect(sweepAll(inbox, { at, rawBefore: null, keysBefore: null })).toEqual({ bodies: 0, receipts: 0 });
    expect(sweepAll(inbox, { at, rawBefore: at - DAY, keysBefore: null })).toEqual({ bodies: 2, receipts: 0 });
    await inbox.close();
  });

  it("takes small steps, between which deliveries are kept", async () => {
    const inbox = open();
    const many = Array.from({ length: 600 }, (_, n) => content(`${n} ${".".repeat(n < 30 ? 500_000 : 10)}`));
    await keepAll(inbox, ...many);
    inbox.settle(600);
    const steps: number[] = [];
    const kept: string[] = [];
    for (let isDone = false; !isDone; ) {
      const step = inbox.sweep(daysOn(91));
      isDone = step.isDone;
      steps.push(step.bodies);
      const { is, delivery } = await inbox.append(content(`new ${steps.length}`, { receivedAt: daysOn(91).at }));
      expect(is).toBe("accepted");
      kept.push(delivery);
    }
    expect(steps.slice(0, 3)).toEqual([9, 9, 9]);
    expect(Math.max(...steps)).toBeLessThanOrEqual(256);
    expect(steps.reduce((sum, n) => sum + n, 0)).toBe(600);
    expect(kept.map((id) => textOf(inbox, id))).toEqual(kept.map((_, n) => `new ${n + 1}`));
    await inbox.close();
  });

  it("uses the room that became free: the file does not grow on", async () => {
    const inbox = open();
    const size = () => statSync(join(folder, "inbox.db")).size;
    const sizes: number[] = [];
    for (let round = 0; round < 4; round += 1) {
      const receivedAt = NOW + round * 100 * DAY;
      const batch = Array.from({ length: 50 }, (_, n) =>
        content(`${round} ${n} ${"x".repeat(60_000)}`, { receivedAt }),
      );
      await keepAll(inbox, ...batch);
      inbox.settle((round + 1) * 50);
      sweepAll(inbox, { at: receivedAt + 95 * DAY, rawBefore: receivedAt + DAY, keysBefore: null });
      sizes.push(size());
    }
    expect(sizes[3]).toBeLessThan(1.2 * Number(sizes[1]));
    await inbox.close();
  });

  it("opens an inbox that knows no sweeping yet", async () => {
    const inbox = open();
    const [id = ""] = await keepAll(inbox, content("old"));
    inbox.settle(1);
    await inbox.close();
    const file = new DatabaseSync(join(folder, "inbox.db"));
    file.exec("DROP INDEX receipts_with_bytes; DROP INDEX receipts_without_bytes");
    file.exec("ALTER TABLE receipts DROP COLUMN swept");
    file.close();
    const again = open();
    expect(textOf(again, id)).toBe("old");
    expect(sweepAll(again, daysOn(91))).toEqual({ bodies: 1, receipts: 0 });
    await again.close();
  });

  it("leaves whole deliveries and whole receipts when it is killed at any moment", async () => {
    const inbox = open();
    const ids = await keepAll(inbox, ...Array.from({ length: 3_000 }, (_, n) => content(`${n} ${"y".repeat(5_000)}`)));
    inbox.settle(3_000);
    await inbox.close();
    const module = new URL("../../../src/ingest/inbox/sqlite-inbox.ts", import.meta.url).href;
    const program = `
      const { openSqliteInbox } = await import(${JSON.stringify(module)});
      const inbox = openSqliteInbox({ folder: process.argv[1], onFatal() {} });
      for (let n = 0; ; n += 1) { inbox.sweep(${JSON.stringify(daysOn(91))}); console.log(n); }`;
    const child = spawn(process.execPath, ["--input-type=module", "-e", program, folder]);
    await new Promise<void>((resolve) =>
      child.stdout.on("data", (chunk: Buffer) => chunk.toString().includes("2") && resolve()),
    );
    child.kill("SIGKILL");
    await new Promise((resolve) => child.on("close", resolve));
    const again = open();
    const states = ids.map((id) => (again.readSwept(id) ? "swept" : textOf(again, id)?.split(" ")[0]));
    expect(states.every((state, n) => state === "swept" || state === String(n))).toBe(true);
    expect(states.filter((state) => state === "swept").length).toBeGreaterThan(0);
    const rest = states.filter((state) => state !== "swept").length;
    expect(sweepAll(again, daysOn(91))).toEqual({ bodies: rest, receipts: 0 });
    const repeats = await Promise.all([0, 1_500, 2_999].map((n) => again.append(content(`${n} ${"y".repeat(5_000)}`))));
    expect(repeats.map(({ is, delivery }) => [is, delivery])).toEqual(
      [0, 1_500, 2_999].map((n) => ["duplicate", ids[n]]),
    );
    await again.close();
  });
});

const mounted = (size: string, at: string) =>
  spawnSync("mount", ["-t", "tmpfs", "-o", `size=${size}`, "tmpfs", at]).status === 0;

describe("sweeping on a full disk", () => {
  it("may fail, as keeping does; nothing else comes of it, and it goes on when there is room", async (test) => {
    const disk = join(folder, "disk");
    mkdirSync(disk);
    if (!mounted("2m", disk)) {
      console.warn("not tested: a full disk (this user may not mount one)");
      test.skip();
    }
    try {
      const inbox = open(disk);
      const kept: string[] = [];
      const full = async () => {
        for (;;) kept.push(...(await keepAll(inbox, content(`${kept.length}`.padEnd(20_000, ".")))));
      };
      await expect(full()).rejects.toMatchObject({ code: "disk_full" });
      inbox.settle(kept.length);
      let swept = 0;
      try {
        swept = sweepAll(inbox, daysOn(91)).bodies;
      } catch (error) {
        expect(error).toBeInstanceOf(InboxUnavailable);
        expect(inbox.trouble()).toMatch(/disk .* is full/);
      }
      expect(kept.filter((id) => inbox.read(id) === null)).toHaveLength(swept);
      expect(spawnSync("mount", ["-o", "remount,size=12m", disk]).status).toBe(0);
      expect(inbox.trouble()).toBeNull();
      expect(sweepAll(inbox, daysOn(91)).bodies).toBe(kept.length - swept);
      expect(await inbox.append(content("after", { receivedAt: NOW + SECOND }))).toMatchObject({ is: "accepted" });
      await inbox.close();
    } finally {
      spawnSync("umount", ["-l", disk]);
    }
  });
});
