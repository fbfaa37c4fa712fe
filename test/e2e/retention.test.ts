import { pino } from "pino";
import { describe, expect, it } from "vitest";
import { type RunningServer, startServer } from "../../src/cli/server.ts";
import { loadConfig } from "../../src/config/load.ts";
import { DAY } from "../../src/domain/time.ts";
import { loadSources } from "../../src/sources/lib/load.ts";
import { answered, temporaryFolder, until } from "../annalist.ts";
import { freshDatabases, MONGO_SERVERS, textsIn } from "../store/mongo.ts";

const SECRET = "an-invented-secret-of-the-vineyard";
const TIME = new Date().toISOString();
/** A declaration of an incident of a machine. */
const bodyOf = (machine: string) =>
  JSON.stringify({
    ...{ specversion: "1.0", id: machine, source: "/vineyard", type: "annalist.incident.v1", time: TIME },
    data: {
      action: "declared",
      id: machine,
      title: `The ${machine} stands still`,
      severity: "high",
      services: [machine],
    },
  });

/** A server whose clock is so many days ahead. */
async function startAhead(file: object, folder: string, days: number): Promise<RunningServer> {
  const surroundings = { environment: {}, registry: await loadSources(), purpose: "serve", read: () => "" } as const;
  const loaded = loadConfig(JSON.stringify(file), `${folder}/vineyard.json`, surroundings);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  const onFatal = (error: Error) => {
    throw error;
  };
  const now = () => Date.now() * 1_000 + days * DAY;
  return startServer({ config: loaded.config, log: pino({ level: "silent" }), now, onFatal });
}

const configure = (store: object) => ({
  sources: [{ name: "vineyard", kind: "cloudevents", auth: [{ bearer: SECRET }] }],
  services: [{ name: "press" }, { name: "crusher" }],
  server: { webhooks: { port: 0, metrics: true }, pages: { port: 0 } },
  retention: { raw: "90d", keys: "400d" },
  store,
});

async function send({ webhooks }: RunningServer, machine = "press"): Promise<{ status: string; delivery: string }> {
  const headers = { authorization: `Bearer ${SECRET}`, "content-type": "application/cloudevents+json" };
  return (await fetch(`${webhooks}/webhooks/vineyard`, { method: "POST", headers, body: bodyOf(machine) })).json();
}

async function evidence({ pages }: RunningServer, delivery: string): Promise<{ status: number; code?: string }> {
  const answer = await answered(`${pages}/api/v1/deliveries/${delivery}`);
  const { code } = (await answer.json()) as { code?: string };
  return { status: answer.status, ...(code === undefined ? {} : { code }) };
}

async function incidentsOf({ pages }: RunningServer): Promise<string[]> {
  const { items } = (await (await answered(`${pages}/api/v1/incidents`)).json()) as { items: { id: string }[] };
  return items.map(({ id }) => id);
}

async function draftOf(server: RunningServer): Promise<string | null> {
  const [id] = await incidentsOf(server);
  return id === undefined ? null : (await answered(`${server.pages}/api/v1/incidents/${id}/draft`)).text();
}

/** A step of a sweep counts what it deleted once all of it is gone. */
async function metricsOf({ webhooks }: RunningServer): Promise<string> {
  return (await fetch(`${webhooks}/metrics`)).text();
}

async function expectsRetention(store: object): Promise<void> {
  using folder = temporaryFolder();
  const first = await startAhead(configure(store), folder.path, 0);
  const { delivery } = await send(first);
  const draft = await until("it is drafted", () => draftOf(first));
  expect(await evidence(first, delivery)).toEqual({ status: 200 });
  await first.stop();

  const later = await startAhead(configure(store), folder.path, 91);
  await until("its bytes are deleted", async () => (await evidence(later, delivery)).status === 410);
  expect(await evidence(later, delivery)).toEqual({ status: 410, code: "delivery_swept" });
  expect(await (await fetch(`${later.pages}/deliveries/${delivery}`)).text()).toContain("Kept until");
  expect(await send(later)).toMatchObject({ status: "duplicate", delivery });
  expect(await draftOf(later)).toEqual(draft);
  await until("they are counted", async () =>
    /^annalist_swept_total\{what="bodies"\} [12]$/m.test(await metricsOf(later)),
  );
  await later.stop();

  const muchLater = await startAhead(configure(store), folder.path, 501);
  expect(await draftOf(muchLater)).toEqual(draft);
  await muchLater.stop();
}

/** Events go where they are that old, until `isGone`; what a person decided on stays. */
async function expectsForgetting(store: object, isGone = async () => true): Promise<void> {
  using folder = temporaryFolder();
  const file = {
    ...configure(store),
    retention: { raw: "90d", events: "400d", keys: "400d" },
  };
  const first = await startAhead(file, folder.path, 0);
  await send(first);
  await send(first, "crusher");
  const ids = await until("both are there", async () => {
    const found = await incidentsOf(first);
    return found.length === 2 ? found : null;
  });
  const address = `${first.pages}/api/v1/incidents/${ids[0]}`;
  const { entries } = (await (await answered(`${address}/draft`)).json()) as {
    entries: { id: string; version: number }[];
  };
  const body = JSON.stringify({ type: "hide", entry: entries[0]?.id, version: entries[0]?.version });
  const headers = { "content-type": "application/json" };
  expect((await fetch(`${address}/decisions`, { method: "POST", headers, body })).status).toBe(200);
  await first.stop();

  const later = await startAhead(file, folder.path, 402);
  await until("the other is deleted", async () => (await incidentsOf(later)).length === 1);
  expect(await incidentsOf(later)).toEqual([ids[0]]);
  await until("nothing is left of it", isGone);
  await until("it is counted", async () => /^annalist_swept_total\{what="events"\} 1$/m.test(await metricsOf(later)));
  await later.stop();
}

describe("retention", { timeout: 480_000 }, () => {
  it("deletes events where they are that old, and keeps what a person decided on", () =>
    expectsForgetting({ kind: "sqlite", path: "data" }));

  it("deletes bytes and then keys, while drafts and repeats stay as they are", () =>
    expectsRetention({ kind: "sqlite", path: "data" }));

  for (const { name, url } of MONGO_SERVERS) {
    const freshDatabase = freshDatabases(url);
    const place = () => ({ kind: "mongodb", url, database: freshDatabase(), path: "data" });
    it.skipIf(url === null)(`deletes bytes and then keys on ${name}, too`, () => expectsRetention(place()));

    it.skipIf(url === null)(`deletes events on ${name}, too, and gives back their room`, async () => {
      const store = place();
      await expectsForgetting(store, async () => {
        const texts = await textsIn(url ?? "", String(store.database));
        const titles = texts.flatMap((text) => text.match(/The (press|crusher) stands still/g) ?? []);
        return new Set(titles).size === 1;
      });
    });
  }
});
