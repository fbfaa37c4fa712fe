import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { buildWebhooksApp } from "../../src/app.ts";
import { SECOND } from "../../src/domain/time.ts";
import { SILENT } from "../../src/telemetry/log.ts";
import { berths, harbour, NOW, openWorld, SECRET, signatureOf, sourceOf, type World } from "../ingest/world.ts";

let world: World;
const logged: string[] = [];
const note = (fields: object, message: string) => void logged.push(JSON.stringify({ ...fields, message }));
const log = { info: note, warn: note, error: note };

beforeEach(() => {
  logged.length = 0;
  world = openWorld({ log });
});
afterEach(() => world.close());

const BODY = JSON.stringify(berths("Fram"));

function post(body: string | Buffer = BODY, headers: Record<string, string> = {}, url = "/webhooks/harbour") {
  const signed = { "content-type": "application/json", "x-harbour-signature": signatureOf(body), ...headers };
  return world.app.inject({ method: "POST", url, payload: body, headers: signed });
}

const kept = () => world.inbox.select({}, 0, 100).length;

describe("answers", () => {
  it("202 with the delivery after it is durable, and again for the same", async () => {
    const first = await post();
    expect(first.statusCode).toBe(202);
    expect(first.json()).toEqual({ delivery: expect.stringMatching(/^[0-9A-Z]{26}$/), status: "accepted" });
    expect((await post()).json()).toEqual({ ...first.json(), status: "duplicate" });
    expect(world.inbox.read(first.json<{ delivery: string }>().delivery)?.source).toBe("harbour");
  });

  it("200 and the sender's own words for a handshake", async () => {
    const answer = await post('{"type":"hello","berths":[]}');
    expect([answer.statusCode, answer.headers["content-type"], answer.body]).toEqual([200, "text/plain", "ahoy"]);
    expect(kept()).toBe(0);
  });

  it.each([
    ["no signature", { "x-harbour-signature": "" }, 401, "missing_signature"],
    ["a wrong signature", { "x-harbour-signature": "sha256=é" }, 401, "wrong_signature"],
    ["a compressed body", { "content-encoding": "gzip" }, 415, "compressed"],
    ["a body compressed for the way", { "transfer-encoding": "gzip, chunked" }, 415, "compressed"],
  ])("a problem with a stable code for %s, and keeps nothing", async (_name, headers, status, code) => {
    const answer = await post(BODY, headers);
    expect(answer.statusCode).toBe(status);
    expect(answer.headers["content-type"]).toBe("application/problem+json; charset=utf-8");
    expect(answer.json()).toEqual({
      ...{ type: "about:blank", status, code },
      title: expect.any(String),
      detail: expect.stringMatching(/\.$/),
    });
    expect(kept()).toBe(0);
  });

  it("400 for an address that cannot be read", async () => {
    const answer = await post(BODY, {}, "/webhooks/%ff");
    expect([answer.statusCode, answer.headers["content-type"]]).toEqual([
      400,
      "application/problem+json; charset=utf-8",
    ]);
    expect(answer.json()).toMatchObject({ status: 400, code: "bad_request" });
  });

  it("415 for a bomb, without unpacking it", async () => {
    const bomb = gzipSync(Buffer.alloc(10_000_000));
    expect((await post(bomb, { "content-encoding": "GZIP" })).statusCode).toBe(415);
  });

  it("401 for a body that was parsed and written again on its way", async () => {
    const signature = signatureOf('{ "berths": [] }');
    expect((await post('{"berths":[]}', { "x-harbour-signature": signature })).statusCode).toBe(401);
  });

  it("404 for a source that is not configured, 405 for another method, and reads no body", async () => {
    expect((await post("{", {}, "/webhooks/nowhere")).json()).toMatchObject({ status: 404, code: "unknown_source" });
    const answer = await world.app.inject({ method: "PUT", url: "/webhooks/harbour", payload: BODY });
    expect([answer.statusCode, answer.headers["allow"]]).toEqual([405, "POST"]);
    expect(answer.headers["connection"]).toBe("close");
  });

  it.each([
    "/",
    "/webhooks",
    "/webhooks/../healthz/x",
    "//webhooks/harbour",
    "/webhooks/harbour/",
    "/webhooks/harbour%2F",
  ])("404 for stray addresses: %s", async (url) => {
    expect((await post(BODY, {}, url)).statusCode).toBe(404);
    expect(kept()).toBe(0);
  });

  it("413 for a body over the kind's limit", async () => {
    const answer = await post("x".repeat(65_537));
    expect(answer.json()).toMatchObject({ status: 413, code: "too_large" });
    expect(kept()).toBe(0);
    expect((await post(JSON.stringify({ berths: [], pad: "x".repeat(65_000) }))).statusCode).toBe(202);
  });

  it("are noted with their source where it is no delivery yet, and where no source is meant, not", async () => {
    await world.close();
    const noted: unknown[] = [];
    world = openWorld({ onRefused: (source, { code, detail }, at) => noted.push({ source, code, detail, at }) });
    const told = (code: string, detail: RegExp) => ({
      source: "harbour",
      code,
      detail: expect.stringMatching(detail),
      at: NOW,
    });
    expect((await post("x".repeat(65_537))).statusCode).toBe(413);
    expect((await post(BODY, { "content-encoding": "gzip" })).statusCode).toBe(415);
    expect((await post(BODY, { "content-length": "7" })).statusCode).toBe(400);
    expect((await world.app.inject({ method: "PUT", url: "/webhooks/harbour", payload: BODY })).statusCode).toBe(405);
    const expected = [
      told("too_large", /larger than this source may send/),
      told("compressed", /send the body as it is/),
      told("cut_off", /content-length/),
      told("not_post", /by POST/),
    ];
    expect(noted).toEqual(expected);
    // A browser, a stranger.
    expect((await world.app.inject("/webhooks/harbour")).statusCode).toBe(405);
    expect((await post(BODY, { "content-encoding": "gzip" }, "/webhooks/nowhere")).statusCode).toBe(415);
    expect((await post(BODY, {}, "/webhooks/%ff")).statusCode).toBe(400);
    expect(noted).toEqual(expected);
    // In ingest, once.
    expect((await post(BODY, { "x-harbour-signature": "" })).statusCode).toBe(401);
    expect(noted).toHaveLength(expected.length + 1);
  });

  it("503 with Retry-After where no secret is configured, and while shutting down", async () => {
    await world.close();
    world = openWorld({ sources: [sourceOf(harbour, { auth: [] })] });
    const answer = await post();
    expect(answer.json()).toMatchObject({ status: 503, code: "no_secret" });
    expect(Number(answer.headers["retry-after"])).toBeGreaterThan(0);
    await world.ingest.close();
    expect((await post()).json()).toMatchObject({ status: 503, code: "shutting_down" });
  });

  it("503, never 500, where something of ours breaks", async () => {
    world.ingest.receive = () => Promise.reject(new Error("the world is broken"));
    const answer = await post();
    expect(answer.json()).toMatchObject({ status: 503, code: "internal_trouble" });
    expect(answer.body).not.toContain("broken");
    expect(logged.join()).toContain("the world is broken");
  });

  it("OPTIONS as the kind wants it, and 404 otherwise", async () => {
    const ask = (headers: Record<string, string>) =>
      world.app.inject({ method: "OPTIONS", url: "/webhooks/harbour", headers });
    expect((await ask({ "x-harbour-ask": "?" })).headers["x-harbour-answer"]).toBe("yes");
    expect((await ask({})).statusCode).toBe(404);
  });
});

