import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { KINDS } from "../../src/web/view/words.ts";
import { readDraft, shopIncident } from "../api/server.ts";
import { firstTwo, openPages, type Pages } from "./pages.ts";

describe("the forms of the review page, over HTTP", () => {
  let pages: Pages;
  let server: Pages["server"];
  let draft: Pages["draft"];
  let address: Pages["address"];
  let submit: Pages["submit"];
  beforeEach(async () => {
    pages = await openPages();
    ({ server, draft, address, submit } = pages);
  });
  afterEach(() => server.app.close());

  it("takes a reword that tells why, and says so at the entry; what unfolds says what to write instead", async () => {
    const [{ id, text }] = firstTwo(pages);
    expect((await server.get(address)).text).not.toContain("wording");
    const form = { type: "reword", entry: id, version: 0, basis: text, text: "Basket <4> because because", view: "" };
    expect((await submit(`${address}/decide`, form)).to).toBe(`${address}#${id}`);
    const page = (await server.get(address)).text;
    expect(page).toContain('<span class="flag wording">tells why</span>');
    expect(page).toContain("<li><strong>“because” tells why.</strong> It tells why. Say what.</li>");
    expect(page).toContain("<li><strong>“because” tells why, too.</strong></li>");
    const publishing = (await server.get(`${address}/publish`)).text;
    expect(publishing).toMatch(/1 line says more than what happened[^<]*“?"?because/);
    expect(publishing).toContain("Publish version 1");
    await server.post(`${await shopIncident(server)}/publications`);
    expect((await server.get(`${address}/p/1`)).text).not.toContain("tells why");
  });

  it("goes back to the entry that was decided on, in the view where that was", async () => {
    const [{ id, version }] = firstTwo(pages);
    const { status, to } = await submit(`${address}/decide`, {
      type: "pin",
      entry: id,
      version,
      view: "view=log&zone=Europe%2FMadrid",
    });
    expect([status, to]).toEqual([303, `${address}?view=log&zone=Europe%2FMadrid#${id}`]);
  });

  it("goes on to the neighbour of what left the list, and nowhere else", async () => {
    const [{ id, version }, second] = firstTwo(pages);
    const hide = { type: "hide", entry: id, version, view: "" };
    const away = await submit(`${address}/decide`, { ...hide, back: "x\r\nlocation: https://elsewhere.example" });
    expect(away.to).toBe(`${address}#${id}`);
    const show = await submit(`${address}/decide`, {
      type: "undo",
      decision: 1,
      view: "https://elsewhere.example?view=log",
      back: second.id,
    });
    expect(show.to).toBe(`${address}#${second.id}`);
  });

  it("says what was decided last, on what, and what an undo took back", async () => {
    const [{ id, version, text }] = firstTwo(pages);
    const last = async () => /Last, .*?<bdi>(.*?)<\/bdi>/.exec((await server.get(address)).text)?.[1];
    const undo = (decision: number) => submit(`${address}/decide`, { type: "undo", decision, view: "" });
    await submit(`${address}/decide`, { type: "pin", entry: id, version, view: "" });
    const pinned = `pinned “${text.slice(0, 48).trimEnd()}${text.length > 48 ? "…" : ""}”`;
    expect(await last()).toBe(`local ${pinned}`);
    await undo(1);
    expect(await last()).toBe(`local undid: ${pinned}`);
    await undo(2);
    expect(await last()).toBe(`local redid: ${pinned}`);
  });

  it("goes to a line that was added", async () => {
    const at = draft.asOf.slice(0, 16).replace("T", " ");
    const { to } = await submit(`${address}/decide`, {
      type: "add",
      at,
      day: "",
      kind: "decision",
      text: "Close the till",
    });
    const after = await readDraft(server, `/api/v1${address}`);
    const added = after.entries.find(({ text }) => text === "Close the till");
    expect(to).toBe(`${address}#${added?.id}`);
  });

  it("shows both sides of a decision that came second, and takes it again", async () => {
    const [{ id, version, text }] = firstTwo(pages);
    const { status } = await server.post(
      `/api/v1${address}/decisions`,
      { type: "reword", entry: id, version, basis: text, text: "Theirs <b>" },
      { "x-annalist-user": "devin" },
    );
    expect(status).toBe(200);
    const mine = { type: "reword", entry: id, version, basis: text, text: "Mine & only mine", view: "" };
    const clash = await submit(`${address}/decide`, mine);
    expect(clash.status).toBe(409);
    expect(clash.text).toContain("devin reworded it to “Theirs &lt;b>”");
    expect(clash.text).toMatch(/<input[^>]*name="text"[^>]*value="Mine &amp; only mine"/);
    expect(clash.text).toMatch(/name="version" value="1"/);
    expect((await submit(`${address}/decide`, { ...mine, version: 1 })).status).toBe(303);
  });

  it("gives a line another kind, and says which the draft has", async () => {
    const [{ id, version, kind, text }] = firstTwo(pages);
    const page = (await server.get(address)).text;
    const field = new RegExp(`<label for="kind-${id}"><span>Kind</span><select id="kind-${id}" name="kind">`);
    expect(page).toMatch(field);
    const form = { type: "rekind", entry: id, version, basis: kind, kind: "failed_attempt", view: "" };
    expect((await submit(`${address}/decide`, form)).to).toBe(`${address}#${id}`);
    const after = (await server.get(address)).text;
    expect(after).toMatch(/local gave “[^”]+” the kind “Failed try”/);
    expect(after).toMatch(
      new RegExp(`<dt>The draft says</dt><dd><bdi>[^<]*, ${KINDS[kind].word}: ${text.slice(0, 8)}`),
    );
    expect(after).toContain('<span class="flag edited">edited</span>');
    const clash = await submit(`${address}/decide`, { ...form, kind: "recovery" });
    expect(clash.status).toBe(409);
    expect(clash.text).toMatch(/<option value="recovery" selected>Recovery<\/option>/);
    expect(clash.text).toMatch(/name="version" value="1"/);
  });

  it("shows both kinds where the draft's changed under a person's, and a click settles it", async () => {
    const [{ id, version }] = firstTwo(pages);
    const decisions = `/api/v1${address}/decisions`;
    await server.post(decisions, { type: "rekind", entry: id, version, basis: "external", kind: "failed_attempt" });
    const page = (await server.get(address)).text;
    const [panel = ""] =
      /<section class="conflict-panel" aria-label="The draft(?:'|&#39;)s kind.*?<\/section>/s.exec(page) ?? [];
    expect(panel).toMatch(/It stands as.*Failed try.*Written on seeing.*External.*The draft says now/s);
    const [, form = ""] = /<form.*?<form(.*?)<\/form>/s.exec(panel) ?? [];
    const fields = Object.fromEntries(
      [...form.matchAll(/name="(\w+)" value="([^"]*)"/g)].map(([, n = "", v = ""]) => [n, v]),
    );
    expect((await submit(`${address}/decide`, fields)).status).toBe(303);
    expect((await server.get(address)).text).not.toContain("conflict-panel");
  });

  it("puts a note beside a line, there and under what is published", async () => {
    const [{ id, version }] = firstTwo(pages);
    const form = { type: "annotate", entry: id, version, text: "Ask <the> vendor", view: "" };
    expect((await submit(`${address}/decide`, form)).to).toBe(`${address}#${id}`);
    const page = (await server.get(address)).text;
    expect(page).toContain('<span class="flag noted">1 note</span>');
    expect(page).not.toContain("flag edited");
    expect(page).toMatch(
      /<ul class="beside" aria-label="Notes"><li><bdi dir="auto">Note by local, [^<]*: Ask &lt;the> vendor/,
    );
    expect(page).toMatch(/local noted on “[^”]+”: “Ask &lt;the> vendor”/);
    const clash = await submit(`${address}/decide`, { ...form, text: "Mine" });
    expect(clash.status).toBe(409);
    expect(clash.text).toMatch(/<span>A note beside the line<\/span><input[^>]*value="Mine"/);
    await server.post(`${await shopIncident(server)}/publications`);
    expect((await server.get(`${address}/p/1`)).text).toMatch(
      /<p class="beside" dir="auto">Note by local, [^<]*: Ask &lt;the> vendor</,
    );
  });

  it("says of a form that is none what it is, also where it is called as what every object has", async () => {
    const { status, text } = await submit(`${address}/decide`, { type: "constructor", text: "x" });
    expect(status).toBe(400);
    expect(text).toContain("which is no decision");
    expect(text).not.toContain("<h2>Yours</h2>");
  });

  it("keeps what was typed where it cannot be used", async () => {
    const [{ id, version, at }] = firstTwo(pages);
    const { status, text } = await submit(`${address}/decide`, {
      ...{ type: "retime", entry: id, version, basisAt: at, basisPrecision: "s", day: at, at: "noonish" },
    });
    expect(status).toBe(400);
    expect(text).toContain("&quot;noonish&quot; is no time that can be read");
    expect(text).toMatch(/<input[^>]*name="at"[^>]*value="noonish"/);
  });
});
