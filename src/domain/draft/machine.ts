import type { MomentName } from "../kinds.ts";
import type { Lint } from "../lint.ts";
import type { Instant } from "../time.ts";
import type {
  Action,
  Coverage,
  Detection,
  Entry,
  Finding,
  IncidentSummary,
  Metrics,
  Moments,
  Question,
  Suggestion,
} from "./schema.ts";

/** An entry as the machine proposes it: `version` 0, nothing pinned, edited, new or in conflict; `evidence` is whole. */
export interface DraftedEntry {
  /** The key of the entry's first event in the order: decisions name it. */
  readonly anchor: string;
  readonly entry: Entry;
  /** The key moment for whose sake alone it is a line of the timeline. */
  readonly raisedFor?: MomentName;
}

export interface DraftedFinding {
  /** The event key that the rule is about; null for a rule that speaks once per incident. */
  readonly subject: string | null;
  readonly finding: Finding;
}

export interface DraftedAction {
  /** What set it: the name that a message has through all its edits, else the event's key. */
  readonly subject: string;
  /** From 0, the place among the items that the same message set. */
  readonly ordinal: number;
  readonly action: Action;
}

/** What the machine proposes for one incident, before any decision is folded over it. */
export interface MachineDraft {
  /** The key of the opener that names the incident. */
  readonly opener: string;
  readonly incident: IncidentSummary;
  readonly asOf: Instant;
  /** In timeline order. */
  readonly entries: readonly DraftedEntry[];
  readonly moments: Moments;
  readonly detection: Detection;
  readonly metrics: Metrics;
  readonly findings: readonly DraftedFinding[];
  /** What people said that they or others should do afterwards: all of it, in the order in which drafts show the first. */
  readonly actions: readonly DraftedAction[];
  readonly questions: readonly Question[];
  readonly suggestions: readonly Suggestion[];
  readonly coverage: readonly Coverage[];
  /** Marks what people write in this incident as its own lines were marked. */
  readonly lint: Lint;
  /** Every attached event's key with the content hash of the variant in force. */
  readonly events: Readonly<Record<string, string>>;
}
