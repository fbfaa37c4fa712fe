import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { lockFolder } from "../../src/ingest/inbox/sqlite-folder-lock.ts";
import { annalist, until } from "../annalist.ts";
import { type FakePagerDuty, startPagerDuty, TOKEN } from "../backfill/pagerduty-server.ts";
import { tellStory } from "../backfill/pagerduty-story.ts";

const MAIN = fileURLToPath(new URL("../../src/main.ts", import.meta.url));

let folder: string;
let server: FakePagerDuty;
const stories = ["QKILN4", "QKILN5", "QKILN6"].map((id) => tellStory(id));

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "annalist-backfill-"));
  server = await startPagerDuty({ incidents: stories.map(({ rest }) => rest), page: 3 });
  configure({ token_file: "token", url: server.url });
  writeFileSync(join(folder, "token"), `${TOKEN}\n`);
});
afterEach(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

function configure(api: object | undefined): void {
  const source = {
    name: "pagers",
    kind: "pagerduty",
    auth: [{ hmac: "a secret of the webhooks" }],
    ...(api && { api }),
  };
  writeFileSync(
    join(folder, "team.json"),
    JSON.stringify({ sources: [source], store: { kind: "sqlite", path: "data" } }),
  );
}

const PERIOD = ["--since", "2026-06-10T00:00:00Z", "--until", "2026-06-11T00:00:00Z"];
const run = (...words: string[]) =>
  annalist(["backfill", "pagerduty", ...PERIOD, "--config", "team.json", ...words], { cwd: folder });
const fetched = () => server.asked.filter(({ path }) => path.endsWith("/log_entries")).length;

describe("annalist backfill pagerduty", () => {
  it("takes in a period, page by page; a second run asks only for what is new", async () => {
    const first = await run();
    expect([first.code, first.stdout]).toEqual([
      0,
      "3 incidents, 0 of them fetched by an earlier run:\n  12 deliveries taken in, 0 known already, 0 refused\n",
    ]);
    expect(fetched()).toBe(9);
    const second = await run();
    expect(second.stdout).toMatch(/^3 incidents, 3 of them fetched by an earlier run:\n {2}0 deliveries taken in/);
    expect(fetched()).toBe(9);
    expect((await run("--again")).stdout).toContain("0 deliveries taken in, 12 known already");
  });

  it("keeps what it asked for as deliveries, which a replay reads into the same events", async () => {
    const lines = stories[0]?.webhooks.map((body, place) =>
      JSON.stringify({ id: `w${place}`, source: "pagers", receivedAt: "2026-06-10T08:00:00Z", headers: {}, body }),
    );
    writeFileSync(join(folder, "webhooks.ndjson"), lines?.join("\n") ?? "");
    expect((await annalist(["import", "--config", "team.json", "webhooks.ndjson"], { cwd: folder })).code).toBe(0);
    expect((await run()).code).toBe(0);
    const replayed = await annalist(["replay", "--config", "team.json"], { cwd: folder });
    expect(replayed.stdout).toContain("0 events are new, 0 have new content");
    expect(replayed.stdout).toContain("0 events are not given any more");
  });

  it("goes on after it was stopped in the middle", async () => {
    let asked = 0;
    await server.close();
    server = await startPagerDuty({
      incidents: stories.map(({ rest }) => rest),
      trouble: ({ path }) => (path === "/incidents/QKILN5/alerts" && asked++ === 0 ? { status: 401 } : null),
    });
    configure({ token_file: "token", url: server.url });
    const stopped = await run();
    expect([stopped.code, stopped.stderr]).toEqual([1, expect.stringContaining("does not know this token")]);
    expect(readFileSync(join(folder, "data", "backfill-pagers.ndjson"), "utf8")).toMatch(/^\["QKILN4",".+"\]\n$/);
    const next = await run();
    expect(next.stdout).toMatch(/^3 incidents, 1 of them .*\n {2}8 deliveries taken in, 0 known already, 0 refused/);
  });

  it("says which incident could not be had, after all others are; the next run asks for that one", async () => {
    await server.close();
    let isShut = true;
    server = await startPagerDuty({
      incidents: stories.map(({ rest }) => rest),
      trouble: ({ path }) => (isShut && path === "/incidents/QKILN5/alerts" ? { status: 403 } : null),
    });
    configure({ token_file: "token", url: server.url });
    const stopped = await run();
    expect([stopped.code, stopped.stderr]).toEqual([1, expect.stringContaining("/incidents/QKILN5/alerts (403)")]);
    isShut = false;
    expect((await run()).stdout).toMatch(/^3 incidents, 2 of them .*\n {2}4 deliveries taken in, 0 known already/);
  });

  it("ends at the first signal, and goes on from there", async () => {
    server.troubles.push(...Array.from({ length: 9 }, () => null), "silence");
    const words = ["backfill", "pagerduty", ...PERIOD, "--config", "team.json"];
    const child = spawn(process.execPath, [MAIN, ...words], { cwd: folder, stdio: ["ignore", "ignore", "pipe"] });
    let told = "";
    child.stderr.on("data", (chunk: Buffer) => {
      told += chunk.toString();
    });
    const ended = once(child, "close");
    await until("it has asked for some", () => server.asked.length === 10);
    child.kill("SIGINT");
    expect(await ended).toEqual([1, null]);
    expect(told).toContain("Stopped. What was handed in stays; the same command goes on from there.");
    expect((await run()).stdout).toMatch(/^3 incidents, 1 of them fetched by an earlier run/);
  });

  it("needs the data folder for itself", async () => {
    const lock = lockFolder(join(folder, "data"));
    expect(await run()).toMatchObject({ code: 1, stderr: expect.stringContaining("api: { reconcile: 15m }") });
    lock.release();
  });

  it("with --dry-run asks and changes nothing", async () => {
    expect(await run("--dry-run")).toMatchObject({
      code: 0,
      stdout: "3 incidents, 12 deliveries (dry run: nothing was handed in)\n",
    });
    expect((await run()).stdout).toContain("12 deliveries taken in");
  });

  it.each([
    ["a wrong token", { token: "another", url: "SERVER" }, [], 1, /does not know this token \(401\)/],
    ["no token", undefined, [], 1, /Source "pagers" has no token to ask with: add api/],
    ["an empty api", {}, [], 1, /there is no token to ask with/],
    [
      "a token in the clear",
      { token: TOKEN, url: "http://pagerduty.example" },
      [],
      1,
      /token would travel in the clear/,
    ],
    [
      "pages that are nowhere",
      { token: TOKEN, note: true, from: "a@b.example", pages: "annalist" },
      [],
      1,
      /no web address/,
    ],
    ["a note in nobody's name", { token: TOKEN, note: true }, [], 1, /in whose name/],
    ["another source", { token: TOKEN }, ["--source", "other"], 1, /no source "other" of kind "pagerduty"/],
    ["an odd time", { token: TOKEN }, ["--since", "yesterday"], 2, /--since wants a time with a zone/],
    ["a period that ends before it begins", { token: TOKEN }, ["--since", "2026-07-01T00:00:00Z"], 2, /before --until/],
  ])("says what is wrong with %s, and never the token", async (_name, api, words, code, sentence) => {
    configure(api && { ...api, ...("url" in api && api.url === "SERVER" ? { url: server.url } : {}) });
    const ended = await run(...words);
    expect([ended.code, ended.stderr]).toEqual([code, expect.stringMatching(sentence)]);
    expect(ended.stderr).not.toContain(TOKEN);
  });
});
