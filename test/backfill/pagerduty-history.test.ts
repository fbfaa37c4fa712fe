import { afterEach, describe, expect, it } from "vitest";
import { createPagerDutyClient, type PagerDutyClient } from "../../src/backfill/pagerduty-client.ts";
import { pagerDutyHistory } from "../../src/backfill/pagerduty-history.ts";
import { parseInstant } from "../../src/domain/time.ts";
import { type FakeOptions, type FakePagerDuty, startPagerDuty, TOKEN } from "./pagerduty-server.ts";
import { type RestIncident, tellStory } from "./pagerduty-story.ts";

let server: FakePagerDuty;
let client: PagerDutyClient;

afterEach(async () => {
  client.close();
  await server.close();
});

async function open(options: FakeOptions) {
  server = await startPagerDuty(options);
  const timing = { now: () => 0, random: () => 0, sleep: () => Promise.resolve() };
  client = createPagerDutyClient({ url: server.url, token: TOKEN, timing, signal: new AbortController().signal });
  return pagerDutyHistory(client);
}

const at = (text: string) => parseInstant(text)?.at ?? 0;
const PERIOD = { since: at("2026-06-10T00:00:00Z"), until: at("2026-06-11T00:00:00Z") };

async function list(history: ReturnType<typeof pagerDutyHistory>, period = PERIOD, unfinished = false) {
  const listed = [];
  for await (const one of history.list(period, { unfinished })) listed.push(one);
  return listed;
}

/** An incident of which only the list tells. */
function incident(id: string, created_at: string, more: object = {}): RestIncident {
  const head = { id, title: `Incident ${id}`, status: "resolved", created_at, updated_at: created_at, ...more };
  return { incident: head, log_entries: [], alerts: [], notes: [], related_change_events: [] };
}

const many = (count: number, second: (place: number) => number) =>
  Array.from({ length: count }, (_, place) => {
    const created = new Date(Date.parse("2026-06-10T01:00:00Z") + second(place) * 1_000);
    return incident(`Q${String(place).padStart(6, "0")}`, created.toISOString().replace(".000Z", "Z"));
  });

describe("the list of incidents", () => {
  it.each(["offset", "cursor"] as const)("is read to its end by %s, each once", async (paging) => {
    const incidents = many(250, (place) => place);
    const listed = await list(await open({ incidents, paging }));
    expect(listed.map(({ name }) => name)).toEqual(incidents.map((one) => one.incident.id));
    expect(server.asked).toHaveLength(3);
  });

  it("is read to its end where it is longer than can be paged through", async () => {
    const incidents = many(12_345, (place) => place);
    const listed = await list(await open({ incidents }));
    expect(listed).toHaveLength(12_345);
    expect(new Set(listed.map(({ name }) => name)).size).toBe(12_345);
    expect(server.asked.every(({ query }) => Number(query.get("offset")) <= 9_900)).toBe(true);
  });

  it("says so where one second holds more than can be paged through", async () => {
    const history = await open({ incidents: many(10_050, () => 7) });
    await expect(list(history)).rejects.toThrow(/more than 10000 things of one second at \/incidents/);
  });

  it.each([
    ["by offset", { more: true, offset: 0, limit: 100 }],
    ["by cursor", { next_cursor: "again", limit: 100 }],
  ])("is no list where it is told to go on %s, and the same page comes again and again", async (_, place) => {
    const page = JSON.stringify({ incidents: [incident("QAGAIN", "2026-06-10T09:00:00Z").incident], ...place });
    const history = await open({ trouble: () => ({ status: 200, body: page }) });
    await expect(list(history)).rejects.toThrow("PagerDuty gives a page of /incidents again instead of the next one.");
    expect(server.asked).toHaveLength(2);
  });

  it("is read to its end where pages do not say where they begin, or hold less than they say", async () => {
    const incidents = many(250, (place) => place);
    const page = ({ query }: { query: URLSearchParams }) => {
      const from = Number(query.get("offset"));
      const items = incidents.slice(from, from + 70).map((one) => one.incident);
      return {
        status: 200,
        body: JSON.stringify({ incidents: items, limit: 100, more: from + 70 < incidents.length }),
      };
    };
    expect(await list(await open({ trouble: page }))).toHaveLength(250);
  });

  it("is asked for in parts where the period is longer than the API takes, up to the end's fraction of a second", async () => {
    const history = await open({
      incidents: [incident("QOLD", "2025-07-01T00:00:00Z"), incident("QNEW", "2026-06-30T23:59:59Z")],
    });
    const year = { since: at("2025-07-01T00:00:00.5Z"), until: at("2026-06-30T23:59:59.2Z") };
    expect((await list(history, year)).map(({ name }) => name)).toEqual(["QOLD", "QNEW"]);
  });

  it("holds what began before and is open, where that is asked for, and what is both once", async () => {
    const incidents = [
      incident("QBEFORE", "2026-05-01T00:00:00Z", { status: "acknowledged" }),
      incident("QOVER", "2026-05-01T00:00:00Z"),
      incident("QBOTH", "2026-06-10T09:00:00Z", { status: "triggered" }),
    ];
    const history = await open({ incidents });
    expect((await list(history)).map(({ name }) => name)).toEqual(["QBOTH"]);
    expect((await list(history, PERIOD, true)).map(({ name }) => name)).toEqual(["QBOTH", "QBEFORE"]);
  });

  it("holds those that are open and began last, where more are open than can be paged through", async () => {
    const opened = many(10_050, (place) => place - 90 * 86_400).map((one) => ({
      ...one,
      incident: { ...one.incident, status: "triggered" },
    }));
    const listed = await list(await open({ incidents: opened }), PERIOD, true);
    expect(listed).toHaveLength(10_000);
    expect(listed.map(({ name }) => name)).toContain("Q010049");
  });

  it("passes over what is no incident, and is no list at all where the answer is none", async () => {
    const history = await open({ incidents: [incident("../admin", "2026-06-10T09:00:00Z")] });
    expect(await list(history)).toEqual([]);
    server.troubles.push({ status: 200, body: '{"incidents":"none"}' });
    await expect(list(history)).rejects.toThrow("holds no list of incidents");
  });
});

