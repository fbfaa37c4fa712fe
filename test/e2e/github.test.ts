import { createHmac } from "node:crypto";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, it } from "vitest";
import { type Served, serve, temporaryFolder, until } from "../annalist.ts";

const SECRET = "a secret of the kilns' webhooks";
const TOKEN = "ghp_inventedForKilns";
const [GONE, HOOK] = ["repos/brickworks/sold/hooks/76", "repos/brickworks/kilns/hooks/77"];
const DELIVERY = "3804004623172239466";

const PUSH = {
  ref: "refs/heads/main",
  before: "1f0c4d5e6f7a8b9c0d1e2f3a4b5c6d7e8f901234",
  after: "2e1d3c4b5a69788796a5b4c3d2e1f00112233445",
  repository: {
    full_name: "brickworks/kilns",
    default_branch: "main",
    html_url: "https://github.example/brickworks/kilns",
  },
  sender: { login: "ines-k", type: "User" },
  head_commit: {
    id: "2e1d3c4b5a69788796a5b4c3d2e1f00112233445",
    message: "Fire at 900 degrees",
    timestamp: "2026-06-10T11:00:00Z",
  },
  commits: [],
};

let folder: ReturnType<typeof temporaryFolder>;
let github: Server;
let served: Served | null;
let asked: string[];

/** Delivers a push that failed once when it is asked to; the one hook is there, the other is not. */
beforeEach(async () => {
  [folder, served, asked] = [temporaryFolder(), null, []];
  const list = `[{"id":${DELIVERY},"guid":"g","delivered_at":"${new Date().toISOString()}","status_code":502}]`;
  github = createServer((request, response) => {
    const path = String(request.url);
    asked.push(`${request.method} ${path}`);
    if (!path.startsWith(`/${HOOK}/`)) return response.writeHead(404).end("{}");
    if (request.method === "GET") return response.writeHead(200).end(list);
    response.writeHead(202).end("{}");
    return path.includes(`/${DELIVERY}/`) ? void deliver() : undefined;
  });
  github.listen(0, "127.0.0.1");
  await once(github, "listening");
  const url = `http://127.0.0.1:${(github.address() as AddressInfo).port}`;
  const api = { token: TOKEN, url, redeliver: "1m", hooks: [GONE, HOOK] };
  const config = {
    sources: [{ name: "kilns", kind: "github", auth: [{ hmac: SECRET }], api }],
    server: { webhooks: { port: 0 }, pages: { port: 0 } },
    store: { kind: "sqlite", path: "data" },
  };
  folder.write("team.json", JSON.stringify(config));
});

afterEach(async () => {
  await served?.stop();
  github.close();
  folder[Symbol.dispose]();
});

async function deliver(): Promise<void> {
  const { webhooks } = await until("the server is up", () => served);
  const body = JSON.stringify(PUSH);
  const signature = `sha256=${createHmac("sha256", SECRET).update(body).digest("hex")}`;
  const headers = { "content-type": "application/json", "x-github-event": "push", "x-hub-signature-256": signature };
  await fetch(`${webhooks}/webhooks/kilns`, { method: "POST", headers, body });
}

async function titles({ pages }: Served): Promise<string[]> {
  const answer = await fetch(`${pages}/api/v1/events`);
  return ((await answer.json()) as { items: { title: string }[] }).items.map(({ title }) => title);
}

it("a running server asks GitHub for what it could not deliver, though another hook is not there any more", async () => {
  const server = await serve(["--config", "team.json"], { cwd: folder.path });
  served = server;
  await until("the push is there", async () => (await titles(server)).length === 1);
  expect(asked.filter((one) => one.startsWith("POST"))).toEqual([`POST /${HOOK}/deliveries/${DELIVERY}/attempts`]);
  const said = () => server.output().stderr;
  await until("it tells what it asked for", () => said().includes("asked for deliveries that had failed"));
  await until("it tells which hook is gone", () => said().includes(`GitHub refuses /${GONE}/deliveries`));
  expect(said()).not.toContain(TOKEN);
});
