import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { OpsEvent } from "../../src/domain/event.ts";
import { ApiProblem } from "../../src/web/api.ts";
import { pagesPlugin } from "../../src/web/plugin.ts";
import { answerFailure } from "../../src/web/site.ts";
import { RAW, readDraft, serve } from "../api/server.ts";
import { minutes } from "../domain/events.ts";
import { seen } from "../views/world.ts";
import { firstTwo, openPages, type Pages } from "./pages.ts";

it("tells a reader of a store that is away what to do, and not what a program would do", () => {
  const detail =
    "MongoDB does not answer. Ask again soon; with an Idempotency-Key, what was done already is not done twice.";
  const { status, body } = answerFailure(new ApiProblem(503, { code: "store_unavailable", detail }));
  expect(status).toBe(503);
  expect(body).toContain("Load this page again soon");
  expect(body).not.toContain("Idempotency");
});
describe("the pages, over HTTP", () => {
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

  it("leads from the root to the list, and from a former name to the incident", async () => {
    expect((await server.get("/")).headers["location"]).toBe("/incidents");
    const [alias] = draft.incident.aliases;
    if (alias === undefined) throw new Error("the shop's incident has an alias");
    const { status, headers } = await server.get(`/incidents/${alias}?view=log`);
    expect([status, headers["location"]]).toEqual([303, `${address}?view=log`]);
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
    const { text } = await server.get(address);
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

  it("refuses forms of other sites in words, and nothing is decided", async () => {
    const [{ id, version }] = firstTwo(pages);
    const foreign = { origin: "https://elsewhere.example", "sec-fetch-site": "cross-site" };
    const { status, text } = await submit(`${address}/decide`, { type: "pin", entry: id, version }, foreign);
    expect(status).toBe(403);
    expect(text).toContain("made by a page of another site");
    expect((await readDraft(server, `/api/v1${address}`)).revision).toBe(0);
  });

  it("is no worse for fields that come twice, or for none", async () => {
    expect((await server.get(`${address}?view=log&view=log&zone=Nowhere&zone=Mars`)).status).toBe(200);
    expect((await submit(`${address}/decide`, {})).status).toBe(400);
  });
});