describe("what is told of an incident", () => {
  const { rest } = tellStory();
  const fetchAll = async (options: FakeOptions) => {
    const history = await open(options);
    const [listed] = await list(history);
    if (!listed) throw new Error("nothing is listed");
    return (await history.fetch(listed)).map((body) => JSON.parse(Buffer.from(body).toString()));
  };

  it.each(["offset", "cursor"] as const)(
    "comes as a delivery for each list, oldest first, whatever the pages by %s",
    async (paging) => {
      expect(await fetchAll({ incidents: [rest], paging, page: 3 })).toEqual([
        { incident: rest.incident, log_entries: rest.log_entries },
        { incident: rest.incident, alerts: rest.alerts },
        { incident: rest.incident, notes: rest.notes },
        { incident: rest.incident, related_change_events: rest.related_change_events },
      ]);
    },
  );

  it("is told once where something new pushes it onto the next page meanwhile", async () => {
    let isNew = false;
    const [alert] = rest.alerts;
    const alerts = ["A1", "A2", "A3", "A4"].map((id) => ({ ...alert, id }));
    const page = ({ path, query }: { path: string; query: URLSearchParams }) => {
      if (!path.endsWith("/alerts")) return null;
      const all = isNew ? [{ ...alert, id: "A5" }, ...alerts] : alerts;
      isNew = true;
      const offset = Number(query.get("offset"));
      const body = { alerts: all.slice(offset, offset + 2), limit: 2, offset, more: offset + 2 < all.length };
      return { status: 200, body: JSON.stringify(body) };
    };
    const bodies = await fetchAll({ incidents: [rest], trouble: page });
    const ids = bodies.flatMap(({ alerts: some = [] }) => some.map(({ id }: { id: string }) => id));
    expect(ids).toEqual(["A1", "A2", "A3", "A4"]);
  });

  it("comes in several deliveries where a list is long, each within the limit of the source", async () => {
    const [entry] = rest.log_entries;
    const log_entries = Array.from({ length: 450 }, (_, place) => ({
      ...entry,
      id: `R${String(place).padStart(4, "0")}`,
    }));
    const alerts = rest.alerts.flatMap((alert) =>
      [1, 2, 3].map((n) => ({ ...alert, id: `A${n}`, body: { details: "x".repeat(300_000) } })),
    );
    const bodies = await fetchAll({ incidents: [{ ...rest, log_entries, alerts }] });
    expect(bodies.map(({ log_entries: some = [], alerts: others = [] }) => some.length + others.length)).toEqual([
      200, 200, 50, 1, 1, 1, 0, 0,
    ]);
    expect(bodies.flatMap(({ log_entries: some = [] }) => some)).toEqual(log_entries);
    expect(Math.max(...bodies.map((body) => JSON.stringify(body).length))).toBeLessThan(1024 * 1024);
  });

  it("comes whole where the log is longer than can be paged through", async () => {
    const [entry] = rest.log_entries;
    const log_entries = Array.from({ length: 10_150 }, (_, place) => {
      const created_at = new Date(Date.parse("2026-06-10T07:00:00Z") + Math.floor(place / 3) * 1_000).toISOString();
      return { ...entry, id: `R${String(place).padStart(6, "0")}`, created_at };
    });
    const bodies = await fetchAll({ incidents: [{ ...rest, log_entries }] });
    const ids = bodies.flatMap(({ log_entries: some = [] }) => some.map(({ id }: { id: string }) => id));
    expect(ids).toEqual(log_entries.map(({ id }) => id));
  });

  it("lacks the changes where the account has none, and everything where the incident is gone meanwhile", async () => {
    const noChanges = (asked: { path: string }) => (asked.path.endsWith("_change_events") ? { status: 402 } : null);
    expect(await fetchAll({ incidents: [rest], trouble: noChanges })).toHaveLength(3);
    client.close();
    await server.close();
    const gone = (asked: { path: string }) => (asked.path === "/incidents" ? null : { status: 404 });
    expect(await fetchAll({ incidents: [rest], trouble: gone })).toEqual([]);
  });
});
