import { spawn } from "node:child_process";
import { describe, expect, it } from "vitest";
import type { Draft } from "../../src/domain/draft/schema.ts";
import { type Served, serve, temporaryFolder, until } from "../annalist.ts";
import { engine } from "../engines.ts";

const program = engine("alertmanager");
const SECRET = "an-invented-secret-of-the-ferry-line";

const OURS = `
sources: [ { name: harbour-am, kind: alertmanager, auth: [ { bearer: ${SECRET} } ] } ]
services: [ { name: ferry-booking, team: decks } ]
server: { webhooks: { port: 0, metrics: true }, pages: { port: 0 } }
store: { kind: sqlite, path: data }
log: { level: warn }
`;

const theirs = (webhooks: string): string => `
route: { receiver: annalist, group_by: [alertname], group_wait: 100ms, group_interval: 500ms, repeat_interval: 1s }
receivers:
  - name: annalist
    webhook_configs:
      - url: ${webhooks}/webhooks/harbour-am
        send_resolved: true
        http_config: { authorization: { type: Bearer, credentials: ${SECRET} } }
`;

const alert = (ends?: Date) => [
  {
    labels: { alertname: "BookingErrors", severity: "critical", service: "ferry-booking", pier: "7" },
    annotations: { summary: "One booking in five fails" },
    startsAt: "2026-03-01T10:00:00Z",
    ...(ends ? { endsAt: ends.toISOString() } : {}),
  },
];

/** How many deliveries the server took, by what became of them. */
async function deliveries({ webhooks }: Served): Promise<Record<string, number>> {
  const text = await (await fetch(`${webhooks}/metrics`)).text();
  const lines = text.matchAll(/^annalist_deliveries_total\{.*outcome="(\w+)".*\} (\d+)$/gm);
  return Object.fromEntries([...lines].map(([, outcome, count]) => [String(outcome), Number(count)]));
}

async function drafts({ pages }: Served): Promise<Draft[]> {
  const list: { items: { id: string }[] } = await (await fetch(`${pages}/api/v1/incidents`)).json();
  return Promise.all(list.items.map(async ({ id }) => (await fetch(`${pages}/api/v1/incidents/${id}/draft`)).json()));
}

describe.skipIf(program === null)("a real Alertmanager", { timeout: 480_000 }, () => {
  it("fires, repeats and resolves: one incident, one entry each, no duplicates", async () => {
    using folder = temporaryFolder();
    const server = await serve(["--config", folder.write("annalist.yaml", OURS)], { cwd: folder.path });
    const manager = spawn(
      String(program),
      [
        `--config.file=${folder.write("alertmanager.yaml", theirs(server.webhooks))}`,
        `--storage.path=${folder.path}/alertmanager`,
        "--web.listen-address=127.0.0.1:0",
        "--cluster.listen-address=",
      ],
      { stdio: ["ignore", "ignore", "pipe"] },
    );
    let told = "";
    manager.stderr.on("data", (chunk: Buffer) => {
      told += chunk.toString();
    });
    try {
      const address = await until("it listens", () => /"Listening on" address=(\S+)/.exec(told)?.[1]);
      const post = async (alerts: object[]) => {
        const headers = { "content-type": "application/json" };
        const body = JSON.stringify(alerts);
        const sent = await fetch(`http://${address}/api/v2/alerts`, { method: "POST", headers, body }).catch(
          () => null,
        );
        return sent?.ok;
      };
      await until("Alertmanager takes the alert", () => post(alert()));
      await until("the alert has come", async () => (await deliveries(server))["accepted"] === 1);
      await until("it has come again", async () => ((await deliveries(server))["duplicate"] ?? 0) >= 2);
      await post(alert(new Date()));
      await until("its end has come", async () => (await deliveries(server))["accepted"] === 2);
      const [draft, ...others] = await until("its end is in the draft", async () => {
        const all = await drafts(server);
        return all[0]?.incident.status === "resolved" && all;
      });
      expect(others).toEqual([]);
      expect(Object.keys(await deliveries(server)).sort()).toEqual(["accepted", "duplicate"]);
      expect(draft?.incident).toMatchObject({ services: ["ferry-booking"], startedAt: "2026-03-01T10:00:00.000Z" });
      const kinds = draft?.entries.map(({ kind }) => kind).sort();
      expect(kinds).toEqual(["alert", "alert_cleared"]);
      const evidence = draft?.entries.flatMap((entry) => entry.evidence.map(({ event }) => event)) ?? [];
      expect(new Set(evidence).size).toBe(evidence.length);
    } finally {
      manager.kill("SIGKILL");
      expect(await server.stop()).toBe(0);
    }
  });
});