describe("bodies are bytes, whatever their content type says", () => {
  it.each([
    "application/json",
    "application/json\ta",
    " application/json",
    "application/vnd.harbour+json; charset=utf-16",
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data",
    "\u00e9",
    ";;;",
  ])("content-type %j", async (type) => {
    const answer = await post(BODY, { "content-type": type });
    expect(answer.statusCode).toBe(202);
    await world.ingest.drained();
    expect(await world.store.readEvents()).toHaveLength(1);
  });

  it.each([
    ["none", {}],
    ["an empty body", { payload: "" }],
  ])("and without one: %s", async (_name, over) => {
    const payload = "payload" in over ? "" : BODY;
    const headers = { "x-harbour-signature": signatureOf(payload) };
    const answer = await world.app.inject({ method: "POST", url: "/webhooks/harbour", payload, headers });
    expect(answer.statusCode).toBe(202);
  });

  it.each([
    ["nested 100,000 deep", "[".repeat(30_000) + "]".repeat(30_000), "too_deep"],
    ["NaN", '{"berths":[NaN]}', "not_json"],
    ["cut", '{"berths":[', "not_json"],
    ["no UTF-8", Buffer.from([0xff, 0xfe, 0x00]), "not_json"],
    ["another shape", '{"berths":"x"}', "unexpected_payload"],
  ])("authentic but odd (%s) is 202 and in quarantine, with its bytes", async (_name, body, code) => {
    const answer = await post(body);
    expect(answer.statusCode).toBe(202);
    await world.ingest.drained();
    expect(await world.store.listQuarantine()).toMatchObject([{ code }]);
    const { delivery } = answer.json<{ delivery: string }>();
    expect(Buffer.from(world.inbox.read(delivery)?.body ?? "")).toEqual(Buffer.from(body));
  });

  it.each([
    '{"berths":[],"x":1e999}',
    '{"berths":[],"x":-0}',
    '{"berths":[],"__proto__":{"x":1}}',
    '\ufeff{"berths":[]}',
  ])("odd JSON that is JSON is taken: %s", async (body) => {
    expect((await post(body)).statusCode).toBe(202);
    await world.ingest.drained();
    expect(await world.store.listQuarantine()).toEqual([]);
    expect(({} as { x?: unknown }).x).toBeUndefined();
  });
});

