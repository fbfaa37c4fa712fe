import { Value } from "typebox/value";
import { beforeEach, describe, expect, it } from "vitest";
import { EventDetail, EventLine } from "../../src/views/lookups.ts";
import { SourceHealth } from "../../src/views/source-health.ts";
import { minutes } from "../domain/events.ts";
import { SHOP, seen } from "../views/world.ts";
import { RAW, readDraft, type Server, serve, shopIncident } from "./server.ts";

type Page<T> = { items: T[]; next: string | null };
const FIRING = "am/alertmanager:v1:f1:firing";
const at = (key: string) => `/api/v1/events/${encodeURIComponent(key)}`;

let server: Server;
beforeEach(async () => {
  server = await serve();
});

describe("GET events", () => {
  it("lists them in the order in which they happened, in pages without a gap or a repeat", async () => {
    const all = await server.get<Page<EventLine>>("/api/v1/events");
    expect(all.body.items).toHaveLength(SHOP.length);
    expect(all.body.items.every((line) => Value.Check(EventLine, line))).toBe(true);
    const paged: EventLine[] = [];
    for (let next: string | null = ""; next !== null; ) {
      const page: Page<EventLine> = (
        await server.get<Page<EventLine>>(`/api/v1/events?limit=3${next && `&cursor=${next}`}`)
      ).body;
      paged.push(...page.items);
      next = page.next;
    }
    expect(paged).toEqual(all.body.items);
    const times = paged.map(({ occurredAt }) => occurredAt);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
  });

  it("chooses by incident, source, kind and time", async () => {
    const keys = async (query: string) =>
      (await server.get<Page<EventLine>>(`/api/v1/events?${query}`)).body.items.map(({ key }) => key);
    const [unrelated] = (await server.get<Page<EventLine>>("/api/v1/events?since=2026-03-01T19:00:00Z")).body.items;
    expect(unrelated?.title).toBe("Parcels queue long");
    expect(await keys(`incident=${unrelated?.incident}`)).toEqual([unrelated?.key]);
    expect(await keys("source=gh")).toEqual(["gh/github:v1:deploy:7"]);
    expect(await keys("source=g")).toEqual([]);
    expect(await keys("kind=message")).toEqual(["chat/slack:v1:C1:1"]);
    expect(await keys("kind=page&until=2026-03-01T10:01:00Z")).toEqual(["pd/pagerduty:v1:P7:triggered"]);
    for (const query of ["kind=meteor", "since=noon", "key[$ne]=", "cursor=WzEsMl0"])
      expect((await server.get(`/api/v1/events?${query}`)).status).toBe(400);
  });

  it("finds those of a source that shares its keys with another", async () => {
    const key = "am/alertmanager:v1:f4:firing";
    const facts = { key, kind: "alert", action: "firing", title: "Basket slow", occurredAt: minutes(3) } as const;
    await server.store.appendSightings([{ ...seen(facts), source: "am-west" }]);
    const { items } = (await server.get<Page<EventLine>>("/api/v1/events?source=am-west")).body;
    expect(items.map((line) => [line.key, line.source])).toEqual([[key, "am-west"]]);
    const others = (await server.get<Page<EventLine>>("/api/v1/events?source=am")).body.items;
    expect(others.map((line) => line.source)).toEqual(["am", "am", "am"]);
  });

  it("lists those of an incident by any of its names", async () => {
    const { aliases, id } = (await readDraft(server, await shopIncident(server))).incident;
    const of = async (name: string) => (await server.get(`/api/v1/events?incident=${name}`)).body["items"];
    expect(aliases.length).toBeGreaterThan(0);
    expect(await of(id)).not.toEqual([]);
    for (const alias of aliases) expect(await of(alias)).toEqual(await of(id));
    expect(await of("inc_0")).toEqual([]);
  });

  it("reads one with its deliveries, variants, and where it belongs", async () => {
    const firing = SHOP.find(({ event }) => event.key === FIRING);
    if (!firing) throw new Error("no alert");
    await server.store.appendSightings([
      { ...firing, delivery: "d-again", receivedAt: minutes(9) },
      seen(
        { ...firing.event, occurredAt: minutes(0), title: "Basket error rate above 9 %" },
        { delivery: "d-variant", receivedAt: minutes(8) },
      ),
    ]);
    const { body, status } = await server.get<EventDetail>(at(FIRING));
    expect(status).toBe(200);
    expect(Value.Check(EventDetail, body)).toBe(true);
    expect(body.sightings.map(({ delivery }) => delivery)).toEqual([firing.delivery, "d-variant", "d-again"]);
    expect(body.variants.map(({ title, inForce }) => [title, inForce])).toEqual([
      ["Basket error rate above 5 %", false],
      ["Basket error rate above 9 %", true],
    ]);
    expect(body).toMatchObject({ at: "2026-03-01T10:00:00Z", attach: { rank: 0 }, delivery: firing.delivery });
    expect(await server.get(at("am/alertmanager:v1:nothing"))).toMatchObject({
      status: 404,
      body: { code: "unknown_event" },
    });
  });

  it("finds an event by a former key", async () => {
    await server.store.appendSightings([
      seen({ key: "am/alertmanager:v2:f1:firing", formerKeys: [FIRING], title: "Renamed", occurredAt: minutes(0) }),
    ]);
    const { body } = await server.get<EventDetail>(at(FIRING));
    expect(body.key).toBe("am/alertmanager:v2:f1:firing");
    expect(body.sightings).toHaveLength(2);
  });
});

