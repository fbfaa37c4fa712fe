import { Value } from "typebox/value";
import { beforeEach, describe, expect, it } from "vitest";
import type { Draft, Entry } from "../../src/domain/draft/schema.ts";
import { Delta } from "../../src/views/delta.ts";
import { readDraft, type Server, serve, shopIncident } from "./server.ts";

let server: Server;
let incident: string;
let draft: Draft;
beforeEach(async () => {
  server = await serve();
  incident = await shopIncident(server);
  draft = await readDraft(server, incident);
});

function entryOf(kind: Entry["kind"], of: Draft = draft): Entry {
  const entry = of.entries.find((one) => one.kind === kind);
  if (!entry) throw new Error(`no ${kind}`);
  return entry;
}
const actionFacts = { text: "Write down how to restore", due: "2026-03-20" };
const hide = (kind: Entry["kind"], version = 0) => ({ type: "hide", entry: entryOf(kind).id, version });

describe("POST decisions", () => {
  it("takes words that tell why, and says in the answer what they do", async () => {
    const { id, text } = entryOf("change");
    const reworded = { type: "reword", entry: id, version: 0, basis: text, text: "Basket 4.2 because of the fair" };
    const { status, body } = await server.post<Delta>(`${incident}/decisions`, reworded);
    expect(status).toBe(200);
    expect(body.changed.find((entry) => entry.id === id)?.lint).toEqual([
      { rule: "why", span: [11, 18], words: "because", reason: "It tells why.", hint: "Say what." },
    ]);
  });

  it("takes one and answers with what changed, never with the whole draft", async () => {
    const answer = await server.post<Delta & { numbers: number[]; by: string; at: string }>(
      `${incident}/decisions`,
      hide("change"),
    );
    expect(answer.status).toBe(200);
    expect(Value.Check(Delta, answer.body)).toBe(true);
    expect(answer.body).toMatchObject({ numbers: [1], revision: 1, by: "local", at: "2026-03-01T21:40:00.000Z" });
    expect(answer.body.changed.map(({ id, visibility, version }) => [id, visibility, version])).toEqual([
      [entryOf("change").id, "log", 1],
    ]);
    expect(answer.body.removed).toEqual([]);
    const after = await readDraft(server, incident);
    expect(after).toMatchObject({ revision: 1, digest: answer.body.digest });
    expect(after.entries).toHaveLength(draft.entries.length);
  });

  /** What a program makes of the draft that it holds and of an answer, or of a server-sent event. */
  function applied(old: Draft, { changed, removed, head, counts: _, ...rest }: Delta): Draft {
    const { digest, revision, review, moments, detection, metrics, findings, questions, actions, orphans } = rest;
    const now = new Map(changed.map((entry) => [entry.id, entry]));
    const kept = old.entries.filter(({ id }) => !now.has(id) && !removed.includes(id));
    const entries = [...kept, ...now.values()].sort((a, b) => (a.order < b.order ? -1 : 1));
    const small = { digest, revision, review, moments, detection, metrics, findings, questions, actions, orphans };
    return { ...old, ...small, incident: head, entries };
  }

  it("applied to the old draft, each answer gives the new one, whole", async () => {
    const [alert, report] = [entryOf("alert"), entryOf("human_report")];
    const moment = (name: string, entry: string | null, version = 0) => ({ type: "moment", name, version, entry });
    const steps: readonly unknown[] = [
      [
        { type: "reword", entry: alert.id, version: 0, basis: alert.text, text: "Errors in the basket" },
        { type: "add", at: "2026-03-01T10:10:00Z", precision: "m", kind: "observation", text: "Queue empty" },
      ],
      { type: "rekind", entry: report.id, version: 0, basis: report.kind, kind: "symptom" },
      { type: "annotate", entry: alert.id, version: 2, text: "Asked the vendor" },
      moment("resolved", null),
      moment("detected", report.id),
      { type: "undo", decision: 3 },
      { type: "hide", entry: report.id, version: 7 },
      { type: "undo", decision: 5 },
    ];
    for (const step of steps) {
      const { status, body } = await server.post<Delta>(`${incident}/decisions`, step);
      expect(status, JSON.stringify([step, body])).toBe(200);
      const after = await readDraft(server, incident);
      expect(applied(draft, body)).toEqual(after);
      draft = after;
    }
  });

  it("tells of a review, and of a decision whose line an undo took away", async () => {
    const add = { type: "add", at: "2026-03-01T10:10:00Z", precision: "m", kind: "recovery", text: "Tills work" };
    const added = await server.post<Delta>(`${incident}/decisions`, add);
    const on = { type: "moment", name: "mitigated", version: 0, entry: added.body.changed[0]?.id };
    const { body } = await server.post<Delta>(`${incident}/decisions`, on);
    const review = { type: "review", digest: body.digest };
    draft = await readDraft(server, incident);
    for (const step of [review, { type: "undo", decision: 1 }]) {
      const answer = await server.post<Delta>(`${incident}/decisions`, step);
      draft = applied(draft, answer.body);
      expect(draft).toEqual(await readDraft(server, incident));
    }
    expect([draft.review?.by, draft.orphans.length]).toEqual(["local", 1]);
  });

  it("takes an array whole or not at all", async () => {
    const wrong = { type: "hide", entry: "e_00000000000000000000", version: 0 };
    const refused = await server.post(`${incident}/decisions`, [hide("change"), wrong]);
    expect(refused).toMatchObject({ status: 422, body: { code: "unknown_entry", index: 1 } });
    expect((await readDraft(server, incident)).revision).toBe(0);
    const taken = await server.post(`${incident}/decisions`, [hide("change"), hide("alert")]);
    expect(taken.body).toMatchObject({ numbers: [1, 2], revision: 2 });
    const undone = await server.post<Delta>(`${incident}/decisions`, { type: "undo", decision: 2 });
    expect(undone.body.changed.map(({ visibility }) => visibility)).toEqual(["timeline", "timeline"]);
  });

  it("keeps no more of what a person saw than a draft can say", async () => {
    const { id } = entryOf("change");
    const [longest, longer] = ["b".repeat(2_000), "b".repeat(2_001)];
    const statusOf = async (decision: object) => (await server.post(`${incident}/decisions`, decision)).status;
    const seen = { type: "reword", entry: id, version: 0, text: "Basket 4.2 went out" };
    const given = { type: "action", id: "a_00000000000000000000", version: 0, text: "Write it down" };
    expect([
      await statusOf({ ...seen, basis: longer }),
      await statusOf({ ...given, basis: { text: longer, owner: null } }),
      await statusOf({ ...given, basis: { text: "", owner: longer } }),
    ]).toEqual([400, 400, 400]);
    expect((await readDraft(server, incident)).revision).toBe(0);
    expect(await statusOf({ ...seen, basis: longest })).toBe(200);
    // There is no such item: what was seen of it is not what is wrong.
    expect(await statusOf({ ...given, basis: { text: longest, owner: longest } })).toBe(422);
  });

  it("answers 409 with both sides where somebody decided on the same entry, and only then", async () => {
    await server.post(`${incident}/decisions`, hide("change"), { "x-annalist-user": "In%C3%A9s" });
    expect((await server.post(`${incident}/decisions`, hide("alert"))).status).toBe(200);
    const { id } = entryOf("change");
    const late = await server.post(`${incident}/decisions`, { type: "pin", entry: id, version: 0 });
    expect(late.headers["content-type"]).toMatch("application/problem+json");
    expect(late).toMatchObject({
      status: 409,
      body: {
        code: "decided_meanwhile",
        detail: expect.stringMatching(/^Inés decided/),
        index: 0,
        decision: { type: "pin" },
        entry: { id, visibility: "log", version: 1 },
        since: [{ number: 1, by: "Inés", decision: { type: "hide" } }],
      },
    });
    expect((await server.post(`${incident}/decisions`, { type: "pin", entry: id, version: 1 })).status).toBe(200);
  });

  it("takes action items, and answers 409 with both sides where somebody decided on the same one", async () => {
    const item = { type: "action", text: "Write down how to restore", due: "2026-03-20" };
    const added = await server.post<Delta & { numbers: number[] }>(`${incident}/decisions`, item);
    expect(added).toMatchObject({ status: 200, body: { changed: [], actions: [{ ...actionFacts, version: 1 }] } });
    const [action] = added.body.actions;
    const id = action?.id;
    const theirs = { type: "action", id, version: 1, owner: "Otto" };
    await server.post(`${incident}/decisions`, theirs, { "x-annalist-user": "Otto" });
    const mine = { type: "action", id, version: 1, state: "done" };
    expect(await server.post(`${incident}/decisions`, mine)).toMatchObject({
      status: 409,
      body: { entry: null, finding: null, action: { id, owner: "Otto" }, since: [{ number: 2, by: "Otto" }] },
    });
    await server.post(`${incident}/decisions`, { ...mine, version: 2 });
    const closed = { ...actionFacts, id, owner: "Otto", state: "done", version: 3 };
    expect((await readDraft(server, incident)).actions).toMatchObject([closed]);
    type Published = { publication: { number: number } };
    expect((await server.post<Published>(`${incident}/publications`)).body.publication.number).toBe(1);
    await server.post(`${incident}/decisions`, { ...mine, version: 3, state: "open" });
    expect((await server.get<Draft>(`${incident}/publications/1`)).body.actions).toMatchObject([closed]);
    const markdown = (await server.get(`${incident}/publications/1.md`)).text;
    expect(markdown).toMatch(/- Write down how to restore · \*\*Otto\*\* · due 2026-03-20 · done/);
  });

  it("takes another kind for a line; a publication keeps the kind that it was published with", async () => {
    const { id } = entryOf("change");
    const rekind = { type: "rekind", entry: id, version: 0, basis: "change", kind: "failed_attempt" };
    const key = { "idempotency-key": "kind-1" };
    const first = await server.post<Delta>(`${incident}/decisions`, rekind, key);
    expect(first.status).toBe(200);
    expect(first.body.changed).toMatchObject([{ id, kind: "failed_attempt", version: 1, machine: { kind: "change" } }]);
    expect((await server.post<Delta>(`${incident}/decisions`, rekind, key)).body).toEqual(first.body);
    expect(await server.post(`${incident}/decisions`, { ...rekind, kind: "rollback" })).toMatchObject({
      status: 409,
      body: { code: "decided_meanwhile", entry: { id, kind: "failed_attempt" }, since: [{ number: 1 }] },
    });
    await server.post(`${incident}/publications`);
    const published = async (form: string) => (await server.get(`${incident}/publications/1${form}`)).text;
    const before = [await published(""), await published(".md")];
    expect(before[1]).toMatch(/\| Failed try \|/);
    await server.post(`${incident}/decisions`, { type: "undo", decision: 1 });
    expect(entryOf("change", await readDraft(server, incident)).id).toBe(id);
    expect([await published(""), await published(".md")]).toEqual(before);
  });

  it("takes a note beside a line; a publication keeps the notes that it was published with", async () => {
    const { id, text } = entryOf("change");
    const note = { type: "annotate", entry: id, version: 0, text: "The vendor's case is 4711" };
    const { body } = await server.post<Delta>(`${incident}/decisions`, note, { "idempotency-key": "note-1" });
    await server.post(`${incident}/decisions`, note, { "idempotency-key": "note-1" });
    expect(body.changed).toMatchObject([{ id, text, version: 1, notes: [{ by: "local", text: note.text }] }]);
    await server.post(`${incident}/publications`);
    await server.post(`${incident}/decisions`, { type: "undo", decision: 1 });
    expect(entryOf("change", await readDraft(server, incident)).notes).toEqual([]);
    expect(entryOf("change", (await server.get<Draft>(`${incident}/publications/1`)).body).notes).toHaveLength(1);
    const markdown = (await server.get(`${incident}/publications/1.md`)).text;
    expect(markdown).toMatch(/· \*1 note\*\[\^1\]/);
    expect(markdown).toMatch(/\[\^1\]: Note by local, 2026-03-01 21:40:00 UTC: The vendor's case is 4711\n/);
  });

  it("takes what a key moment was; a publication keeps what it was published with", async () => {
    const { id, at } = entryOf("acknowledgement");
    const before = draft.moments.mitigated;
    const set = { type: "moment", name: "mitigated", version: 0, entry: id };
    const key = { "idempotency-key": "moment-1" };
    const first = await server.post<Delta>(`${incident}/decisions`, set, key);
    expect(first.body).toMatchObject({ changed: [], removed: [], metrics: { ttm: 240 } });
    expect(first.body.moments.mitigated).toEqual({
      ...{ at, entry: id, reason: "set: local set it to this line", version: 1 },
      machine: { at: before.at, entry: before.entry },
    });
    expect((await server.post<Delta>(`${incident}/decisions`, set, key)).body).toEqual(first.body);
    expect((await readDraft(server, incident)).moments).toEqual(first.body.moments);
    const late = await server.post(`${incident}/decisions`, { ...set, entry: null });
    expect(late).toMatchObject({
      status: 409,
      body: {
        ...{ code: "decided_meanwhile", entry: null, finding: null, action: null },
        ...{ moment: { name: "mitigated", entry: id, version: 1 }, since: [{ number: 1 }] },
      },
    });
    await server.post(`${incident}/publications`);
    const published = async (form: string) => (await server.get(`${incident}/publications/1${form}`)).text;
    const bytes = [await published(""), await published(".md")];
    expect(bytes[1]).toContain("**Mitigated:** 2026-03-01 10:04:00 UTC, T+4:00");
    expect(bytes[1]).toContain("**Time to mitigate:** 4 min");
    await server.post(`${incident}/decisions`, { type: "undo", decision: 1 });
    expect((await readDraft(server, incident)).moments.mitigated).toEqual({ ...before, version: 2 });
    expect([await published(""), await published(".md")]).toEqual(bytes);
  });

  it("lists an incident as it stands once a person said when it was over", async () => {
    const [line] = (
      await server.get<{ items: { status: string; endedAt: string }[] }>("/api/v1/incidents?service=basket")
    ).body.items;
    expect(line?.status).toBe("resolved");
    await server.post(`${incident}/decisions`, { type: "moment", name: "resolved", version: 0, entry: null });
    const [now] = (await server.get<{ items: object[] }>("/api/v1/incidents?service=basket")).body.items;
    expect(now).toMatchObject({ status: "mitigated", endedAt: null });
  });

  it("answers 412 unless the incident is at the revision of If-Match", async () => {
    expect((await server.post(`${incident}/decisions`, hide("change"), { "if-match": '"0"' })).status).toBe(200);
    const stale = await server.post(`${incident}/decisions`, hide("alert"), { "if-match": '"0"' });
    expect(stale).toMatchObject({ status: 412, body: { code: "revision_changed", revision: 1 } });
    expect((await server.post(`${incident}/decisions`, hide("alert"), { "if-match": "7" })).status).toBe(400);
    expect((await server.post(`${incident}/decisions`, hide("alert"), { "if-match": "*" })).status).toBe(200);
  });

  it("decides once however often a request with the same Idempotency-Key comes", async () => {
    const add = { type: "add", at: "2026-03-01T10:10:00Z", precision: "m", kind: "observation", text: "Queue empty" };
    const key = { "idempotency-key": "k1" };
    const first = await server.post(`${incident}/decisions`, add, key);
    const again = await Promise.all([1, 2, 3].map(() => server.post(`${incident}/decisions`, { ...add }, key)));
    for (const answer of again) expect(answer.body).toEqual(first.body);
    expect((await readDraft(server, incident)).revision).toBe(1);
    const other = await server.post(`${incident}/decisions`, { ...add, text: "Queue full" }, key);
    expect(other).toMatchObject({ status: 422, body: { code: "idempotency_key_reused" } });
    const somebodyElse = await server.post(`${incident}/decisions`, add, { ...key, "x-annalist-user": "Otto" });
    expect(somebodyElse.body).toMatchObject({ numbers: [2] });
  });

  it("takes twenty editors at once, each with its own entry to add", async () => {
    const texts = Array.from({ length: 20 }, (_, n) => `Line ${n}`);
    const answers = await Promise.all(
      texts.map((text) =>
        server.post<{ numbers: number[] }>(`${incident}/decisions`, {
          ...{ type: "add", at: "2026-03-01T10:10:00Z", precision: "m", kind: "observation", text },
        }),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual(texts.map(() => 200));
    expect(answers.flatMap(({ body }) => body.numbers).sort((a, b) => a - b)).toEqual(texts.map((_, n) => n + 1));
  });

  it.each([
    ["no decision", { type: "rename" }, "body/type must be one of hide, show, pin"],
    ["no object", "hide", "body must be an object"],
    [
      "a missing member",
      { type: "hide", entry: "e_00000000000000000000" },
      "body must have required properties version",
    ],
    [
      "a member that nobody asked for",
      { type: "undo", decision: 1, by: "root" },
      'body/by is no member of the decision "undo"',
    ],
    [
      "a line break",
      { type: "add", at: "x", precision: "m", kind: "observation", text: "a\nb" },
      "body/text must match pattern",
    ],
    ["an action item without words", { type: "action", owner: "Otto" }, "body must have required properties text"],
    [
      "a decision on an action item without the version seen",
      { type: "action", id: "a_00000000000000000000", state: "done" },
      "body must have required properties version",
    ],
    [
      "a decision on an action item that is not named by its id",
      { type: "action", action: "a_00000000000000000000", version: 0, state: "done" },
      "body must have required properties id",
    ],
    ["an owner of blanks", { type: "action", text: "x", owner: " " }, "body/owner must match pattern"],
    ["a day that is none", { type: "action", text: "x", due: "friday" }, "body/due must match pattern"],
    [
      "a precision that is none",
      { type: "add", at: "x", precision: "second", kind: "observation", text: "x" },
      "body/precision must be one of ns, us, ms, s, m, day, unknown",
    ],
    ["an empty array", [], "between 1 and 500"],
    [
      "a key moment that is none",
      { type: "moment", name: "noticed", version: 0, entry: null },
      "body/name must be one of impactStarted, detected, declared",
    ],
    [
      "a key moment of which nothing is said",
      { type: "moment", name: "mitigated", version: 0 },
      "body must have required properties entry",
    ],
    [
      "a kind that is none",
      { type: "rekind", entry: "e_00000000000000000000", version: 0, basis: "alert", kind: "gossip" },
      "body/kind must be one of change, rollback, symptom",
    ],
    ["a wrong one in an array", [{ type: "undo", decision: 0 }], "body/0/decision must be >= 1"],
  ])("says what is wrong with %s", async (_, body, detail) => {
    const refused = await server.post(`${incident}/decisions`, body);
    expect(refused).toMatchObject({ status: 400, body: { code: "invalid_request" } });
    expect(refused.body["detail"]).toContain(detail);
  });

  it("keeps apart what cannot be read and what cannot be done", async () => {
    const add = { type: "add", at: "yesterday", precision: "m", kind: "observation", text: "x" };
    expect(await server.post(`${incident}/decisions`, add)).toMatchObject({
      status: 422,
      body: { code: "unreadable_time" },
    });
    const broken = await server.app.inject({
      ...{ method: "POST", url: `${incident}/decisions`, payload: "{" },
      headers: { host: "localhost", "content-type": "application/json" },
    });
    expect([broken.statusCode, broken.json().code]).toEqual([400, "invalid_json"]);
    const form = await server.app.inject({
      ...{ method: "POST", url: `${incident}/decisions`, payload: "type=hide" },
      headers: { host: "localhost", "content-type": "application/x-www-form-urlencoded" },
    });
    expect([form.statusCode, form.json().code]).toEqual([415, "unsupported_media_type"]);
  });

  it("refuses a name that is none", async () => {
    for (const name of ["%", "%0A", " ", "x".repeat(101), "a%E2%80%AEb"])
      expect((await server.post(`${incident}/decisions`, hide("change"), { "x-annalist-user": name })).status).toBe(
        400,
      );
    expect((await readDraft(server, incident)).revision).toBe(0);
  });
});

describe("GET decisions", () => {
  it("lists them by number, in pages, without what only the server needs", async () => {
    await server.post(`${incident}/decisions`, [hide("change"), hide("alert")], { "idempotency-key": "k" });
    await server.post(`${incident}/decisions`, { type: "review", digest: (await readDraft(server, incident)).digest });
    type Page = { items: { number: number }[]; next: string | null };
    const first = await server.get<Page>(`${incident}/decisions?limit=2`);
    expect(first.body.items.map(({ number }) => number)).toEqual([1, 2]);
    expect(Object.keys(first.body.items[0] ?? {}).sort()).toEqual([
      "anchors",
      "at",
      "batch",
      "by",
      "decision",
      "number",
    ]);
    const second = await server.get<Page>(`${incident}/decisions?limit=2&cursor=${first.body.next}`);
    expect(second.body).toMatchObject({ items: [{ number: 3 }], next: null });
  });
});
