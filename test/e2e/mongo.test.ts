import { describe, expect, it } from "vitest";
import type { Draft } from "../../src/domain/draft/schema.ts";
import { annalist, type Served, serve, temporaryFolder, until } from "../annalist.ts";
import { HARBOUR, HARBOUR_CONFIG } from "../cli/shell.ts";
import { proxyTo } from "../proxy.ts";
import { freshDatabases, MONGO_SERVERS } from "../store/mongo.ts";

const SECRET = "an-invented-secret-of-the-orchard";

function configure(url: string, database: string, path: string): string {
  return JSON.stringify({
    sources: [{ name: "orchard", kind: "cloudevents", auth: [{ bearer: SECRET }] }],
    services: [{ name: "press" }],
    server: { webhooks: { port: 0, metrics: true }, pages: { port: 0 } },
    store: { kind: "mongodb", url, database, path },
    log: { level: "warn" },
  });
}

/** Declares an incident of that name, at a minute past ten. */
async function declare({ webhooks }: Served, name: string, minute: number): Promise<string> {
  const event = {
    ...{ specversion: "1.0", id: name, source: "/orchard", type: "annalist.incident.v1" },
    time: `2026-04-01T10:${String(minute).padStart(2, "0")}:00Z`,
    data: { action: "declared", id: name, title: `${name} stands still`, severity: "high", services: ["press"] },
  };
  const answer = await fetch(`${webhooks}/webhooks/orchard`, {
    method: "POST",
    headers: { authorization: `Bearer ${SECRET}`, "content-type": "application/cloudevents+json" },
    body: JSON.stringify(event),
  });
  expect(answer.status).toBe(202);
  return ((await answer.json()) as { delivery: string }).delivery;
}

async function get<T>(address: string): Promise<{ status: number; body: T }> {
  const answer = await fetch(address);
  return { status: answer.status, body: (await answer.json()) as T };
}

/** The draft that the API serves, once there is one. */
async function draftOf({ pages }: Served): Promise<Draft | null> {
  const list = await get<{ items?: { id: string }[] }>(`${pages}/api/v1/incidents`);
  const id = list.body.items?.[0]?.id;
  if (id === undefined) return null;
  const { status, body } = await get<Draft>(`${pages}/api/v1/incidents/${id}/draft`);
  return status === 200 ? body : null;
}

/** Whether nothing waits in the inbox: what can be read of the store may not be ticked off there yet. */
async function isDrained({ webhooks }: Served): Promise<boolean> {
  return /^annalist_inbox_backlog 0$/m.test(await (await fetch(`${webhooks}/metrics`)).text());
}

function hide({ pages }: Served, draft: Draft, by: string): Promise<Response> {
  const entry = draft.entries[0];
  return fetch(`${pages}/api/v1/incidents/${draft.incident.id}/decisions`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-annalist-user": by },
    body: JSON.stringify({ type: "hide", entry: entry?.id, version: entry?.version }),
  });
}

