import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { policyOf } from "../../src/publish/html-policy.ts";
import { shopIncident } from "../api/server.ts";
import { openPages, type Pages } from "./pages.ts";

describe("publications and what leads to them, over HTTP", () => {
  let server: Pages["server"];
  let draft: Pages["draft"];
  let address: Pages["address"];
  let submit: Pages["submit"];
  beforeEach(async () => {
    ({ server, draft, address, submit } = await openPages());
  });
  afterEach(() => server.app.close());

  it("shows a publication under the policy of its own styles", async () => {
    await server.post(`${await shopIncident(server)}/publications`);
    const { text, headers } = await server.get(`${address}/p/1`);
    expect(text).toContain("<style>");
    expect(headers["content-security-policy"]).toBe(policyOf(text));
  });

  it("shows before publishing what readers will see, in a frame that runs nothing and that no other site can make", async () => {
    const publishing = (await server.get(`${address}/publish`)).text;
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

  it("says what stands in the way, and publishes only the draft that was looked at", async () => {
    const before = await server.get(`${address}/publish`);
    expect(before.text).toContain("Nobody has reviewed this draft yet.");
    const stale = await submit(`${address}/publish`, { digest: "0".repeat(64) });
    expect([stale.status, stale.text.includes("Not published")]).toEqual([412, true]);
    const { to } = await submit(`${address}/publish`, { digest: draft.digest });
    expect(to).toBe(`${address}/p/1`);
    expect((await server.get(to)).text).toContain("Version 1, published by local");
    const again = await server.get(`${address}/publish`);
    expect(again.text).toContain("Publish version 2");
    expect(again.text).toContain("Nothing has changed since version 1.");
  });

  it("publishes under the number that the button names, once, however often it is pressed", async () => {
    const page = (await server.get(`${address}/publish`)).text;
    const offered = Object.fromEntries(
      [...page.matchAll(/name="(digest|number)" value="(\w+)"/g)].map(([, name = "", value = ""]) => [name, value]),
    );
    expect((await submit(`${address}/publish`, offered)).to).toBe(`${address}/p/1`);
    const again = await submit(`${address}/publish`, offered);
    expect([again.status, again.text.includes("Somebody published version 1 meanwhile")]).toEqual([409, true]);
    const list = await server.get<{ items: unknown[] }>(`/api/v1${address}/publications`);
    expect(list.body.items).toHaveLength(1);
  });

  it("leads from a key moment to the entry that it stands on, also where that was hidden; a publication leads only to what it shows", async () => {
    const { entry = null } = draft.moments.detected;
    await submit(`${address}/decide`, { type: "hide", entry: entry ?? "", version: 0, view: "" });
    const deadLinks = async (url: string) => {
      const { text } = await server.get(url);
      const targets = [...text.matchAll(/href="#([^"]+)"/g)].map(([, target]) => target);
      return [...new Set(targets)].filter((target) => !text.includes(`id="${target}"`));
    };
    expect((await server.get(address)).text).toContain(`<a href="?view=log#${entry}" title="first_sign`);
    expect(await deadLinks(address)).toEqual([]);
    expect(await deadLinks(`${address}?view=log`)).toEqual([]);
    await server.post(`${await shopIncident(server)}/publications`);
    expect(await deadLinks(`${address}/p/1`)).toEqual([]);
  });
});
