import { mkdirSync, renameSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, it } from "vitest";
import { annalist, type Served, serve, temporaryFolder, until } from "../annalist.ts";

const TOKEN = "an-invented-token-of-the-lighthouse";

const configured = (path: string) =>
  JSON.stringify({
    sources: [{ name: "lamp", kind: "cloudevents", auth: [{ bearer: TOKEN }] }],
    server: { webhooks: { port: 0 }, pages: { port: 0 } },
    store: { kind: "sqlite", path },
    log: { level: "error" },
  });

async function tell({ webhooks }: Served, minute: number): Promise<void> {
  const event = {
    ...{ specversion: "1.0", id: `turn-${minute}`, source: "/lamp", type: "annalist.change.v1" },
    time: new Date(Date.UTC(2026, 7, 1, 20, minute)).toISOString(),
    data: { id: `turn-${minute}`, action: "succeeded", title: `Turn ${minute}`, service: "lamp" },
  };
  const answer = await fetch(`${webhooks}/webhooks/lamp`, {
    method: "POST",
    headers: { authorization: `Bearer ${TOKEN}`, "content-type": "application/cloudevents+json" },
    body: JSON.stringify(event),
  });
  expect(answer.status).toBe(202);
}

async function titles({ pages }: Served): Promise<string[]> {
  const { items } = (await (await fetch(`${pages}/api/v1/events`)).json()) as { items: { title: string }[] };
  return items.map(({ title }) => title).sort();
}

/** What the note on upgrades tells to do beside a running server. */
function copyWhileRunning(from: string, to: string): void {
  using database = new DatabaseSync(from, { readOnly: true });
  database.prepare("VACUUM INTO ?").run(to);
}

it("a copy that was made beside a running server is whole after a replay", { timeout: 240_000 }, async () => {
  using folder = temporaryFolder();
  const running = await serve(["--config", folder.write("annalist.json", configured("data"))]);
  await tell(running, 1);
  await until("the first is stored", async () => (await titles(running)).length === 1);
  const copy = join(folder.path, "copy");
  mkdirSync(copy);
  copyWhileRunning(join(folder.path, "data", "store.db"), join(copy, "store.db"));
  // Between the two copies: in the inbox's, and marked there as decoded when the third came, but not in the store's.
  await tell(running, 2);
  await until("the second is stored", async () => (await titles(running)).length === 2);
  await tell(running, 3);
  copyWhileRunning(join(folder.path, "data", "inbox.db"), join(copy, "inbox.db"));
  await tell(running, 4);
  expect(await running.stop()).toBe(0);

  renameSync(copy, join(folder.path, "restored"));
  const config = folder.write("restored.json", configured("restored"));
  expect((await annalist(["replay", "--config", config])).code).toBe(0);
  const restored = await serve(["--config", config]);
  expect(await titles(restored)).toEqual(["Turn 1", "Turn 2", "Turn 3"]);
  await tell(restored, 5);
  await until("it goes on", async () => (await titles(restored)).length === 4);
  expect(await restored.stop()).toBe(0);
});
