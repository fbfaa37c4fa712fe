import { canonicalJson } from "../domain/canonical.ts";
import type { Draft } from "../domain/draft/schema.ts";

/** The draft in canonical JSON (RFC 8785): equal drafts are equal bytes. */
export function renderJson(draft: Draft): string {
  return canonicalJson(draft);
}
