import type { Draft, Entry } from "../schema.ts";

/** Cuts an entry's evidence for HTTP; `evidenceTotal` then says how many pieces there are. */
export function capEntryEvidence(entry: Entry, most: number): Entry {
  if (entry.evidence.length <= most) return entry;
  return { ...entry, evidence: entry.evidence.slice(0, most), evidenceTotal: entry.evidence.length };
}

/** The draft with at most `most` pieces of evidence an entry. Revision and digest stay those of the full draft. */
export function capEvidence(draft: Draft, most: number): Draft {
  return { ...draft, entries: draft.entries.map((entry) => capEntryEvidence(entry, most)) };
}