for (const { name, url } of MONGO_SERVERS) {
  describe.skipIf(url === null)(`annalist serve on ${name}`, { timeout: 480_000 }, () => {
    const freshDatabase = freshDatabases(url);

    it("shares events, evidence and decisions between two processes", async () => {
      using folder = temporaryFolder();
      const database = freshDatabase();
      const servers = await Promise.all(
        ["one", "two"].map((process) =>
          serve(["--config", folder.write(`${process}.json`, configure(url ?? "", database, process))]),
        ),
      );
      const [one, two] = servers as [Served, Served];
      const delivery = await declare(one, "Press", 1);
      const draft = await until("the other process drafts it", () => draftOf(two));
      expect(await draftOf(one)).toEqual(draft);
      const evidence = await get<{ body: string }>(`${two.pages}/api/v1/deliveries/${delivery}`);
      expect(evidence).toMatchObject({ status: 200, body: { source: "orchard" } });
      expect(JSON.parse(evidence.body.body)).toMatchObject({ id: "Press" });

      const answers = await Promise.all([hide(one, draft, "Ines"), hide(two, draft, "Otto")]);
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
      const after = await draftOf(one);
      expect(after).toMatchObject({ revision: 1, entries: [{ visibility: "log", version: 1 }] });
      expect(await draftOf(two)).toEqual(after);
      expect(await Promise.all(servers.map((server) => server.stop()))).toEqual([0, 0]);
    });

    it("opens one incident where each process received, at the same moment, what would open one", async () => {
      using folder = temporaryFolder();
      const database = freshDatabase();
      const servers = await Promise.all(
        ["one", "two"].map((process) =>
          serve(["--config", folder.write(`${process}.json`, configure(url ?? "", database, process))]),
        ),
      );
      const [one, two] = servers as [Served, Served];
      await Promise.all([declare(one, "Press", 1), declare(two, "Belt", 2)]);
      const [drafted, other] = await until("both draft both", async () => {
        const drafts = await Promise.all(servers.map(draftOf));
        const told = drafts.map((draft) => draft?.entries.flatMap(({ evidence }) => evidence).length);
        return told.every((count) => count === 2) && drafts;
      });
      expect(other).toEqual(drafted);
      expect(drafted?.incident.aliases).toHaveLength(1);
      for (const { pages } of servers) {
        const { body } = await get<{ items: unknown[] }>(`${pages}/api/v1/incidents`);
        expect(body.items).toHaveLength(1);
        const alias = await fetch(`${pages}/api/v1/incidents/${drafted?.incident.aliases[0]}`, { redirect: "manual" });
        expect(alias.status).toBe(308);
      }
      expect(await Promise.all(servers.map((server) => server.stop()))).toEqual([0, 0]);
    });

    it("drafts what two processes took in, each a part, to the byte as one command drafts it all", async () => {
      using folder = temporaryFolder();
      const store = { kind: "mongodb", url, database: freshDatabase() };
      const configs = ["one", "two"].map((path) =>
        folder.write(`${path}.json`, JSON.stringify({ ...JSON.parse(HARBOUR_CONFIG), store: { ...store, path } })),
      );
      const parts = [HARBOUR.slice(0, 4), HARBOUR.slice(2)].map((lines, n) =>
        folder.write(`part-${n}.ndjson`, lines.toReversed().join("\n")),
      );
      const imported = await Promise.all(
        configs.map((config, n) => annalist(["import", "--config", config, String(parts[n])])),
      );
      expect(imported.map(({ code }) => code)).toEqual([0, 0]);
      const whole = await annalist(["draft", "--config", String(configs[0]), "-"], { stdin: HARBOUR.join("\n") });
      const { incidents } = JSON.parse(whole.stdout) as { incidents: Draft[] };
      expect(incidents).toHaveLength(1);
      for (const config of configs) {
        const stored = await annalist(["export", "--config", config, String(incidents[0]?.incident.id)]);
        expect(stored.stdout).toBe(`${JSON.stringify(incidents[0], null, 2)}\n`);
      }
    });

    it("takes deliveries while the server is away, from the start on, and stores them when it is back", async () => {
      using folder = temporaryFolder();
      const { port, username } = new URL(url ?? "");
      expect(username).toBe("");
      const proxy = await proxyTo(Number(port));
      proxy.cut();
      const through = `mongodb://127.0.0.1:${proxy.port}/?directConnection=true`;
      const file = folder.write("orchard.json", configure(through, freshDatabase(), "data"));
      try {
        const server = await serve(["--config", file]);
        expect(server.output().stderr).toContain("The store cannot be reached");
        const store = expect.stringMatching(/^The store has taken nothing since 20.*Z: deliveries are kept, and wait/);
        const waiting = { status: 200, body: { status: "ready", store } };
        expect(await get(`${server.webhooks}/readyz`)).toEqual(waiting);
        await declare(server, "Press", 1);
        const refused = await get<{ code: string }>(`${server.pages}/api/v1/incidents`);
        expect(refused).toMatchObject({ status: 503, body: { code: "store_unavailable" } });

        proxy.restore();
        const draft = await until("what waited is stored", () => draftOf(server));
        expect(draft.incident.title).toBe("Press stands still");
        await until(
          "it is well again",
          async () => !("store" in (await get<object>(`${server.webhooks}/readyz`)).body),
        );

        proxy.cut();
        await declare(server, "Mill", 2);
        const decided = await hide(server, draft, "Ines");
        expect(decided.status).toBe(503);
        expect(await decided.json()).toMatchObject({ code: "store_unavailable" });
        proxy.restore();
        const listed = () => get<{ items?: unknown[] }>(`${server.pages}/api/v1/events`);
        await until("the second is stored", async () => (await listed()).body.items?.length === 2);
        const again = await until("it is drafted", () => draftOf(server));
        expect((await hide(server, again, "Ines")).status).toBe(200);
        expect(await server.stop()).toBe(0);
      } finally {
        await proxy.close();
      }
    });

    it("ends soon where the server says nothing, and keeps what waits", async () => {
      using folder = temporaryFolder();
      const proxy = await proxyTo(Number(new URL(url ?? "").port));
      const through = `mongodb://127.0.0.1:${proxy.port}/?directConnection=true`;
      const settings = JSON.parse(configure(through, freshDatabase(), "data")) as { server: object };
      const config = JSON.stringify({ ...settings, server: { ...settings.server, drainFor: "1s" } });
      const file = folder.write("orchard.json", config);
      try {
        const server = await serve(["--config", file]);
        await declare(server, "Press", 1);
        await until("it is stored", async () => (await draftOf(server)) !== null && isDrained(server));
        proxy.stall();
        await declare(server, "Mill", 2);
        let code: number | null | undefined;
        void server.stop().then((ended) => {
          code = ended;
        });
        await until("it ended", () => code !== undefined);
        expect([code, server.output().stderr]).toEqual([0, expect.stringContaining('"deliveries":1')]);

        proxy.restore();
        const again = await serve(["--config", file]);
        const listed = () => get<{ items?: unknown[] }>(`${again.pages}/api/v1/events`);
        await until("what waited is stored", async () => (await listed()).body.items?.length === 2);
        expect(await again.stop()).toBe(0);
      } finally {
        await proxy.close();
      }
    });
  });
}

describe("annalist serve with a MongoDB that it cannot use", () => {
  it("says what to mend, and never the password", async () => {
    using folder = temporaryFolder();
    const bad = configure("mongodb://ines:an-invented-password@127.0.0.1:notaport/", "annalist", "data");
    const ended = await annalist(["serve", "--config", folder.write("bad.json", bad)]);
    expect(ended).toMatchObject({ code: 1, stdout: "" });
    expect(ended.stderr).toContain("store.url");
    expect(ended.stderr).not.toContain("an-invented-password");
  });
});
