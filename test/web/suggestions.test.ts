import { h } from "preact";
import { renderToString } from "preact-render-to-string";
import { describe, expect, it } from "vitest";
import { readSuggested, suggestions } from "../../src/web/pages/suggestions.ts";
import { fold, machineDraft } from "../domain/draft/machine-drafts.ts";

const draft = { ...fold(machineDraft({ entries: [] })), suggestions: [] };
const hints = (count: number) =>
  Array.from({ length: count }, (_, place) => ({ event: `gh/github:v1:${place}`, reason: "near_in_time" }));

describe("suggestions", () => {
  const asked: string[] = [];
  const api = async (_method: "GET" | "POST", path: string) => {
    asked.push(path);
    const body = JSON.stringify({ title: "Ada merged <b>", at: "2026-03-01T10:00:00Z", precision: "s" });
    return { status: 200, body, type: "application/json" };
  };

  it("say what happened, when, and what hints at it; the key is only the address", async () => {
    const offered = { ...draft, suggestions: hints(1) };
    const shown = suggestions(offered, await readSuggested(api, offered));
    const html = renderToString(shown ?? h("p", null));
    expect(html).toContain("Ada merged &lt;b>");
    expect(html).toContain("near in time; nothing else ties it to the incident");
    expect(html).toContain('<a href="/api/v1/events/gh%2Fgithub%3Av1%3A0">2026-03-01 10:00:00 UTC</a>');
    expect(html).not.toContain("gh/github:v1:0");
  });

  it("say how many of them cannot be read, and show the others", async () => {
    const offered = { ...draft, suggestions: hints(3) };
    const gone = { status: 404, body: '{"code":"unknown_event"}', type: "application/problem+json" };
    const partly = async (method: "GET" | "POST", path: string) => (path.endsWith("1") ? gone : api(method, path));
    const html = renderToString(suggestions(offered, await readSuggested(partly, offered)) ?? h("p", null));
    expect(html.split("Ada merged")).toHaveLength(3);
    expect(html).toContain("1 of them cannot be read now, and is left out");
    expect(html).not.toContain("more, in the draft");
    const broken = () => Promise.reject(new TypeError("of our own"));
    await expect(readSuggested(broken, offered)).rejects.toThrow("of our own");
  });

  it("are read up to twenty, and the rest is counted", async () => {
    asked.length = 0;
    const offered = { ...draft, suggestions: hints(23) };
    const html = renderToString(suggestions(offered, await readSuggested(api, offered)) ?? h("p", null));
    expect(asked).toHaveLength(20);
    expect(html).toContain("and 3 more");
    expect(suggestions(draft, [])).toBeNull();
  });
});
