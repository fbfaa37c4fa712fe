import { once } from "node:events";
import { type AddressInfo, connect } from "node:net";
import type { FastifyPluginAsync } from "fastify";
import { Value } from "typebox/value";
import { afterEach, describe, expect, it, vi } from "vitest";
import { StoreUnavailable } from "../../src/store/unavailable.ts";
import { Delta } from "../../src/views/delta.ts";
import { minutes } from "../domain/events.ts";
import { seen, shop } from "../views/world.ts";
import { readDraft, type Server, serve, shopIncident } from "./server.ts";

const opened: Server[] = [];
async function open(...options: Parameters<typeof serve>): Promise<Server> {
  const server = await serve(...options);
  opened.push(server);
  return server;
}
afterEach(async () => {
  for (const { app } of opened.splice(0)) await app.close();
});

describe("the guard", () => {
  it.each([
    ["localhost", 200],
    ["LOCALHOST:8461", 200],
    ["127.0.0.1:8461", 200],
    ["127.9.9.9", 200],
    ["[::1]:8461", 200],
    ["annalist.shop.example", 200],
    ["Annalist.Shop.example:443", 200],
    ["shop.example", 421],
    ["evil.example", 421],
    ["localhost.evil.example", 421],
    ["127.0.0.1.evil.example", 421],
    ["annalist.shop.example.evil.example", 421],
    ["1270.0.0.1", 421],
    ["localhost:80@evil.example", 421],
  ])("of Host %s answers %i", async (host, status) => {
    const server = await open({ hosts: ["annalist.shop.example"] });
    for (const url of ["/api/v1/incidents", "/api/v1/openapi.json"])
      expect((await server.get(url, { host })).status).toBe(status);
    if (status === 421) expect((await server.get("/nowhere", { host })).body).toMatchObject({ code: "unknown_host" });
  });

  it.each<[Record<string, string>, number]>([
    [{}, 404],
    [{ origin: "http://localhost" }, 404],
    [{ origin: "http://localhost", "sec-fetch-site": "same-origin" }, 404],
    [{ "sec-fetch-site": "none" }, 404],
    [{ origin: "http://localhost:9999" }, 403],
    [{ origin: "http://evil.example" }, 403],
    [{ origin: "http://localhost.evil.example" }, 403],
    [{ origin: "null" }, 403],
    [{ origin: "" }, 403],
    [{ origin: "file://localhost" }, 403],
    [{ "sec-fetch-site": "cross-site" }, 403],
    [{ "sec-fetch-site": "same-site" }, 403],
    [{ origin: "http://localhost", "sec-fetch-site": "cross-site" }, 403],
  ])("of an unsafe request with %j answers %i", async (headers, status) => {
    const server = await open();
    for (const path of [
      "/api/v1/incidents/inc_x/decisions",
      "/api/v1/incidents/inc_x/publications",
      "/api/v1/quarantine/x/replay",
    ]) {
      const body = path.endsWith("decisions") ? { type: "undo", decision: 1 } : undefined;
      const answer = await server.post(path, body, headers);
      expect(answer.status).toBe(status);
      expect(answer.headers["access-control-allow-origin"]).toBeUndefined();
    }
    expect((await server.get("/api/v1/incidents", headers)).status).toBe(200);
  });

  it("stands before the pages too, and sends a strict policy with everything", async () => {
    const pages: FastifyPluginAsync = async (app) => {
      app.get("/incidents", { schema: { hide: true } }, async (_request, reply) =>
        reply.type("text/html").send("<p>hi"),
      );
      app.post("/incidents/x/decide", { schema: { hide: true } }, async () => "done");
    };
    const server = await open({ pages });
    expect((await server.get("/incidents", { host: "evil.example" })).status).toBe(421);
    expect((await server.post("/incidents/x/decide", undefined, { origin: "http://evil.example" })).status).toBe(403);
    for (const url of ["/incidents", "/api/v1/incidents", "/nowhere"]) {
      const { headers } = await server.get(url);
      expect(headers["content-security-policy"]).toMatch(
        /^default-src 'none'; script-src 'self'; .*frame-ancestors 'none'/,
      );
      expect(headers["content-security-policy"]).not.toContain("unsafe");
      expect(headers).toMatchObject({ "x-content-type-options": "nosniff", "referrer-policy": "same-origin" });
    }
  });

  it.each([
    ["/api/v1/incidents/%ff", 400, "invalid_request"],
    ["/incidents/%E0%A4%A", 400, "invalid_request"],
    [`/api/v1/incidents/${"a".repeat(3_000)}`, 404, "unknown_path"],
  ])("answers an address that leads nowhere as every failure (%#)", async (url, status, code) => {
    const { headers, body, ...answer } = await (await open()).get(url);
    expect([answer.status, headers["content-type"]]).toEqual([status, "application/problem+json; charset=utf-8"]);
    expect(body).toMatchObject({ status, code, detail: expect.stringMatching(/\.$/) });
    expect(headers["content-security-policy"]).toContain("default-src 'none'");
  });

  it("is not got round by odd request lines on a real socket", async () => {
    const server = await open();
    await server.app.listen({ host: "127.0.0.1", port: 0 });
    const { port } = server.app.server.address() as AddressInfo;
    const ask = async (lines: readonly string[]): Promise<string> => {
      const socket = connect(port, "127.0.0.1");
      // Written and not ended: a server gives up a request whose sender closes its half before the answer, if it sees that in time.
      socket.write(`${lines.join("\r\n")}\r\nConnection: close\r\n\r\n`);
      let answer = "";
      socket.setEncoding("utf8").on("data", (part: string) => {
        answer += part;
      });
      await once(socket, "close");
      return answer.split("\r\n")[0] ?? "";
    };
    expect(await ask(["GET /api/v1/sources HTTP/1.1", "Host: localhost"])).toBe("HTTP/1.1 200 OK");
    expect(await ask(["GET /api/v1/sources HTTP/1.1", "Host: localhost", "Host: evil.example"])).toMatch(/ 400 /);
    expect(await ask(["GET /api/v1/sources HTTP/1.0"])).toMatch(/ 421 /);
    expect(await ask(["GET http://evil.example/api/v1/sources HTTP/1.1", "Host: evil.example"])).not.toMatch(/ 200 /);
    for (const path of [
      "/api/v1/../v1/sources",
      "//api/v1/sources",
      "/api/v1/sources/",
      "/api/v1/sources;x",
      "/api%2Fv1%2Fsources",
      "/api/v1/deliveries/..%2F..%2Fetc%2Fpasswd",
    ])
      expect(await ask([`GET ${path} HTTP/1.1`, "Host: localhost"])).toMatch(/ 404 /);
  });
});

