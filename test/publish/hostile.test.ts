import { describe, expect, it } from "vitest";
import { renderHtml } from "../../src/publish/html.ts";
import { renderMarkdown } from "../../src/publish/markdown.ts";
import { hostileDraft } from "./hostile.ts";

const draft = hostileDraft();

describe("HTML", () => {
  const html = renderHtml(draft, { zone: "Asia/Kolkata" });

  it("is what it was when somebody last looked at it", async () => {
    await expect(html.replaceAll("><", ">\n<")).toMatchFileSnapshot("golden/hostile.html.txt");
  });

  it("has no script, no handler, no style attribute, no image, and nothing from elsewhere", () => {
    const tags = html.match(/<[a-z][^>]*>/g) ?? [];
    expect(tags.length).toBeGreaterThan(200);
    const names = new Set(tags.map((tag) => /^<([a-z0-9]+)/.exec(tag)?.[1]));
    for (const name of ["script", "img", "iframe", "base", "form", "b", "i", "u", "object"])
      expect(names).not.toContain(name);
    for (const tag of tags) expect(tag.replaceAll(/"[^"]*"/g, '""')).not.toMatch(/\s(on\w+|style|src|srcdoc)=/);
    const targets = [...html.matchAll(/\shref="([^"]*)"/g)].map(([, target = ""]) => target);
    for (const target of targets) expect(target).toMatch(/^(#|\/assets\/[a-z]+\.css$|https:\/\/chat\.example\.org\/)/);
  });

  it("shows hidden characters and isolates text that runs the other way", () => {
    expect(html).not.toMatch(/[^\P{Cc}\n]|[\u202A-\u202E\u200B]/u);
    expect(html).toContain("pay⟦U+202E⟧gnp.exe ad⟦U+200B⟧min ⟦U+001B⟧[31mred⟦U+0007⟧");
    expect(html).toContain('<bdi class="text" dir="auto">שלום עולם');
  });

  it("keeps embedded style from ending early", () => {
    const embedded = renderHtml(draft, { embed: 'a::before { content: "</style><script>" }' });
    expect(embedded).not.toContain("</style><script>");
    expect(embedded).not.toContain("<link");
  });
});

describe("Markdown", () => {
  const markdown = renderMarkdown(draft, { zone: "Asia/Kolkata" });

  it("is what it was when somebody last looked at it", async () => {
    await expect(markdown).toMatchFileSnapshot("golden/hostile.md.txt");
  });

  it("has no raw HTML, image, mention, issue reference or link but its own", () => {
    expect(markdown).not.toMatch(/(?<!\\)<[a-z/!]/i);
    expect(markdown).not.toMatch(/(?<!\\)!(?<!\\)\[/);
    expect(markdown).not.toMatch(/@(?:here|oona)/);
    expect(markdown).not.toMatch(/#\d|GH-\d|!\d/);
    const targets = [...markdown.matchAll(/(?<!\\)\]\(([^)]*)\)/g)].map(([, target = ""]) => target);
    expect(targets.length).toBeGreaterThan(0);
    for (const target of targets) expect(target).toMatch(/^https:\/\/chat\.example\.org\//);
  });

  it("lets no text begin a line as a heading, list, rule or fence of its own", () => {
    const headings = markdown.match(/^#+ .*$/gm) ?? [];
    expect(headings.map((line) => line.replace(/^# .*/, "# title"))).toEqual([
      "# title",
      "## Key moments",
      "### Detection and metrics",
      "## What happened",
      "### Sunday 1 March 2026",
      "## What went wrong",
      "## What went well",
      "## Issues identified",
      "## Improvements",
      "## Open questions",
      "## What the record lacks",
    ]);
    expect(markdown).not.toMatch(/^\s*(```|---$)/m);
  });

  it("holds no formula: no dollar begins or ends one", () => {
    expect(markdown.match(/\$/g)?.length).toBeGreaterThan(8);
    expect(markdown).not.toMatch(/(?<!\u2060\\)\$/);
  });

  it("shows hidden characters", () => {
    expect(markdown).not.toMatch(/[^\P{Cc}\n]|[\u202A-\u202E\u200B]/u);
    expect(markdown).toContain("U+202E");
  });
});
