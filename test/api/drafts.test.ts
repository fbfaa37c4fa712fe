import { Value } from "typebox/value";
import { beforeEach, describe, expect, it } from "vitest";
import { Draft } from "../../src/domain/draft/schema.ts";
import { nameHash, sha256 } from "../../src/domain/hash.ts";
import { IncidentLine } from "../../src/views/incident-line.ts";
import { minutes } from "../domain/events.ts";
import { seen } from "../views/world.ts";
import { readDraft, type Server, serve, shopIncident } from "./server.ts";

let server: Server;
let incident: string;
beforeEach(async () => {
  server = await serve();
  incident = await shopIncident(server);
});

describe("GET incidents", () => {
  it("lists the latest start first, in pages", async () => {
    type Page = { items: IncidentLine[]; next: string | null };
    const all = await server.get<Page>("/api/v1/incidents");
    expect(all.body.items.map(({ title }) => title)).toEqual(["Parcels queue long", "Basket error rate above 5 %"]);
    expect(all.body.items.every((line) => Value.Check(IncidentLine, line))).toBe(true);
    expect(all.body.items[1]).toMatchObject({
      status: "resolved",
      published: null,
      revision: 0,
      counts: { timeline: 6 },
    });
    const first = await server.get<Page>("/api/v1/incidents?limit=1");
    const second = await server.get<Page>(`/api/v1/incidents?limit=1&cursor=${first.body.next}`);
    expect([...first.body.items, ...second.body.items]).toEqual(all.body.items);
    expect(second.body.next).toBeNull();
  });

  it("lists what a broken clock told of where it came in, and not before all others for a century", async () => {
    const far = { key: "am/alertmanager:v1:f5:firing", kind: "alert", action: "firing", service: "basket-db" } as const;
    await server.store.appendSightings([
      seen(
        {
          ...{ ...far, title: "Basket disk full", severity: "critical", group: "f5" },
          occurredAt: minutes(173 * 365 * 24 * 60),
        },
        { receivedAt: minutes(300) },
      ),
    ]);
    const { items } = (await server.get<{ items: IncidentLine[] }>("/api/v1/incidents")).body;
    expect(items.map(({ title, asOf }) => [title, asOf])).toEqual([
      ["Parcels queue long", "2026-03-01T20:00:00Z"],
      ["Basket disk full", "2026-03-01T15:00:00Z"],
      ["Basket error rate above 5 %", "2026-03-01T10:32:00Z"],
    ]);
  });

  it("chooses by status and candidacy", async () => {
    const titles = async (query: string) =>
      (await server.get<{ items: IncidentLine[] }>(`/api/v1/incidents?${query}`)).body.items.map(({ title }) => title);
    expect(await titles("status=resolved")).toEqual(["Basket error rate above 5 %"]);
    expect(await titles("candidate=true")).toEqual(["Parcels queue long"]);
    expect(await titles("service=nobody")).toEqual([]);
  });

  it("refuses what it does not know, and takes operators for the strings they are", async () => {
    for (const query of ["id[$ne]=", "$where=1", "status=closed", "limit=0", "limit=x", "cursor=%7B%7D", "Limit=1"])
      expect((await server.get(`/api/v1/incidents?${query}`)).status).toBe(400);
    expect((await server.get("/api/v1/incidents?service[$ne]=x")).status).toBe(400);
    expect((await server.get<{ items: [] }>('/api/v1/incidents?service={"$ne":1}')).body.items).toEqual([]);
  });
});

describe("GET an incident", () => {
  it("answers 308 to an alias, on the same sub-resource, keeping the query", async () => {
    const { aliases, id } = (await readDraft(server, incident)).incident;
    expect(aliases.length).toBeGreaterThan(0);
    for (const alias of aliases) {
      for (const rest of ["", "/draft", "/draft.md?zone=UTC", "/decisions?limit=3", "/publications", "/changes"]) {
        const moved = await server.get(`/api/v1/incidents/${alias}${rest}`);
        expect([moved.status, moved.headers["location"]]).toEqual([308, `/api/v1/incidents/${id}${rest}`]);
      }
      const posted = await server.post(`/api/v1/incidents/${alias}/decisions`, { type: "undo", decision: 1 });
      expect([posted.status, posted.headers["location"]]).toEqual([308, `/api/v1/incidents/${id}/decisions`]);
    }
  });

  it("answers 404 to an unknown one", async () => {
    for (const rest of [
      "",
      "/draft",
      "/draft.html",
      "/decisions",
      "/publications",
      "/publications/1",
      "/changes",
      "/entries/e_1/evidence",
    ])
      expect(await server.get(`/api/v1/incidents/inc_nobody${rest}`)).toMatchObject({
        status: 404,
        body: { code: "unknown_incident" },
      });
    expect((await server.get(`${incident}/entries/e_nothing/evidence`)).body).toMatchObject({ code: "unknown_entry" });
    expect((await server.post("/api/v1/incidents/inc_nobody/decisions", { type: "undo", decision: 1 })).status).toBe(
      404,
    );
    expect((await server.post("/api/v1/incidents/inc_nobody/publications", {})).status).toBe(404);
  });
});

describe("GET an entry's evidence", () => {
  it("finds an entry by the id that it was served under before it was folded into another", async () => {
    const alone = await serve();
    const { id } = (await readDraft(alone, incident)).entries[1] ?? {};
    const page = await alone.get<{ items: { event: string }[] }>(`${incident}/entries/${id}/evidence`);
    const folded = page.body.items.map(({ event }) => event);
    expect(folded).toEqual(["am/alertmanager:v1:f1:firing", "pd/pagerduty:v1:P7:triggered"]);
    const servedOnce = `e_${nameHash("pd/pagerduty:v1:P7:triggered", 0)}`;
    expect((await alone.get(`${incident}/entries/${servedOnce}/evidence`)).body).toEqual(page.body);
  });
});

