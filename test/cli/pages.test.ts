import { rmSync } from "node:fs";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { startPages } from "../../src/cli/pages.ts";
import { DEFAULT_INCIDENTS, DEFAULT_TARGETS } from "../../src/domain/settings.ts";
import { openSqliteInbox } from "../../src/ingest/inbox/sqlite-inbox.ts";
import { openSqliteStore } from "../../src/store/sqlite/sqlite-store.ts";
import { temporaryFolder, until } from "../annalist.ts";
import { inventIncident } from "../bench/invented-incident.ts";

it("starts the pages' thread again when it dies of its memory, on the same address", { timeout: 480_000 }, async () => {
  using folder = temporaryFolder();
  const inbox = openSqliteInbox({ folder: folder.path, onFatal: () => {} });
  const store = openSqliteStore({ path: join(folder.path, "store.db") });
  await store.appendSightings(inventIncident(15_000));
  await store.close();
  const errors: string[] = [];
  const pages = await startPages({
    config: {
      sources: [],
      settings: { sources: [], services: [], people: [], incidents: DEFAULT_INCIDENTS, targets: DEFAULT_TARGETS },
      server: { pages: { host: "127.0.0.1", port: 0 } },
      store: { kind: "sqlite", path: folder.path },
    },
    log: { info: () => {}, warn: () => {}, error: (_fields, message) => errors.push(message) },
    now: () => Date.now() * 1000,
    onFatal: () => {},
    mostMemoryMib: 48,
  });
  onTestFinished(async () => {
    await pages.stop();
    await inbox.close();
  });
  const ask = (path: string) => fetch(`${pages.address}/api/v1${path}`).then(({ status }) => status);
  expect(await ask("/openapi.json")).toBe(200);
  await expect(ask("/incidents")).rejects.toThrow();
  await until("it is told", () => errors.some((message) => message.includes("--max-old-space-size")));
  await until("it answers again", () => ask("/openapi.json").catch(() => null));
});

it("tells that the store was deleted under the pages, instead of beginning anew with an empty one", async () => {
  using folder = temporaryFolder();
  const inbox = openSqliteInbox({ folder: folder.path, onFatal: () => {} });
  const path = join(folder.path, "store.db");
  const store = openSqliteStore({ path });
  await store.appendSightings(inventIncident(50));
  await store.close();
  const fatal: string[] = [];
  const pages = await startPages({
    config: {
      sources: [],
      settings: { sources: [], services: [], people: [], incidents: DEFAULT_INCIDENTS, targets: DEFAULT_TARGETS },
      server: { pages: { host: "127.0.0.1", port: 0 } },
      store: { kind: "sqlite", path: folder.path },
    },
    log: { info: () => {}, warn: () => {}, error: () => {} },
    now: () => Date.now() * 1000,
    onFatal: ({ message }) => fatal.push(message),
  });
  onTestFinished(async () => {
    await pages.stop();
    await inbox.close();
  });
  const api = `${pages.address}/api/v1/incidents`;
  const { items } = (await (await fetch(api)).json()) as { items: { id: string }[] };
  rmSync(path);
  const answer = await fetch(`${api}/${items[0]?.id}/publications`, { method: "POST" });
  expect(answer.status).toBe(500);
  await until("it is told", () => fatal.length > 0);
  expect(fatal[0]).toContain("was deleted or replaced while it was open");
});