describe("GET deliveries", () => {
  it("gives the body as text with its hash, and the events made of it", async () => {
    await server.store.appendSightings([{ ...seen({ key: "am/x:v1:1", occurredAt: minutes(1) }), delivery: RAW.id }]);
    const { body, headers } = await server.get(`/api/v1/deliveries/${RAW.id}`);
    expect(body).toEqual({
      ...{ id: "d-1", source: "am", receivedAt: "2026-03-01T10:01:00.000000Z" },
      ...{ headers: { "content-type": "application/json" }, body: '{"alerts":"é"}', encoding: "utf8" },
      sha256: "35fb563c627eb7646bd3fbb90f736633105b240038eac143037c7308199fe577",
      events: ["am/x:v1:1"],
    });
    expect(headers["cache-control"]).toBe("no-store");
  });

  it("tells where in Kafka it was read", async () => {
    const read = await serve({ readDelivery: async () => ({ ...RAW, place: "bells/3/7" }) });
    const { body } = await read.get("/api/v1/deliveries/d-1");
    expect(body).toMatchObject({ id: "d-1", place: { topic: "bells", partition: 3, offset: "7" } });
  });

  it("gives bytes that are no text in base64", async () => {
    const odd = await serve({ readDelivery: async () => ({ ...RAW, body: Uint8Array.of(0xff, 0xfe, 0x00) }) });
    expect((await odd.get("/api/v1/deliveries/d-1")).body).toMatchObject({ body: "//4A", encoding: "base64" });
  });

  it("answers 410 where the bytes are not kept any more, with what is left", async () => {
    const left = { id: "d-1", source: "am", receivedAt: minutes(1), place: "bells/3/7", sweptAt: minutes(130_000) };
    const swept = await serve({ readDelivery: async (id) => (id === "d-1" ? left : null) });
    await swept.store.appendSightings([{ ...seen({ key: "am/x:v1:1", occurredAt: minutes(1) }), delivery: "d-1" }]);
    expect(await swept.get("/api/v1/deliveries/d-1")).toMatchObject({
      status: 410,
      body: {
        ...{ code: "delivery_swept", delivery: "d-1", source: "am", receivedAt: "2026-03-01T10:01:00.000000Z" },
        ...{ keptUntil: "2026-05-30T16:40:00Z", events: ["am/x:v1:1"] },
        place: { topic: "bells", partition: 3, offset: "7" },
        detail: expect.stringMatching(
          /^Delivery d-1 came from am .* kept until 2026-05-30T16:40:00Z, .*retention\.raw/,
        ),
      },
    });
    await swept.store.quarantine([{ delivery: "d-1", source: "am", receivedAt: minutes(1), code: "c", detail: "d" }]);
    expect(await swept.post("/api/v1/quarantine/d-1/replay")).toMatchObject({
      status: 410,
      body: { code: "delivery_swept" },
    });
  });

  it("answers 404 to names that are none, whatever they try", async () => {
    for (const name of ["d-2", "..%2F..%2Fetc%2Fpasswd", "%00", "d-1%2F", "a;b", "%7B%22$ne%22:null%7D"])
      expect(await server.get(`/api/v1/deliveries/${name}`)).toMatchObject({
        status: 404,
        body: { code: "unknown_delivery" },
      });
  });
});

