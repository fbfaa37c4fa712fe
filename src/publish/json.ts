import { canonicalJson } from "../domain/canonical.ts";
import type { Draft, Entry, Evidence } from "../domain/draft/schema.ts";

/**
 * The draft as a publication holds it, in canonical JSON (RFC 8785): equal drafts are equal bytes. It quotes nothing that was edited away or
 * deleted; its `digest` is that of the draft that people looked at, which does.
 */
export function renderJson(draft: Draft): string {
  return canonicalJson({ ...draft, entries: draft.entries.map(withoutWithdrawn) });
}

function withoutWithdrawn(entry: Entry): Entry {
  return entry.evidence.some(isWithdrawn) ? { ...entry, evidence: entry.evidence.map(unquoted) } : entry;
}

const isWithdrawn = ({ withdrawn }: Evidence): boolean => withdrawn !== undefined;

function unquoted(piece: Evidence): Evidence {
  const { quote: _, ...rest } = piece;
  return isWithdrawn(piece) ? rest : piece;
}
