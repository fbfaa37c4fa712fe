import { type Static, Type } from "typebox";
import { type Draft, IncidentSummary } from "../domain/draft/schema.ts";
import type { PublicationRecord } from "../store/store.ts";
import { Counts, countsOf } from "./delta.ts";

/** An incident as lists show it: its summary, and enough of its draft to tell whether it needs somebody. */
export const IncidentLine = Type.Interface([IncidentSummary], {
  asOf: Type.String(),
  revision: Type.Integer(),
  digest: Type.String(),
  /** The number of the last publication; null: never published. */
  published: Type.Union([Type.Integer(), Type.Null()]),
  counts: Counts,
});
export type IncidentLine = Static<typeof IncidentLine>;

/** An incident as lists show it, of its draft and its last publication. */
export function incidentLine({
  draft,
  publication,
}: {
  readonly draft: Draft;
  readonly publication: Pick<PublicationRecord, "number"> | null;
}): IncidentLine {
  return {
    ...draft.incident,
    asOf: draft.asOf,
    revision: draft.revision,
    digest: draft.digest,
    published: publication?.number ?? null,
    counts: countsOf(draft),
  };
}
