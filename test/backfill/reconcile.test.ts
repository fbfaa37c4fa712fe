import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Marks, openMarks } from "../../src/backfill/marks.ts";
import { createPagerDutyClient } from "../../src/backfill/pagerduty-client.ts";
import { pagerDutyHistory } from "../../src/backfill/pagerduty-history.ts";
import { type ReconcileOptions, reconcile } from "../../src/backfill/reconcile.ts";
import { DAY, HOUR, type Instant, MINUTE, parseInstant } from "../../src/domain/time.ts";
import type { Receipt } from "../../src/ingest/delivery.ts";
import { loadSources } from "../../src/sources/lib/load.ts";
import { openWorld, sourceOf, type World } from "../ingest/world.ts";
import { type FakePagerDuty, startPagerDuty, TOKEN } from "./pagerduty-server.ts";
import { type RestIncident, tellStory } from "./pagerduty-story.ts";

const kind = (await loadSources()).get("pagerduty");
if (!kind) throw new Error("the kind is missing");
const sources = [sourceOf(kind, { name: "pagers" })];
const AFTER = parseInstant("2026-06-10T08:00:00Z")?.at ?? 0;
const { webhooks, rest } = tellStory();

let folder: string;
let world: World;
let server: FakePagerDuty;
let marks: Marks;
const logged: string[] = [];

beforeEach(async () => {
  logged.length = 0;
  folder = mkdtempSync(join(tmpdir(), "annalist-reconcile-"));
  world = openWorld({ sources });
  server = await startPagerDuty({ incidents: [rest] });
  marks = openMarks(join(folder, "reconcile-pagers.ndjson"));
});
afterEach(async () => {
  await server.close();
  await world.close();
  rmSync(folder, { recursive: true });
});

/** Runs so many rounds; between two, `between` is told how many are over. */
async function rounds(
  count: number,
  {
    now = () => AFTER,
    between = () => {},
    ...over
  }: Partial<ReconcileOptions<never>> & { now?: () => Instant; between?: (over: number) => unknown } = {},
): Promise<number[]> {
  const ending = new AbortController();
  const pauses: number[] = [];
  const timing = { now: () => now() / 1_000, random: () => 0.5, sleep: () => Promise.resolve() };
  const client = createPagerDutyClient({ url: server.url, token: TOKEN, timing, signal: ending.signal });
  const note = (_: object, message: string) => void logged.push(message);
  await reconcile({
    ...{ history: pagerDutyHistory(client), source: "pagers", marks, ingest: world.ingest, every: 15 * MINUTE, now },
    log: { info: note, warn: note, error: note },
    signal: ending.signal,
    timing: {
      ...timing,
      async sleep(ms) {
        pauses.push(ms);
        await between(pauses.length);
        if (pauses.length === count) ending.abort();
      },
    },
    ...over,
  });
  client.close();
  return pauses;
}

const send = (bodies: readonly object[]) =>
  Promise.all(
    bodies.map((body) =>
      world.ingest.receiveTrusted({
        source: "pagers",
        headers: {},
        body: Buffer.from(JSON.stringify(body)),
        receivedAt: AFTER,
      }),
    ),
  );

async function steps() {
  await world.ingest.drained();
  const events = (await world.store.readEvents()).map(({ event }) => event);
  return events
    .filter(({ kind: sort }) => sort !== "alert" && sort !== "change")
    .map(({ action, asked }) => [action, asked ?? false]);
}

describe("an incident that cannot be had", () => {
  const stories = ["QKILN4", "QKILN5", "QKILN6", "QKILN7"].map((id) => tellStory(id).rest);
  const startWith = async (isTrouble: (path: string) => boolean) => {
    await server.close();
    const trouble = ({ path }: { path: string }) => (isTrouble(path) ? { status: 500 } : null);
    server = await startPagerDuty({ incidents: stories, trouble });
  };
  const asked = () =>
    stories.map(({ incident: { id } }) => server.asked.some(({ path }) => path.includes(`/${id}/notes`)));

  it("keeps nobody from the others, and is asked for again in the next round", async () => {
    await startWith((path) => path === "/incidents/QKILN5/log_entries");
    await rounds(1);
    expect(asked()).toEqual([true, false, true, true]);
    expect(logged).toEqual([expect.stringContaining("will try again")]);
    expect(stories.map(({ incident: { id } }) => marks.versionOf(id) !== undefined)).toEqual([true, false, true, true]);
    expect(marks.versionOf("(last round)")).toBeUndefined();
  });

  it("ends the round where the next one cannot be had either", async () => {
    await startWith((path) => /QKILN[56].log_entries/.test(path));
    await rounds(1);
    expect(asked()).toEqual([true, false, false, false]);
  });
});