describe("the description", () => {
  it("is OpenAPI 3.1 with every route of the API, named schemas, and no dangling reference", async () => {
    const routes: string[] = [];
    const server = await open();
    const printed = server.app.printRoutes({ commonPrefix: false });
    const { body, text } = await server.get<{
      openapi: string;
      paths: Record<string, object>;
      components: { schemas: object };
    }>("/api/v1/openapi.json");
    expect(body.openapi).toBe("3.1.0");
    expect(Object.keys(body.components.schemas)).toEqual(
      expect.arrayContaining(["Draft", "Entry", "Delta", "Problem", "IncidentLine"]),
    );
    for (const [, name] of text.matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g))
      expect(Object.keys(body.components.schemas)).toContain(name);
    expect(text.match(/"\$ref":"(?!#\/components)[^"]*"/)).toBeNull();
    for (const [path, methods] of Object.entries(body.paths))
      for (const method of Object.keys(methods)) routes.push(`${method} ${path}`);
    expect(routes.sort()).toEqual(EXPECTED_ROUTES);
    expect(printed.match(/\b(?:GET|POST)\b/g)?.length).toBe(EXPECTED_ROUTES.length);
  });

  it("says of every operation what it is for and how it fails", async () => {
    const { body } = await (await open()).get<{
      paths: Record<string, Record<string, { summary?: string; responses: Record<string, unknown> }>>;
    }>("/api/v1/openapi.json");
    for (const operations of Object.values(body.paths))
      for (const { summary, responses } of Object.values(operations)) {
        expect(summary).toMatch(/\w/);
        expect(Object.keys(responses).some((status) => status.startsWith("2"))).toBe(true);
      }
  });
});

const EXPECTED_ROUTES = [
  "get /api/v1/changes",
  "get /api/v1/deliveries/{id}",
  "get /api/v1/events",
  "get /api/v1/events/{key}",
  "get /api/v1/incidents",
  "get /api/v1/incidents/{id}",
  "get /api/v1/incidents/{id}/changes",
  "get /api/v1/incidents/{id}/decisions",
  "get /api/v1/incidents/{id}/draft",
  "get /api/v1/incidents/{id}/draft.html",
  "get /api/v1/incidents/{id}/draft.md",
  "get /api/v1/incidents/{id}/entries/{entry}/evidence",
  "get /api/v1/incidents/{id}/publications",
  "get /api/v1/incidents/{id}/publications/{number}",
  "get /api/v1/incidents/{id}/publications/{number}.html",
  "get /api/v1/incidents/{id}/publications/{number}.md",
  "get /api/v1/openapi.json",
  "get /api/v1/quarantine",
  "get /api/v1/sources",
  "post /api/v1/incidents/{id}/decisions",
  "post /api/v1/incidents/{id}/publications",
  "post /api/v1/quarantine/{id}/replay",
];

