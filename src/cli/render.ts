import type { DraftSet } from "../domain/draft/schema.ts";

export type Format = "json" | "md" | "html";

/** Draft sets as text. */
export function renderDrafts(set: DraftSet, format: Format): string {
  if (format === "json") return `${JSON.stringify(set, null, 2)}\n`;
  throw new Error(`cannot render ${format}`);
}