describe("reconciliation", () => {
  it("finds the webhook that was dropped, adds what it should have told, and leaves the others as they are", async () => {
    await send(webhooks.filter((_, place) => place !== 1));
    await rounds(1);
    expect(await steps()).toEqual([
      ["triggered", false],
      ["acknowledged", true],
      ["posted", false],
      ["escalated", false],
      ["acknowledged", false],
      ["resolved", false],
    ]);
    expect(logged).toEqual(["asked for what webhooks should have brought"]);
  });

  it("takes back that a webhook was dropped when it comes after all", async () => {
    await rounds(1);
    expect((await steps()).every(([, asked]) => asked)).toBe(true);
    await send(webhooks);
    expect((await steps()).some(([, asked]) => asked)).toBe(false);
    expect(await steps()).toHaveLength(6);
  });

  it("fetches again only what changed, also after a restart", async () => {
    const details = () => server.asked.filter(({ path }) => path.endsWith("/notes")).length;
    await rounds(3);
    expect(details()).toBe(1);
    marks = openMarks(join(folder, "reconcile-pagers.ndjson"));
    const note = { id: "PNOTE8", content: "Valve changed", created_at: "2026-06-10T07:50:00Z" };
    const changed: RestIncident = {
      ...rest,
      incident: { ...rest.incident, updated_at: "2026-06-10T07:50:00Z" },
      notes: [...rest.notes, note],
    };
    await rounds(2, { between: (round) => round === 1 && server.incidents.set("QKILN4", changed) });
    expect(details()).toBe(2);
    expect(await steps()).toHaveLength(7);
  });

  it("looks a day back, and at what is still open; after an absence, back to the last round", async () => {
    const since = () => server.asked.filter(({ query }) => query.has("since")).map(({ query }) => query.get("since"));
    await rounds(1);
    expect(since()).toEqual(["2026-06-09T08:00:00Z"]);
    expect(server.asked.some(({ query }) => query.get("date_range") === "all")).toBe(true);
    await rounds(1, { now: () => AFTER + 3 * DAY });
    expect(since().at(-1)).toBe("2026-06-10T07:00:00Z");
    await rounds(1, { now: () => AFTER + 3 * DAY + HOUR });
    expect(since().at(-1)).toBe("2026-06-12T09:00:00Z");
    await rounds(1, { now: () => AFTER + 300 * DAY });
    expect(since().at(-1)).toBe("2027-03-07T08:00:00Z");
  });

  it("pauses about as long as it is told between rounds", async () => {
    expect(await rounds(2)).toEqual([900_000, 900_000]);
  });

  it("goes on after trouble of any kind, and says so", async () => {
    server.troubles.push({ status: 401 }, ...Array.from({ length: 8 }, () => ({ status: 500 })));
    let full = true;
    const refusing: Receipt = { is: "unavailable", rejection: { code: "disk_full", detail: "No." }, retryAfterS: 5 };
    const ingest = {
      receiveTrusted: (arrival: Parameters<World["ingest"]["receiveTrusted"]>[0]) =>
        full ? Promise.resolve(refusing) : world.ingest.receiveTrusted(arrival),
    };
    await rounds(4, {
      ingest,
      between: (over) => {
        full = over < 3;
      },
    });
    expect(logged).toEqual([
      "may not ask for what webhooks should have brought",
      "could not ask for what webhooks should have brought; will try again",
      "could not ask for what webhooks should have brought; will try again",
      "asked for what webhooks should have brought",
    ]);
    expect(await steps()).toHaveLength(6);
  });
});
