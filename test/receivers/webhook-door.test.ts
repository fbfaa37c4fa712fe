import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { SECOND } from "../../src/domain/time.ts";
import { loadSources } from "../../src/sources/lib/load.ts";
import { NOW, openWorld, sourceOf, type World } from "../ingest/world.ts";

const kind = (await loadSources()).get("pagerduty-events");
if (!kind) throw new Error("the kind is missing");

const OLD = "5d0f8a91c2e74b36a1f09e7d6c5b4a32";
const NEW = "e71c9b2f40d85a63b8f21d7c0a9e5643";
const sources = [
  sourceOf(kind, {
    name: "pagers",
    auth: [
      { kind: "bearer", value: NEW },
      { kind: "bearer", value: OLD, notAfter: NOW + 60 * SECOND },
    ],
  }),
];

let world: World;
let now = NOW;
beforeEach(() => {
  now = NOW;
  world = openWorld({ sources, now: () => now });
});
afterEach(() => world.close());

const trigger = (key: string, more: object = {}) => ({
  routing_key: key,
  event_action: "trigger",
  dedup_key: "kiln-2",
  payload: { summary: "Kiln 2 too hot", source: "kiln-2", severity: "critical" },
  ...more,
});

function post(body: object | string, url = "/webhooks/pagers/v2/enqueue") {
  const payload = typeof body === "string" ? body : JSON.stringify(body);
  return world.app.inject({ method: "POST", url, payload, headers: { "content-type": "application/json" } });
}

const kept = () => world.inbox.select({}, 0, 100).map(({ delivery }) => Buffer.from(delivery.body).toString());

describe("the addresses of PagerDuty's inbound events", () => {
  it("answer as PagerDuty does, with the name under which the alert goes on", async () => {
    const answer = await post(trigger(NEW));
    expect([answer.statusCode, answer.json()]).toEqual([
      202,
      { status: "success", message: "Event processed", dedup_key: "kiln-2" },
    ]);
  });

  it("give an alert without a name the name that its events have", async () => {
    const { dedup_key: _, ...nameless } = trigger(NEW);
    const { dedup_key: name } = (await post(nameless)).json<{ dedup_key: string }>();
    await world.ingest.drained();
    const [recorded] = await world.store.readEvents();
    expect(recorded?.event.correlation).toEqual([{ type: "alert", value: name }]);
  });

  it("take change events", async () => {
    const change = {
      routing_key: NEW,
      payload: { summary: "New bricks in kiln 2", timestamp: "2026-02-25T08:00:00Z" },
    };
    const answer = await post(change, "/webhooks/pagers/v2/change/enqueue");
    expect([answer.statusCode, answer.json()]).toEqual([202, { status: "success", message: "Change event processed" }]);
    await world.ingest.drained();
    expect((await world.store.readEvents()).map(({ event }) => event.kind)).toEqual(["change"]);
  });

  it.each([
    ["another routing key", trigger(`${NEW}0`)],
    ["none", { ...trigger(NEW), routing_key: undefined }],
    ["one that is no text", { ...trigger(NEW), routing_key: [NEW] }],
    ["no JSON", `routing_key=${NEW}`],
  ])("refuse %s as PagerDuty does, and keep nothing", async (_name, body) => {
    const answer = await post(body);
    expect([answer.statusCode, answer.json()]).toEqual([
      400,
      { status: "invalid event", message: "Event object is invalid", errors: [expect.stringMatching(/\.$/)] },
    ]);
    expect(answer.body).not.toContain(NEW);
    expect(kept()).toEqual([]);
  });

  it("take both routing keys while they overlap, and see one delivery", async () => {
    expect((await post(trigger(OLD))).statusCode).toBe(202);
    expect((await post(trigger(NEW))).statusCode).toBe(202);
    expect(new Set(kept()).size).toBe(1);
    await world.ingest.drained();
    expect(await world.store.readEvents()).toHaveLength(1);
    now = NOW + 120 * SECOND;
    expect((await post(trigger(OLD))).statusCode).toBe(400);
  });

  it("keep no routing key, wherever it stands, and every other byte as it came", async () => {
    await post(
      `{ "routing_key" :"${NEW}", "event_action":"trigger", "payload":{"n":12345678901234567890,"x":"Ö ${NEW}"} }`,
    );
    expect(kept()).toEqual([
      '{ "routing_key" :"***", "event_action":"trigger", "payload":{"n":12345678901234567890,"x":"Ö ***"} }',
    ]);
  });

  it("keep none that was written with escapes", async () => {
    const escaped = `\\u00${NEW.charCodeAt(0).toString(16)}${NEW.slice(1)}`;
    expect((await post(`{"routing\\u005fkey":"${escaped}","event_action":"resolve","dedup_key":"k"}`)).statusCode).toBe(
      202,
    );
    expect(kept()).toEqual(['{"routing_key":"***","event_action":"resolve","dedup_key":"k"}']);
  });

  it("are 404 at sources of other kinds, and below", async () => {
    expect((await post(trigger(NEW), "/webhooks/pagers/v2/other")).statusCode).toBe(404);
    expect((await post(trigger(NEW), "/webhooks/pagers")).json()).toMatchObject({ status: "accepted" });
  });
});
