import { isDeepStrictEqual } from "node:util";
import { type Static, Type } from "typebox";
import { capEntryEvidence } from "../domain/draft/decided/evidence.ts";
import {
  Action,
  Detection,
  Draft,
  Entry,
  Finding,
  IncidentSummary,
  Metrics,
  Moments,
  Question,
} from "../domain/draft/schema.ts";

/** How many pieces of evidence an entry carries over HTTP. */
export const MOST_EVIDENCE = 20;

export const Counts = Type.Object({
  timeline: Type.Integer({ description: "Entries on the timeline." }),
  log: Type.Integer({ description: "Entries in all: the activity log." }),
  new: Type.Integer(),
  conflicts: Type.Integer({ description: "Entries and action items whose machine's value changed under a person's." }),
  candidates: Type.Integer({ description: "Findings that nobody accepted or rejected yet." }),
  questions: Type.Integer({ description: "Questions that are open." }),
});
export type Counts = Static<typeof Counts>;

/** The draft's `incident`: in a line of the feed that name is its id's. */
const Head = Type.Object(IncidentSummary.properties, { description: "The draft's `incident`." });

/** What became different between two drafts of one incident: never the whole draft. */
export const Delta = Type.Object({
  revision: Type.Integer(),
  digest: Type.String(),
  head: Head,
  review: Draft.properties.review,
  changed: Type.Array(Entry),
  removed: Type.Array(Type.String()),
  moments: Moments,
  detection: Detection,
  metrics: Metrics,
  findings: Type.Array(Finding),
  questions: Type.Array(Question),
  actions: Type.Array(Action),
  orphans: Draft.properties.orphans,
  counts: Counts,
});
export type Delta = Static<typeof Delta>;

/** How much of a draft there is to read, and how much of it waits for somebody. */
export function countsOf(draft: Draft): Counts {
  const count = <T>(all: readonly T[], test: (one: T) => boolean): number => all.filter(test).length;
  return {
    timeline: count(draft.entries, ({ visibility }) => visibility === "timeline"),
    log: draft.entries.length,
    new: count(draft.entries, (entry) => entry.new),
    conflicts: count<{ conflict?: unknown }>(
      [...draft.entries, ...draft.actions],
      ({ conflict }) => conflict !== undefined,
    ),
    candidates: count(draft.findings, ({ state }) => state === "candidate"),
    questions: count(draft.questions, ({ state }) => state === "open"),
  };
}

/**
 * What a reader who holds `before` needs to hold `after`, where people decided between the two: changed entries whole (evidence capped), the
 * small parts as they are. What events and settings alone move beside these (`asOf`, `suggestions`, `missing`, `coverage`) the draft says.
 */
export function deltaOf(before: Draft, after: Draft): Delta {
  const known = new Map(before.entries.map((entry) => [entry.id, entry]));
  const kept = new Set(after.entries.map(({ id }) => id));
  const changed = after.entries.filter((entry) => {
    const was = known.get(entry.id);
    return was !== entry && !isDeepStrictEqual(was, entry);
  });
  return {
    revision: after.revision,
    digest: after.digest,
    head: after.incident,
    review: after.review,
    changed: changed.map((entry) => capEntryEvidence(entry, MOST_EVIDENCE)),
    removed: before.entries.filter(({ id }) => !kept.has(id)).map(({ id }) => id),
    moments: after.moments,
    detection: after.detection,
    metrics: after.metrics,
    findings: after.findings,
    questions: after.questions,
    actions: after.actions,
    orphans: after.orphans,
    counts: countsOf(after),
  };
}
