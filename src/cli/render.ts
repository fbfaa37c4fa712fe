import type { Draft } from "../domain/draft/schema.ts";

export type Format = "json" | "md" | "html";

/**
 * Drafts as text for people: Markdown, divided by rules, or HTML pages that need no server, one after the other. Renderers are loaded only
 * when they are needed.
 */
export async function renderForPeople(drafts: readonly Draft[], format: Exclude<Format, "json">): Promise<string> {
  if (format === "md") {
    const { renderMarkdown } = await import("../publish/markdown.ts");
    return drafts.map((draft) => renderMarkdown(draft)).join("\n---\n\n");
  }
  const { renderHtml } = await import("../publish/html.ts");
  const { loadPublicationStyles } = await import("./publication-styles.ts");
  const embed = await loadPublicationStyles();
  return drafts.map((draft) => renderHtml(draft, { embed })).join("");
}

/** A value as JSON for people and programs, ending in a newline. */
export function renderValue(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
