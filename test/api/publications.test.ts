import { beforeEach, describe, expect, it } from "vitest";
import type { Draft } from "../../src/domain/draft/schema.ts";
import { sha256 } from "../../src/domain/hash.ts";
import { policyOf } from "../../src/publish/html-policy.ts";
import { minutes } from "../domain/events.ts";
import { seen, viewsOf } from "../views/world.ts";
import { readDraft, type Server, serve, shopIncident } from "./server.ts";

interface Line {
  readonly number: number;
  readonly by: string;
  readonly digest: string;
  readonly revision: number;
}
interface Made {
  readonly publication: Line | null;
  readonly obstacles: readonly { readonly code: string; readonly blocks: boolean }[];
}

let server: Server;
let incident: string;
beforeEach(async () => {
  server = await serve();
  incident = await shopIncident(server);
});

const lateDeploy = seen({
  ...{ key: "gh/github:v1:deploy:8", kind: "change", action: "failed", service: "basket", title: "Deploy basket 4.3" },
  occurredAt: minutes(12),
});

describe("POST publications", () => {
  it("lists what stands in the way without publishing", async () => {
    const dry = await server.post<Made>(`${incident}/publications?dry_run=true`);
    expect(dry.status).toBe(200);
    expect(dry.body.publication).toBeNull();
    expect(dry.body.obstacles.map(({ code }) => code)).toContain("not_reviewed");
    expect((await server.get<{ items: [] }>(`${incident}/publications`)).body.items).toEqual([]);
  });

  it("numbers versions, and serves their bytes unchanged after later events and decisions", async () => {
    const first = await server.post<Made>(`${incident}/publications`, {}, { "x-annalist-user": "Ines" });
    expect([first.status, first.headers["location"]]).toEqual([201, `${incident}/publications/1`]);
    expect(first.body.publication).toMatchObject({ number: 1, by: "Ines", revision: 0 });
    const bytes = async () =>
      Promise.all(
        ["", ".md", ".html"].map(async (form) => (await server.get(`${incident}/publications/1${form}`)).text),
      );
    const before = await bytes();
    expect(sha256(before[0] ?? "")).toBe(first.body.publication?.digest);
    await server.store.appendSightings([lateDeploy]);
    const add = { type: "add", at: "2026-03-01T10:10:00Z", precision: "m", kind: "observation", text: "Queue empty" };
    await server.post(`${incident}/decisions`, add);
    expect(await bytes()).toEqual(before);
    const second = await server.post<Made>(`${incident}/publications`);
    expect(second.body.publication).toMatchObject({ number: 2, revision: 1 });
    const list = await server.get<{ items: Line[] }>(`${incident}/publications`);
    expect(list.body.items.map(({ number }) => number)).toEqual([1, 2]);
    expect((await server.get<Draft>(`${incident}/publications/2`)).body.entries.length).toBeGreaterThan(
      (JSON.parse(before[0] ?? "") as Draft).entries.length,
    );
  });

  it("leaves no draft saying that nothing was published", async () => {
    await server.post(`${incident}/publications`);
    for (const form of ["md", "html"]) {
      const { text } = await server.get(`${incident}/draft.${form}`);
      expect(text).toContain("Draft after 0 decisions");
      expect(text).not.toMatch(/nothing is published/);
    }
  });

  it("serves each form by its type, and nothing else", async () => {
    await server.post(`${incident}/publications`);
    const types = await Promise.all(
      ["", ".md", ".html"].map(
        async (form) => (await server.get(`${incident}/publications/1${form}`)).headers["content-type"],
      ),
    );
    expect(types).toEqual([
      "application/json; charset=utf-8",
      "text/markdown; charset=utf-8",
      "text/html; charset=utf-8",
    ]);
    for (const path of ["2", "2.md", "0", "x", "1.pdf", "1.md.html", "..%2F1", "1%2F..", "-1"])
      expect((await server.get(`${incident}/publications/${path}`)).status).toBeGreaterThanOrEqual(400);
  });

  it("serves HTML with a policy that allows its own styles and no script", async () => {
    await server.post(`${incident}/publications`);
    const { text, headers } = await server.get(`${incident}/publications/1.html`);
    expect(text).toContain("<style>h1 { margin: 0 }</style>");
    expect(headers["content-security-policy"]).toBe(policyOf(text));
    expect(headers["content-security-policy"]).toContain("style-src 'sha256-");
    expect(headers["content-security-policy"]).not.toContain("script-src");
  });

  it("serves a publication that links its style sheets as it was stored", async () => {
    await server.post(`${incident}/publications`);
    const sought = await server.views.seek(incident.split("/").at(-1) ?? "");
    if (sought.is !== "found" || !sought.drafted.publication) throw new Error("the incident is published");
    const html = '<html><head><link rel="stylesheet" href="/assets/base.css"></head></html>';
    await server.store.appendPublication({ ...sought.drafted.publication, number: 2, html });
    const { text, headers } = await server.get(`${incident}/publications/2.html`);
    expect(text).toBe(html);
    expect(headers["content-security-policy"]).toContain("style-src 'self'");
  });

  it("marks what is new after a publication", async () => {
    await server.post(`${incident}/publications`);
    await server.store.appendSightings([lateDeploy]);
    const { entries } = await readDraft(server, incident);
    expect(entries.filter((entry) => entry.new).map(({ evidence }) => evidence[0]?.event)).toEqual([
      lateDeploy.event.key,
    ]);
  });

  it("keeps the incident's name when an earlier opener turns up later", async () => {
    await server.post(`${incident}/publications`);
    await server.store.appendSightings([
      seen({
        ...{ key: "am/alertmanager:v1:f0:firing", kind: "alert", action: "firing", service: "basket" },
        ...{ title: "Basket slow", severity: "critical", correlation: [{ type: "episode", value: "f0" }] },
        occurredAt: minutes(-3),
      }),
    ]);
    const draft = await readDraft(server, incident);
    expect(incident).toContain(draft.incident.id);
    expect(draft.incident.startedAt).toBe("2026-03-01T09:57:00.000Z");
  });

  it("publishes under no other number than the one that was wished for", async () => {
    const first = await server.post<Made>(`${incident}/publications`, { number: 1 });
    expect(first.body.publication).toMatchObject({ number: 1 });
    const late = await server.post(`${incident}/publications`, { number: 1 });
    expect(late).toMatchObject({ status: 409, body: { code: "published_meanwhile" } });
    const early = await server.post(`${incident}/publications`, { number: 3 });
    expect(early).toMatchObject({ status: 422, body: { code: "unknown_number" } });
    const second = await server.post<Made>(`${incident}/publications`, { number: 2 });
    expect(second.body.publication).toMatchObject({ number: 2 });
  });

  it("refuses a draft that is not the one looked at, a conflict, and a body that is none", async () => {
    const { digest, entries } = await readDraft(server, incident);
    await server.store.appendSightings([lateDeploy]);
    const stale = await server.post(`${incident}/publications`, { digest });
    expect(stale).toMatchObject({ status: 412, body: { code: "draft_changed" } });
    const alert = entries.find(({ kind }) => kind === "alert");
    await server.post(`${incident}/decisions`, {
      ...{ type: "reword", entry: alert?.id, version: 0, basis: "What stood there once", text: "Errors" },
    });
    const blocked = await server.post<Made>(`${incident}/publications`, {});
    expect(blocked).toMatchObject({ status: 409, body: { code: "blocked" } });
    expect(blocked.body.obstacles.map(({ blocks, code }) => [blocks, code])).toContainEqual([
      true,
      "undecided_conflict",
    ]);
    expect((await server.post(`${incident}/publications`, { by: "root" })).status).toBe(400);
    expect((await server.post(`${incident}/publications`, { zone: "Nowhere" })).status).toBe(400);
    expect((await server.post(`${incident}/publications?dryrun=true`)).status).toBe(400);
  });

  describe("of chat in which people took words back", () => {
    const said = (action: string, minute: number, title: string, id: string) =>
      seen({
        ...{ key: `chat/slack:v1:C1:${id}:${minute}`, kind: "message", action, title },
        actor: { type: "human", name: "Otto" },
        correlation: [
          { type: "message", value: id },
          { type: "channel", value: "shop-ops" },
        ],
        ...(action === "posted" ? {} : { refersTo: { type: "message", value: id } }),
        occurredAt: minutes(minute),
      });
    const WITHDRAWN = ["basket is down, Ines broke it", "basket is down, and I am a fool"];
    const STANDING = "basket is down since the deploy";
    const forms = (of: string) =>
      Promise.all(["", ".md", ".html"].map((form) => server.get(`${incident}/${of}${form}`)));

    beforeEach(async () => {
      const [edited = "", deleted = ""] = WITHDRAWN;
      await server.store.appendSightings([
        said("posted", 7, edited, "m1"),
        said("edited", 8, STANDING, "m1"),
        said("posted", 9, deleted, "m2"),
        said("deleted", 10, deleted, "m2"),
      ]);
      const { entries } = await readDraft(server, incident);
      const gone = entries.find(({ text }) => text === "Otto deleted a message");
      const shown = await server.post(`${incident}/decisions`, { type: "show", entry: gone?.id, version: 0 });
      expect(shown.status).toBe(200);
    });

    it("quotes only what stands, and says why it does not quote the rest", async () => {
      expect((await server.post(`${incident}/publications`)).status).toBe(201);
      const [json, ...documents] = await forms("publications/1");
      for (const text of [json?.text, ...documents.map((each) => each.text)]) {
        expect(text).toContain(STANDING);
        for (const words of WITHDRAWN) expect(text).not.toContain(words);
      }
      for (const { text } of documents) {
        expect(text.replaceAll("\u00A0", " ")).toContain(
          "received 2026-03-01 10:07:05.000 UTC, 5 s later; edited later: these words are not quoted",
        );
        expect(text.match(/the message was deleted: its words are not quoted/g)).toHaveLength(2);
      }
      const pieces = (JSON.parse(json?.text ?? "") as Draft).entries.flatMap(({ evidence }) => evidence);
      const withdrawn = pieces.filter((piece) => piece.withdrawn !== undefined);
      expect(withdrawn.map((piece) => [piece.withdrawn, piece.quote, piece.source])).toEqual([
        ["edited", undefined, "chat"],
        ["deleted", undefined, "chat"],
        ["deleted", undefined, "chat"],
      ]);
    });

    it("leaves the draft with every word for those who review it, and its documents as they would be published", async () => {
      const [json, ...documents] = await forms("draft");
      for (const words of WITHDRAWN) {
        expect(json?.text).toContain(words);
        for (const { text } of documents) expect(text).not.toContain(words);
      }
    });

    it("knows its own bytes again: nothing has changed since", async () => {
      await server.post(`${incident}/publications`);
      const again = await server.post<Made>(`${incident}/publications?dry_run=true`);
      expect(again.body.obstacles.map(({ code }) => code)).toContain("unchanged");
    });
  });

  it("publishes once for one Idempotency-Key", async () => {
    const key = { "idempotency-key": "p1" };
    const first = await server.post<Made>(`${incident}/publications`, {}, key);
    const again = await server.post<Made>(`${incident}/publications`, {}, key);
    expect([again.status, again.body]).toEqual([201, first.body]);
    const other = await server.post(`${incident}/publications`, { zone: "UTC" }, key);
    expect(other).toMatchObject({ status: 422, body: { code: "idempotency_key_reused" } });
    expect((await server.get<{ items: Line[] }>(`${incident}/publications`)).body.items).toHaveLength(1);
  });

  it("publishes once for one Idempotency-Key whatever happens in between, with the same answer", async () => {
    const key = { "idempotency-key": "p1" };
    const both = await Promise.all([1, 2].map(() => server.post<Made>(`${incident}/publications`, {}, key)));
    expect(both.map(({ status }) => status)).toEqual([201, 201]);
    expect(both[0]?.body).toEqual(both[1]?.body);
    // A process that comes after a crash knows what the store holds, and nothing else.
    const reborn = await serve({ views: viewsOf(server.store) });
    const again = await reborn.post<Made>(`${incident}/publications`, {}, key);
    expect([again.status, again.body]).toEqual([201, both[0]?.body]);
    expect((await reborn.post(`${incident}/publications`, { zone: "UTC" }, key)).status).toBe(422);
    expect((await server.get<{ items: Line[] }>(`${incident}/publications`)).body.items).toHaveLength(1);
    expect((await server.post(`${incident}/publications`, {}, { "idempotency-key": "" })).status).toBe(400);
    const ofAnother = await server.post<Made>(`${incident}/publications`, {}, { ...key, "x-annalist-user": "Ines" });
    expect(ofAnother.body.publication?.number).toBe(2);
  });

  it("gives a number to one of two who publish at once", async () => {
    const both = await Promise.all([1, 2].map(() => server.post(`${incident}/publications`)));
    expect(both.map(({ status }) => status).sort()).toEqual([201, 409]);
  });
});
