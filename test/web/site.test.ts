import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Draft } from "../../src/domain/draft/schema.ts";
import type { OpsEvent } from "../../src/domain/event.ts";
import { policyOf } from "../../src/publish/html-policy.ts";
import { ApiProblem } from "../../src/web/api.ts";
import { pagesPlugin } from "../../src/web/plugin.ts";
import { answerFailure } from "../../src/web/site.ts";
import { KINDS } from "../../src/web/view/words.ts";
import { RAW, readDraft, type Server, serve, shopIncident } from "../api/server.ts";
import { minutes } from "../domain/events.ts";
import { seen } from "../views/world.ts";

type Fields = Readonly<Record<string, string | number>>;

it("tells a reader of a store that is away what to do, and not what a program would do", () => {
  const detail =
    "MongoDB does not answer. Ask again soon; with an Idempotency-Key, what was done already is not done twice.";
  const { status, body } = answerFailure(new ApiProblem(503, { code: "store_unavailable", detail }));
  expect(status).toBe(503);
  expect(body).toContain("Load this page again soon");
  expect(body).not.toContain("Idempotency");
});

describe("the pages, over HTTP", () => {
  let server: Server;
  let draft: Draft;
  beforeEach(async () => {
    server = await serve({ pages: pagesPlugin });
    draft = await readDraft(server, await shopIncident(server));
  });
  afterEach(() => server.app.close());

  const address = () => `/incidents/${draft.incident.id}`;
  const submit = async (url: string, fields: Fields, headers: Readonly<Record<string, string>> = {}) => {
    const body = new URLSearchParams(Object.entries(fields).map(([name, value]) => [name, String(value)]));
    const type = { "content-type": "application/x-www-form-urlencoded" };
    const payload = body.toString();
    const answer = await server.app.inject({
      method: "POST",
      url,
      headers: { host: "localhost", ...type, ...headers },
      payload,
    });
    return { status: answer.statusCode, to: String(answer.headers["location"] ?? ""), text: answer.body };
  };
  const shown = () => {
    const [first, second] = draft.entries.filter(({ visibility }) => visibility === "timeline");
    if (!first || !second) throw new Error("the shop's timeline has two entries");
    return [first, second] as const;
  };

  const shownLines = () => draft.entries.filter(({ visibility }) => visibility === "timeline");

  it.each(["/incidents", "/sources", `/deliveries/${RAW.id}`])(
    "serves %s as HTML under a strict policy",
    async (url) => {
      const { status, headers, text } = await server.get(url);
      expect(status).toBe(200);
      expect(headers["content-type"]).toBe("text/html; charset=utf-8");
      expect(headers["content-security-policy"]).toContain("script-src 'self'; style-src 'self'");
      expect(text).not.toMatch(/<script>|<style|\sstyle=|\son[a-z]+=/);
    },
  );

  it("shows a publication under the policy of its own styles", async () => {
    await server.post(`${await shopIncident(server)}/publications`);
    const { text, headers } = await server.get(`${address()}/p/1`);
    expect(text).toContain("<style>");
    expect(headers["content-security-policy"]).toBe(policyOf(text));
  });

  it("shows before publishing what readers will see, in a frame that runs nothing and that no other site can make", async () => {
    const publishing = (await server.get(`${address()}/publish`)).text;
    const [frame = "", src = ""] = /<iframe [^>]*src="([^"]+)"[^>]*>/.exec(publishing) ?? [];
    expect(frame).toContain('sandbox="allow-same-origin allow-popups"');
    const preview = await server.get(src);
    expect([preview.status, preview.headers["content-type"]]).toEqual([200, "text/html; charset=utf-8"]);
    expect(preview.text).toContain(draft.incident.title);
    expect(preview.headers["content-security-policy"]).toBe(policyOf(preview.text, "'self'"));
    expect(preview.headers["content-security-policy"]).toMatch(/^default-src 'none';.*frame-ancestors 'self'$/);
    const known = await server.get(src, { "if-none-match": String(preview.headers["etag"]) });
    const policies = [known, preview].map(({ headers }) => headers["content-security-policy"]);
    expect([known.status, policies[0]]).toEqual([304, policies[1]]);
  });

  it("leads from the root to the list, and from a former name to the incident", async () => {
    expect((await server.get("/")).headers["location"]).toBe("/incidents");
    const [alias] = draft.incident.aliases;
    if (alias === undefined) throw new Error("the shop's incident has an alias");
    const { status, headers } = await server.get(`/incidents/${alias}?view=log`);
    expect([status, headers["location"]]).toEqual([303, `${address()}?view=log`]);
  });

  it.each([
    ["/incidents/inc_00000000000000000000", /no incident/i],
    ["/incidents/inc_00000000000000000000/publish", /no incident/i],
    ["/deliveries/none", /no delivery none/],
    ["/nowhere", /no page at this address/],
  ])("says in words that %s is not here", async (url, words) => {
    const { status, text } = await server.get(url);
    expect(status).toBe(404);
    expect(text).toContain("<h1>Not here</h1>");
    expect(text).toMatch(words);
  });

  it("takes a reword that tells why, and says so at the entry; what unfolds says what to write instead", async () => {
    const [{ id, text }] = shown();
    expect((await server.get(address())).text).not.toContain("wording");
    const form = { type: "reword", entry: id, version: 0, basis: text, text: "Basket <4> because because", view: "" };
    expect((await submit(`${address()}/decide`, form)).to).toBe(`${address()}#${id}`);
    const page = (await server.get(address())).text;
    expect(page).toContain('<span class="flag wording">tells why</span>');
    expect(page).toContain("<li><strong>“because” tells why.</strong> It tells why. Say what.</li>");
    expect(page).toContain("<li><strong>“because” tells why, too.</strong></li>");
    const publishing = (await server.get(`${address()}/publish`)).text;
    expect(publishing).toMatch(/1 line says more than what happened[^<]*“?"?because/);
    expect(publishing).toContain("Publish version 1");
    await server.post(`${await shopIncident(server)}/publications`);
    expect((await server.get(`${address()}/p/1`)).text).not.toContain("tells why");
  });

  it("leads from a key moment to the entry that it stands on, also where that was hidden; a publication leads only to what it shows", async () => {
    const { entry = null } = draft.moments.detected;
    await submit(`${address()}/decide`, { type: "hide", entry: entry ?? "", version: 0, view: "" });
    const deadLinks = async (url: string) => {
      const { text } = await server.get(url);
      const targets = [...text.matchAll(/href="#([^"]+)"/g)].map(([, target]) => target);
      return [...new Set(targets)].filter((target) => !text.includes(`id="${target}"`));
    };
    expect((await server.get(address())).text).toContain(`<a href="?view=log#${entry}" title="first_sign`);
    expect(await deadLinks(address())).toEqual([]);
    expect(await deadLinks(`${address()}?view=log`)).toEqual([]);
    await server.post(`${await shopIncident(server)}/publications`);
    expect(await deadLinks(`${address()}/p/1`)).toEqual([]);
  });

  it("shows in evidence also what was edited away, and marks it as that", async () => {
    const named = { type: "message", value: "m1" };
    const said = (action: string, minute: number, title: string, facts: Partial<OpsEvent> = {}) =>
      seen({
        ...{ key: `chat/slack:v1:C1:m1:${minute}`, kind: "message", action, title, occurredAt: minutes(minute) },
        ...{ correlation: [named, { type: "channel", value: "shop-ops" }], ...facts },
      });
    await server.store.appendSightings([
      said("posted", 7, "basket is down, Ines broke it"),
      said("edited", 8, "basket is down since the deploy", { refersTo: named }),
    ]);
    const { text } = await server.get(address());
    const pieces = [...text.matchAll(/<blockquote>(.*?)<\/blockquote>/g)].map(([, piece = ""]) => piece);
    const marked = pieces.map((piece) => [/<bdi[^>]*>([^<]*)/.exec(piece)?.[1], piece.includes("edited later")]);
    expect(marked).toContainEqual(["basket is down, Ines broke it", true]);
    expect(marked).toContainEqual(["basket is down since the deploy", false]);
  });

  it("shows what is left of a delivery whose bytes are not kept any more", async () => {
    const left = { id: "d-1", source: "am", receivedAt: minutes(1), place: "bells/3/7", sweptAt: minutes(130_000) };
    const swept = await serve({ pages: pagesPlugin, readDelivery: async () => left });
    const { status, text } = await swept.get("/deliveries/d-1");
    expect(status).toBe(410);
    expect(text).toContain("<h1>Delivery from am</h1>");
    expect(text).toMatch(
      /not kept any more.*retention\.raw.*<dt>Kept until<\/dt>.*2026-05-30.*<dt>In Kafka<\/dt>.*bells/s,
    );
  });

  it("has an icon where browsers look for one by themselves", async () => {
    const { status, headers } = await server.get("/favicon.ico");
    expect([status, headers["content-type"]]).toEqual([200, "image/svg+xml"]);
  });

  it("leaves unknown paths of the API to the API", async () => {
    const { status, headers } = await server.get("/api/v1/nothing");
    expect([status, headers["content-type"]]).toEqual([404, "application/problem+json; charset=utf-8"]);
  });

  it("goes back to the entry that was decided on, in the view where that was", async () => {
    const [{ id, version }] = shown();
    const { status, to } = await submit(`${address()}/decide`, {
      type: "pin",
      entry: id,
      version,
      view: "view=log&zone=Europe%2FMadrid",
    });
    expect([status, to]).toEqual([303, `${address()}?view=log&zone=Europe%2FMadrid#${id}`]);
  });

  it("goes on to the neighbour of what left the list, and nowhere else", async () => {
    const [{ id, version }, second] = shown();
    const hide = { type: "hide", entry: id, version, view: "" };
    const away = await submit(`${address()}/decide`, { ...hide, back: "x\r\nlocation: https://elsewhere.example" });
    expect(away.to).toBe(`${address()}#${id}`);
    const show = await submit(`${address()}/decide`, {
      type: "undo",
      decision: 1,
      view: "https://elsewhere.example?view=log",
      back: second.id,
    });
    expect(show.to).toBe(`${address()}#${second.id}`);
  });

  it("says what was decided last, on what, and what an undo took back", async () => {
    const [{ id, version, text }] = shown();
    const last = async () => /Last, .*?<bdi>(.*?)<\/bdi>/.exec((await server.get(address())).text)?.[1];
    const undo = (decision: number) => submit(`${address()}/decide`, { type: "undo", decision, view: "" });
    await submit(`${address()}/decide`, { type: "pin", entry: id, version, view: "" });
    const pinned = `pinned “${text.slice(0, 48).trimEnd()}${text.length > 48 ? "…" : ""}”`;
    expect(await last()).toBe(`local ${pinned}`);
    await undo(1);
    expect(await last()).toBe(`local undid: ${pinned}`);
    await undo(2);
    expect(await last()).toBe(`local redid: ${pinned}`);
  });

  it("goes to a line that was added", async () => {
    const at = draft.asOf.slice(0, 16).replace("T", " ");
    const { to } = await submit(`${address()}/decide`, {
      type: "add",
      at,
      day: "",
      kind: "decision",
      text: "Close the till",
    });
    const after = await readDraft(server, `/api/v1${address()}`);
    const added = after.entries.find(({ text }) => text === "Close the till");
    expect(to).toBe(`${address()}#${added?.id}`);
  });

  it("shows both sides of a decision that came second, and takes it again", async () => {
    const [{ id, version, text }] = shown();
    const { status } = await server.post(
      `/api/v1${address()}/decisions`,
      { type: "reword", entry: id, version, basis: text, text: "Theirs <b>" },
      { "x-annalist-user": "devin" },
    );
    expect(status).toBe(200);
    const mine = { type: "reword", entry: id, version, basis: text, text: "Mine & only mine", view: "" };
    const clash = await submit(`${address()}/decide`, mine);
    expect(clash.status).toBe(409);
    expect(clash.text).toContain("devin reworded it to “Theirs &lt;b>”");
    expect(clash.text).toMatch(/<input[^>]*name="text"[^>]*value="Mine &amp; only mine"/);
    expect(clash.text).toMatch(/name="version" value="1"/);
    expect((await submit(`${address()}/decide`, { ...mine, version: 1 })).status).toBe(303);
  });

  it("gives a line another kind, and says which the draft has", async () => {
    const [{ id, version, kind, text }] = shown();
    const page = (await server.get(address())).text;
    const field = new RegExp(`<label for="kind-${id}"><span>Kind</span><select id="kind-${id}" name="kind">`);
    expect(page).toMatch(field);
    const form = { type: "rekind", entry: id, version, basis: kind, kind: "failed_attempt", view: "" };
    expect((await submit(`${address()}/decide`, form)).to).toBe(`${address()}#${id}`);
    const after = (await server.get(address())).text;
    expect(after).toMatch(/local gave “[^”]+” the kind “Failed try”/);
    expect(after).toMatch(
      new RegExp(`<dt>The draft says</dt><dd><bdi>[^<]*, ${KINDS[kind].word}: ${text.slice(0, 8)}`),
    );
    expect(after).toContain('<span class="flag edited">edited</span>');
    const clash = await submit(`${address()}/decide`, { ...form, kind: "recovery" });
    expect(clash.status).toBe(409);
    expect(clash.text).toMatch(/<option value="recovery" selected>Recovery<\/option>/);
    expect(clash.text).toMatch(/name="version" value="1"/);
  });

  it("shows both kinds where the draft's changed under a person's, and a click settles it", async () => {
    const [{ id, version }] = shown();
    const decisions = `/api/v1${address()}/decisions`;
    await server.post(decisions, { type: "rekind", entry: id, version, basis: "external", kind: "failed_attempt" });
    const page = (await server.get(address())).text;
    const [panel = ""] =
      /<section class="conflict-panel" aria-label="The draft(?:'|&#39;)s kind.*?<\/section>/s.exec(page) ?? [];
    expect(panel).toMatch(/It stands as.*Failed try.*Written on seeing.*External.*The draft says now/s);
    const [, form = ""] = /<form.*?<form(.*?)<\/form>/s.exec(panel) ?? [];
    const fields = Object.fromEntries(
      [...form.matchAll(/name="(\w+)" value="([^"]*)"/g)].map(([, n = "", v = ""]) => [n, v]),
    );
    expect((await submit(`${address()}/decide`, fields)).status).toBe(303);
    expect((await server.get(address())).text).not.toContain("conflict-panel");
  });

  it("puts a note beside a line, there and under what is published", async () => {
    const [{ id, version }] = shown();
    const form = { type: "annotate", entry: id, version, text: "Ask <the> vendor", view: "" };
    expect((await submit(`${address()}/decide`, form)).to).toBe(`${address()}#${id}`);
    const page = (await server.get(address())).text;
    expect(page).toContain('<span class="flag noted">1 note</span>');
    expect(page).not.toContain("flag edited");
    expect(page).toMatch(
      /<ul class="beside" aria-label="Notes"><li><bdi dir="auto">Note by local, [^<]*: Ask &lt;the> vendor/,
    );
    expect(page).toMatch(/local noted on “[^”]+”: “Ask &lt;the> vendor”/);
    const clash = await submit(`${address()}/decide`, { ...form, text: "Mine" });
    expect(clash.status).toBe(409);
    expect(clash.text).toMatch(/<span>A note beside the line<\/span><input[^>]*value="Mine"/);
    await server.post(`${await shopIncident(server)}/publications`);
    expect((await server.get(`${address()}/p/1`)).text).toMatch(
      /<p class="beside" dir="auto">Note by local, [^<]*: Ask &lt;the> vendor</,
    );
  });

  it("says of a form that is none what it is, also where it is called as what every object has", async () => {
    const { status, text } = await submit(`${address()}/decide`, { type: "constructor", text: "x" });
    expect(status).toBe(400);
    expect(text).toContain("which is no decision");
    expect(text).not.toContain("<h2>Yours</h2>");
  });

  describe("key moments", () => {
    const form = () => ({
      type: "moment",
      version: 0,
      day: draft.incident.startedAt.slice(0, 10),
      stands: "",
      origin: "",
      view: "",
    });
    const strip = async () => {
      const { text } = await server.get(address());
      const slots = [...text.matchAll(/<li class="moment[^"]*"><span class="name">([^<]+)<\/span>(.*?)<\/li>/g)];
      return Object.fromEntries(slots.map(([, name = "", rest = ""]) => [name, rest.replace(/<[^>]+>/g, "")]));
    };

    it("offers what they are and every line, and sets one to a line, a time or nothing", async () => {
      const [, { id, text }] = shown();
      const { text: page } = await server.get(address());
      const [offered = ""] = /<details class="add set-moments">.*?<\/details>/s.exec(page) ?? [];
      expect(offered).toMatch(/<label for="moment-name">.*<label for="moment-entry">.*<label for="moment-at">/s);
      expect(offered.match(/<option value="e_/g)).toHaveLength(shownLines().length);
      expect(offered).toContain("Mitigated: 2026-03-01 10:30:00 UTC");
      expect((await submit(`${address()}/decide`, { ...form(), name: "mitigated", stand: id, at: "" })).to).toBe(
        address(),
      );
      await submit(`${address()}/decide`, { ...form(), version: 1, name: "declared", stand: "", at: "10:07" });
      await submit(`${address()}/decide`, { ...form(), version: 2, name: "resolved", stand: "absent", at: "" });
      expect(await strip()).toMatchObject({
        ...{ Mitigated: "10:00:00+0:00", Declared: "10:07+7 min", Resolved: "not in the record" },
      });
      const after = (await server.get(address())).text;
      expect(after).toContain(`local set it to this line: “${text.slice(0, 40)}`);
      expect(after).toContain("Last, ");
      expect(after).toContain("local put “Resolved” down as not in the record");
      expect(after).toContain("<li>mitigated</li>");
    });

    it("gives the draft's back at a click, and says so", async () => {
      const [, { id }] = shown();
      const before = await strip();
      await submit(`${address()}/decide`, { ...form(), name: "mitigated", stand: id, at: "" });
      const page = (await server.get(address())).text;
      expect(page).toContain("The draft says 10:30:00, “");
      const [, back = ""] = /<ul class="set">.*?<form(.*?)<\/form>/s.exec(page) ?? [];
      const fields = Object.fromEntries(
        [...back.matchAll(/name="(\w+)" value(?:="([^"]*)")?/g)].map(([, n = "", v = ""]) => [n, v]),
      );
      expect((await submit(`${address()}/decide`, fields)).status).toBe(303);
      expect(await strip()).toEqual(before);
      expect((await server.get(address())).text).toContain("So does the draft.");
    });

    it("shows both sides where somebody set it meanwhile, and takes it again", async () => {
      const [{ id: first }, { id: second }] = shown();
      await server.post(`/api/v1${address()}/decisions`, {
        type: "moment",
        name: "mitigated",
        version: 0,
        entry: first,
      });
      const mine = { ...form(), name: "mitigated", stand: second, at: "10:09" };
      const clash = await submit(`${address()}/decide`, mine);
      expect(clash.status).toBe(409);
      expect(clash.text).toContain("local set “Mitigated” to a line");
      expect(clash.text).toMatch(/<dt>Key moment<\/dt><dd><bdi>Mitigated/);
      const [, yours = ""] = /<h2>Yours<\/h2>(.*?)<\/section>/s.exec(clash.text) ?? [];
      expect(yours).toContain(`#${second}">this line</a>`);
      const fields = Object.fromEntries(
        [...yours.matchAll(/name="(\w+)" value(?:="([^"]*)")?/g)].map(([, n = "", v = ""]) => [n, v]),
      );
      expect(fields).toMatchObject({ stand: second, version: "1", name: "mitigated" });
      expect(yours).toMatch(/<input[^>]*name="at"[^>]*value="10:09"/);
      expect((await submit(`${address()}/decide`, { ...fields, at: "10:09" })).status).toBe(303);
      expect((await strip())["Mitigated"]).toBe("10:09+9 min");
    });

    it("keeps what was chosen where it cannot be used", async () => {
      const { status, text } = await submit(`${address()}/decide`, {
        ...form(),
        name: "resolved",
        stand: "absent",
        at: "10:09",
      });
      expect(status).toBe(400);
      expect(text).toContain("cannot be at a time and not be in the record");
      expect(text).toMatch(/<input[^>]*name="at"[^>]*value="10:09"/);
    });
  });

  it("keeps what was typed where it cannot be used", async () => {
    const [{ id, version, at }] = shown();
    const { status, text } = await submit(`${address()}/decide`, {
      ...{ type: "retime", entry: id, version, basisAt: at, basisPrecision: "s", day: at, at: "noonish" },
    });
    expect(status).toBe(400);
    expect(text).toContain("&quot;noonish&quot; is no time that can be read");
    expect(text).toMatch(/<input[^>]*name="at"[^>]*value="noonish"/);
  });

  it("refuses forms of other sites in words, and nothing is decided", async () => {
    const [{ id, version }] = shown();
    const foreign = { origin: "https://elsewhere.example", "sec-fetch-site": "cross-site" };
    const { status, text } = await submit(`${address()}/decide`, { type: "pin", entry: id, version }, foreign);
    expect(status).toBe(403);
    expect(text).toContain("made by a page of another site");
    expect((await readDraft(server, `/api/v1${address()}`)).revision).toBe(0);
  });

  it("says what stands in the way, and publishes only the draft that was looked at", async () => {
    const before = await server.get(`${address()}/publish`);
    expect(before.text).toContain("Nobody has reviewed this draft yet.");
    const stale = await submit(`${address()}/publish`, { digest: "0".repeat(64) });
    expect([stale.status, stale.text.includes("Not published")]).toEqual([412, true]);
    const { to } = await submit(`${address()}/publish`, { digest: draft.digest });
    expect(to).toBe(`${address()}/p/1`);
    expect((await server.get(to)).text).toContain("Version 1, published by local");
    const again = await server.get(`${address()}/publish`);
    expect(again.text).toContain("Publish version 2");
    expect(again.text).toContain("Nothing has changed since version 1.");
  });

  it("publishes under the number that the button names, once, however often it is pressed", async () => {
    const page = (await server.get(`${address()}/publish`)).text;
    const offered = Object.fromEntries(
      [...page.matchAll(/name="(digest|number)" value="(\w+)"/g)].map(([, name = "", value = ""]) => [name, value]),
    );
    expect((await submit(`${address()}/publish`, offered)).to).toBe(`${address()}/p/1`);
    const again = await submit(`${address()}/publish`, offered);
    expect([again.status, again.text.includes("Somebody published version 1 meanwhile")]).toEqual([409, true]);
    const list = await server.get<{ items: unknown[] }>(`/api/v1${address()}/publications`);
    expect(list.body.items).toHaveLength(1);
  });

  it("is no worse for fields that come twice, or for none", async () => {
    expect((await server.get(`${address()}?view=log&view=log&zone=Nowhere&zone=Mars`)).status).toBe(200);
    expect((await submit(`${address()}/decide`, {})).status).toBe(400);
  });
});