describe("telling of itself", () => {
  it("healthz answers, readyz says why deliveries are not taken", async () => {
    expect((await world.app.inject("/healthz")).json()).toEqual({ status: "ok" });
    expect((await world.app.inject("/readyz")).json()).toEqual({ status: "ready" });
    await world.ingest.close();
    const answer = await world.app.inject("/readyz");
    expect(answer.statusCode).toBe(503);
    expect(answer.json()).toMatchObject({ code: "not_ready", detail: "The server is shutting down." });
  });

  it("readyz says which part takes nothing, and since when, whether deliveries wait for it or are sent away", async () => {
    const { ingest } = world;
    const outages = {
      store: () => ({ reason: "mongo-1.internal does not answer", since: NOW - 60 * SECOND }),
      kafka: () => ({ reason: "no broker", since: NOW }),
    };
    const options = { ingest, sources: [], now: () => NOW, log: SILENT, outages };
    const waits = buildWebhooksApp({ ...options, trouble: () => null });
    expect((await waits.inject("/readyz")).json()).toEqual({
      status: "ready",
      store: "The store has taken nothing since 2026-02-25T06:12:20Z: deliveries are kept, and wait on this disk.",
      kafka: "Kafka has taken nothing since 2026-02-25T06:13:20Z: deliveries are kept, and wait on this disk.",
    });
    const refuses = buildWebhooksApp({ ...options, trouble: () => "200000 deliveries wait to be decoded." });
    const answer = await refuses.inject("/readyz");
    expect(answer.statusCode).toBe(503);
    expect(answer.json()).toMatchObject({
      ...{ code: "not_ready", detail: "200000 deliveries wait to be decoded." },
      store: "The store has taken nothing since 2026-02-25T06:12:20Z.",
      kafka: "Kafka has taken nothing since 2026-02-25T06:13:20Z.",
    });
  });

  it("says how metrics would be served where they are not", async () => {
    const { ingest } = world;
    const app = buildWebhooksApp({ ingest, sources: [], now: () => NOW, log: SILENT, trouble: () => null });
    const answer = await app.inject("/metrics");
    expect(answer.statusCode).toBe(404);
    expect(answer.json()).toMatchObject({
      code: "metrics_off",
      detail: expect.stringContaining("server.webhooks.metrics"),
    });
    await app.close();
  });

  it("metrics count what became of deliveries, and make no series of foreign words", async () => {
    await post();
    await post();
    await post(BODY, { "x-harbour-signature": "sha256=00" });
    await post(BODY, {}, "/webhooks/attacker-chosen");
    await world.ingest.drained();
    const { body } = await world.app.inject("/metrics");
    for (const line of [
      'annalist_deliveries_total{source="harbour",outcome="accepted"} 1',
      'annalist_deliveries_total{source="harbour",outcome="duplicate"} 1',
      'annalist_deliveries_total{source="harbour",outcome="wrong_signature"} 1',
      'annalist_events_total{outcome="appended"} 1',
      "annalist_inbox_backlog 0",
      "annalist_inbox_commit_deliveries_count 2",
    ]) {
      expect(body).toContain(`${line}\n`);
    }
    expect(body).not.toContain("attacker-chosen");
  });

  it("logs hold no body, no header, no secret and no token", async () => {
    await post(BODY, { "x-harbour-signature": "sha256=00", authorization: `Bearer ${SECRET}` });
    await post(BODY, {}, `/nowhere?a=1&token=${SECRET}&x-token=${SECRET}`);
    await post(BODY, {}, `/nowhere?b=1&%74oken=${SECRET}&x%2Dke%79=${SECRET}&%zz=${SECRET}`);
    await post("x".repeat(65_537), { "x-harbour-signature": SECRET });
    expect(logged).toHaveLength(3);
    expect(logged.join()).toContain("/nowhere?a=1&token=***&x-token=***");
    expect(logged.join()).toContain("/nowhere?b=1&%74oken=***&x%2Dke%79=***&%zz=***");
    for (const secret of [SECRET, "Fram", signatureOf(BODY)]) expect(logged.join()).not.toContain(secret);
  });
});

describe("a token in the address", () => {
  const kind = { ...harbour, auth: ["urlToken" as const] };
  const send = (query: string) => world.app.inject({ method: "POST", url: `/webhooks/harbour${query}`, payload: BODY });
  beforeEach(async () => {
    await world.close();
    const auth = [{ kind: "urlToken" as const, value: "limpet & co", notAfter: NOW + SECOND }];
    world = openWorld({ sources: [sourceOf(kind, { auth })] });
  });

  it.each([
    ["?token=limpet%20%26%20co", 202],
    ["?token=limpet", 401],
    ["", 401],
    ["?token=limpet%20%26%20co&token=limpet%20%26%20co", 401],
    ["?token=%zz", 401],
  ])("%s: %i", async (query, status) => {
    expect((await send(query)).statusCode).toBe(status);
  });
});