describe("the feed of changes", () => {
  type Feed = { items: { cursor: string; type: string; incident: string; digest: string }[]; next: string };
  const failed = seen({
    key: "gh/github:v1:deploy:8",
    kind: "change",
    action: "failed",
    service: "basket",
    occurredAt: minutes(12),
  });

  it("tells of new drafts, decisions and publications once each, and can be followed", async () => {
    const server = await open();
    const incident = await shopIncident(server);
    server.views.touched();
    await server.views.settled();
    const start = (await server.get<Feed>("/api/v1/changes")).body;
    expect(start.items.map(({ type }) => type)).toEqual(["draft_changed", "draft_changed"]);
    await server.store.appendSightings([failed]);
    server.views.touched();
    server.views.touched();
    await server.views.settled();
    await server.post(`${incident}/decisions`, {
      type: "add",
      at: "2026-03-01T10:10:00Z",
      precision: "m",
      kind: "observation",
      text: "x",
    });
    server.views.touched();
    await server.views.settled();
    await server.post(`${incident}/publications`);
    const rest = (await server.get<Feed>(`/api/v1/changes?cursor=${start.next}&limit=2`)).body;
    expect(rest.items.map(({ type }) => type)).toEqual(["draft_changed", "decided"]);
    const last = (await server.get<Feed>(`/api/v1/changes?cursor=${rest.next}`)).body;
    expect(last.items.map(({ type, incident: id }) => [type, incident.endsWith(id)])).toEqual([["published", true]]);
    expect((await server.get<Feed>(`/api/v1/changes?cursor=${last.next}`)).body).toEqual({
      items: [],
      next: last.next,
    });
  });

  it("answers 410 to a cursor that it never gave", async () => {
    const server = await open();
    expect(await server.get("/api/v1/changes?cursor=77")).toMatchObject({ status: 410, body: { code: "cursor_gone" } });
    expect((await server.get("/api/v1/changes?cursor=-1")).status).toBe(400);
  });
});