describe("quarantine", () => {
  const waiting = (delivery: string, received: number) => ({
    ...{
      delivery,
      source: "am",
      receivedAt: minutes(received),
      code: "unexpected_payload",
      detail: "alerts: expected an array",
    },
  });

  it("lists the oldest first, in pages", async () => {
    await server.store.quarantine([waiting("d-3", 3), waiting("d-1", 1), waiting("d-2", 1)]);
    const first = await server.get<Page<{ delivery: string }>>("/api/v1/quarantine?limit=2");
    expect(first.body.items).toEqual([
      { ...waiting("d-1", 1), receivedAt: "2026-03-01T10:01:00.000000Z" },
      { ...waiting("d-2", 1), receivedAt: "2026-03-01T10:01:00.000000Z" },
    ]);
    const second = await server.get<Page<{ delivery: string }>>(`/api/v1/quarantine?limit=2&cursor=${first.body.next}`);
    expect(second.body).toMatchObject({ items: [{ delivery: "d-3" }], next: null });
  });

  it("tells where in Kafka something lies", async () => {
    const place = { topic: "bells", partition: 3, offset: "7" };
    await server.store.quarantine([{ ...waiting("d-1", 1), place }]);
    const { body } = await server.get<Page<{ place: unknown }>>("/api/v1/quarantine");
    expect(body.items).toMatchObject([{ delivery: "d-1", place }]);
  });

  it("replays what waits there, and says whether it left", async () => {
    const replayed: string[] = [];
    const mended = await serve({
      async replayDelivery(id) {
        replayed.push(id);
        return { events: 2, rejections: id === "d-1" ? [] : [{ code: "too_deep", detail: "Too deep." }] };
      },
    });
    await mended.store.quarantine([waiting("d-1", 1), waiting("d-2", 2)]);
    expect(await mended.post("/api/v1/quarantine/d-1/replay")).toMatchObject({
      ...{ status: 200, body: { delivery: "d-1", events: 2, released: true, rejections: [] } },
    });
    expect((await mended.post("/api/v1/quarantine/d-2/replay")).body).toMatchObject({ released: false });
    expect(await mended.post("/api/v1/quarantine/d-9/replay")).toMatchObject({
      status: 404,
      body: { code: "not_quarantined" },
    });
    expect(replayed).toEqual(["d-1", "d-2"]);
  });
});

describe("GET sources", () => {
  it("tells what came, what did not, and who fell silent", async () => {
    const minutely = Array.from({ length: 5 }, (_, n) =>
      seen({ key: `chat/slack:v1:C1:m${n}`, occurredAt: minutes(100 + n) }),
    );
    await server.store.appendSightings(minutely);
    await server.store.countIgnored([
      { delivery: "d", source: "gh", receivedAt: minutes(105), types: ["ping", "ping"] },
      { delivery: "n", source: "pd", receivedAt: minutes(107), types: [] },
    ]);
    await server.store.quarantine([{ delivery: "q", source: "gone", receivedAt: minutes(1), code: "c", detail: "d" }]);
    const { body } = await server.get<Page<SourceHealth>>("/api/v1/sources");
    expect(body.items.every((line) => Value.Check(SourceHealth, line))).toBe(true);
    expect(body.items.map(({ name, kind }) => [name, kind])).toEqual([
      ["am", "alertmanager"],
      ["pd", "pagerduty"],
      ["gh", "github"],
      ["chat", "slack"],
      ["gone", null],
    ]);
    const [, pd, gh, chat, gone] = body.items;
    expect(chat?.gaps).toEqual([{ from: "2026-03-01T10:06:05.000Z", to: "2026-03-01T11:40:05.000Z" }]);
    expect(gh).toMatchObject({ deliveries: 1, ignored: { ping: 2 }, usualGap: null, silent: false });
    expect(gh?.lastReceivedAt).toBe("2026-03-01T11:45:00.000Z");
    expect(pd?.lastReceivedAt).toBe("2026-03-01T11:47:00.000Z");
    expect(chat).toMatchObject({ usualGap: 60, silent: true, lastReceivedAt: "2026-03-01T11:44:05.000Z" });
    expect(gone).toMatchObject({ quarantined: 1, lastReceivedAt: null, silent: false });
    const later = { delivery: "later", source: "chat", receivedAt: minutes(100 * 60), types: ["typing"] };
    await server.store.countIgnored([later]);
    const heard = await server.get<Page<SourceHealth>>("/api/v1/sources");
    expect(heard.body.items[3]).toMatchObject({ usualGap: 60, silent: false });
  });
});