describe("GET the draft", () => {
  it("gives a draft by its schema, and nothing where the reader has it", async () => {
    const first = await server.get<Draft>(`${incident}/draft`);
    expect(Value.Check(Draft, first.body)).toBe(true);
    expect(first.headers["etag"]).toBe(`"${first.body.digest}"`);
    const tag = String(first.headers["etag"]);
    for (const known of [tag, `"x", ${tag}`, `W/${tag}`, "*"]) {
      const again = await server.get(`${incident}/draft`, { "if-none-match": known });
      expect([again.status, again.text]).toEqual([304, ""]);
    }
    await server.store.appendSightings([
      seen({
        key: "gh/github:v1:deploy:8",
        kind: "change",
        action: "failed",
        service: "basket",
        occurredAt: minutes(12),
      }),
    ]);
    const changed = await server.get<Draft>(`${incident}/draft`, { "if-none-match": tag });
    expect(changed.status).toBe(200);
    expect(changed.body.digest).not.toBe(first.body.digest);
  });

  it("gives Markdown and HTML, in a zone if asked", async () => {
    const markdown = await server.get(`${incident}/draft.md?zone=Europe/Vienna`);
    expect(markdown.headers["content-type"]).toBe("text/markdown; charset=utf-8");
    expect(markdown.text).toContain("Basket error rate above 5 %");
    const html = await server.get(`${incident}/draft.html`);
    expect(html.headers["content-type"]).toBe("text/html; charset=utf-8");
    expect(html.text).toContain("Basket error rate above 5 %");
    expect(await server.get(`${incident}/draft.md?zone=Atlantis/Center`)).toMatchObject({
      status: 400,
      body: { code: "unknown_zone" },
    });
  });

  it.each(["md", "html"])(
    "names a rendering (%s) by its own bytes: another version words the same draft otherwise",
    async (suffix) => {
      const url = `${incident}/draft.${suffix}`;
      const first = await server.get(url);
      const tag = String(first.headers["etag"]);
      expect(tag).toBe(`"${sha256(first.text)}"`);
      const { digest } = await readDraft(server, incident);
      expect((await server.get(url, { "if-none-match": `"${digest}"` })).status).toBe(200);
      expect((await server.get(`${url}?zone=Asia/Tokyo`, { "if-none-match": tag })).status).toBe(200);
      const again = await server.get(url, { "if-none-match": tag });
      expect([again.status, again.text, again.headers["etag"]]).toEqual([304, "", tag]);
    },
  );

  it("gives windows with total and index that stay put while entries arrive", async () => {
    type Windowed = Draft & { window: { total: number; index: number; next: string | null } };
    const whole = (await readDraft(server, incident)).entries.map(({ id }) => id);
    const first = await server.get<Windowed>(`${incident}/draft?visibility=log&limit=2`);
    expect(first.body.window).toMatchObject({ visibility: "log", total: whole.length, index: 0 });
    await server.store.appendSightings([
      seen({
        key: "gh/github:v1:deploy:8",
        kind: "change",
        action: "failed",
        service: "basket",
        occurredAt: minutes(-9),
      }),
    ]);
    const second = await server.get<Windowed>(
      `${incident}/draft?visibility=log&limit=99&cursor=${first.body.window.next}`,
    );
    expect(second.body.window).toMatchObject({ total: whole.length + 1, index: 3, next: null });
    expect([...first.body.entries, ...second.body.entries].map(({ id }) => id)).toEqual(whole);
    const later = await server.get<Windowed>(`${incident}/draft?visibility=timeline&at=2026-03-01T10:05:00Z`);
    expect(later.body.entries[0]?.kind).toBe("human_report");
    for (const query of ["at=2026-03-01T10:05:00Z", "visibility=log&at=noon", "visibility=log&cursor=zz", "limit=4"])
      expect((await server.get(`${incident}/draft?${query}`)).status).toBe(400);
  });

  it("carries twenty pieces of evidence an entry and says how many there are; the rest comes in pages", async () => {
    const flaps = Array.from({ length: 45 }, (_, n) =>
      seen({
        ...{ key: `am/alertmanager:v1:f1:again${n}`, kind: "alert", action: "firing", service: "basket" },
        ...{ title: "Basket error rate above 5 %", severity: "critical", group: "f1" },
        correlation: [{ type: "episode", value: "f1" }],
        occurredAt: minutes(2 + n / 10),
      }),
    );
    await server.store.appendSightings(flaps);
    const draft = await readDraft(server, incident);
    const large = draft.entries.find(({ evidenceTotal }) => evidenceTotal !== undefined);
    expect(large?.evidence).toHaveLength(20);
    expect(large?.evidenceTotal).toBeGreaterThan(45);
    const pages: unknown[] = [];
    for (let cursor = ""; ; ) {
      type Page = { items: unknown[]; next: string | null };
      const { body } = await server.get<Page>(`${incident}/entries/${large?.id}/evidence?limit=20${cursor}`);
      pages.push(...body.items);
      if (body.next === null) break;
      cursor = `&cursor=${body.next}`;
    }
    expect(pages).toHaveLength(large?.evidenceTotal ?? 0);
    expect(pages.slice(0, 20)).toEqual(large?.evidence);
  });
});