describe("the stream of an incident", () => {
  async function follow(server: Server, incident: string, headers: Record<string, string> = {}) {
    if (!server.app.server.listening) await server.app.listen({ host: "127.0.0.1", port: 0 });
    const { port } = server.app.server.address() as AddressInfo;
    const response = await fetch(`http://127.0.0.1:${port}${incident}/changes`, { headers });
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    let text = "";
    return {
      response,
      /** Reads on until the text so far matches. */
      async until(pattern: RegExp): Promise<RegExpExecArray> {
        for (;;) {
          const match = pattern.exec(text);
          if (match) return match;
          const { value, done } = (await reader?.read()) ?? { done: true, value: "" };
          if (done) throw new Error(`the stream ended with: ${text}`);
          text += value;
        }
      },
      async rest(): Promise<string> {
        for (;;) {
          const { value, done } = (await reader?.read()) ?? { done: true, value: "" };
          if (done) return text;
          text += value;
        }
      },
    };
  }

  it("sends what a decision changed, as it answered the one who decided", async () => {
    const server = await open();
    const incident = await shopIncident(server);
    const stream = await follow(server, incident);
    expect(stream.response.headers.get("content-type")).toBe("text/event-stream; charset=utf-8");
    await stream.until(/retry: /);
    const { body } = await server.post<Delta>(`${incident}/decisions`, {
      ...{ type: "add", at: "2026-03-01T10:10:00Z", precision: "m", kind: "observation", text: "Queue\u2028empty" },
    });
    const [, cursor, data = ""] = await stream.until(/id: (\d+)\nevent: decided\ndata: ([^\n]*)\n\n/);
    const told = JSON.parse(data) as Delta;
    expect(Value.Check(Delta, told)).toBe(true);
    expect(told).toMatchObject({
      cursor,
      type: "decided",
      incident: body.head.id,
      head: body.head,
      detection: body.detection,
      changed: body.changed,
      counts: body.counts,
      digest: body.digest,
    });
    await server.app.close();
    expect(await stream.rest()).toContain("decided");
  });

  it("writes a change down once, however many follow", async () => {
    const server = await open();
    const incident = await shopIncident(server);
    const streams = [];
    for (let n = 0; n < 3; n++) streams.push(await follow(server, incident));
    const written = vi.spyOn(JSON, "stringify");
    await server.post(`${incident}/decisions`, {
      ...{ type: "add", at: "2026-03-01T10:10:00Z", precision: "m", kind: "observation", text: "Queue empty" },
    });
    const told = await Promise.all(streams.map((stream) => stream.until(/id: \d+\nevent: decided\ndata: [^\n]*\n\n/)));
    const messages = written.mock.calls.filter(([what]) => typeof what === "object" && "cursor" in what);
    written.mockRestore();
    expect(new Set(told.map(([message]) => message)).size).toBe(1);
    expect(messages).toHaveLength(1);
  });

  it("tells a reader who comes back that it missed something", async () => {
    const server = await open({ heartbeatMs: 5 });
    const incident = await shopIncident(server);
    await server.post(`${incident}/decisions`, {
      type: "add",
      at: "2026-03-01T10:10:00Z",
      precision: "m",
      kind: "observation",
      text: "x",
    });
    const stream = await follow(server, incident, { "last-event-id": "0" });
    await stream.until(/event: missed\ndata: .*"type":"decided"/);
    await stream.until(/: alive/);
  });

  it("tells a reader who comes back of what was told under a former name", async () => {
    const server = await open({ heartbeatMs: 5 });
    const incident = await shopIncident(server);
    const { aliases } = (await readDraft(server, incident)).incident;
    const change = { type: "draft_changed", revision: 0, digest: "x", at: "2026-03-01T10:10:00Z" } as const;
    await server.store.appendChange({ ...change, incident: aliases[0] ?? "" });
    const stream = await follow(server, incident, { "last-event-id": "0" });
    const { input } = await stream.until(/: alive/);
    expect(input).toMatch(/event: missed\ndata: .*"digest":"x"/);
  });

  it("tells a reader who comes back also of what is decided while it looks what was missed", async () => {
    const { views } = await shop();
    let isLooking = false;
    const looking = new Proxy(views, {
      get(target, name) {
        const value = Reflect.get(target, name, target);
        if (name !== "listChanges") return typeof value === "function" ? value.bind(target) : value;
        return async (after: number, limit: number) => {
          const page = await target.listChanges(after, limit);
          const [line] = isLooking ? await target.listIncidents() : [];
          isLooking = false;
          const add = {
            type: "add",
            at: "2026-03-01T10:10:00Z",
            precision: "m",
            kind: "observation",
            text: "x",
          } as const;
          if (line) await target.decide(line.id, { decisions: [add], by: "Ines" });
          return page;
        };
      },
    });
    const server = await open({ views: looking, heartbeatMs: 5 });
    const [line] = await views.listIncidents();
    isLooking = true;
    const stream = await follow(server, `/api/v1/incidents/${line?.id}`, { "last-event-id": "0" });
    const { input } = await stream.until(/(?:: alive[\s\S]*){3}/);
    expect(input).toContain("event: decided");
  });
});

it("speaks of a fault of its own without saying what broke", async () => {
  const server = await open({ readDelivery: () => Promise.reject(new Error("disk on fire at /secret")) });
  const answer = await server.get("/api/v1/deliveries/d-1");
  expect(answer).toMatchObject({ status: 500, body: { code: "internal" } });
  expect(answer.text).not.toMatch(/secret|nothing was changed/i);
});

it("asks to come again where the store cannot be reached, and says when", async () => {
  const server = await open({ readDelivery: () => Promise.reject(new StoreUnavailable("MongoDB cannot be reached.")) });
  const answer = await server.get("/api/v1/deliveries/d-1");
  expect(answer).toMatchObject({ status: 503, headers: { "retry-after": "5" }, body: { code: "store_unavailable" } });
});

it("cuts a request that does not come to its end", async () => {
  const { app } = await open({ requestTimeoutMs: 200 });
  await app.listen({ host: "127.0.0.1", port: 0 });
  const socket = connect((app.server.address() as AddressInfo).port, "127.0.0.1");
  let answer = "";
  socket.on("data", (chunk) => {
    answer += String(chunk);
  });
  socket.write(
    "POST /api/v1/incidents/i/decisions HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: 9\r\n\r\n{",
  );
  await once(socket, "close");
  expect(answer).toMatch(/^HTTP\/1\.1 408 /);
});
