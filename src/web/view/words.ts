import type { Entry } from "../../domain/draft/schema.ts";
import type { EntryKind, FindingPart, MomentName } from "../../domain/kinds.ts";

/** What readers see of a kind: its word, its family's colour, its shape. Word and shape say the same as the colour. */
export interface KindLook {
  readonly word: string;
  readonly family: "change" | "signal" | "response" | "people" | "action" | "recovery" | "status";
  readonly shape: Shape;
}

export const SHAPES = [
  "diamond",
  "triangle",
  "triangle-hollow",
  "flag",
  "speech",
  "cross",
  "cross-hollow",
  "disc",
  "loudhailer",
] as const;
export type Shape = (typeof SHAPES)[number];

const look = (word: string, family: KindLook["family"], shape: Shape): KindLook => ({ word, family, shape });

export const KINDS: Readonly<Record<EntryKind, KindLook>> = {
  change: look("Change", "change", "diamond"),
  rollback: look("Rollback", "change", "diamond"),
  external: look("External", "change", "diamond"),
  follow_up: look("Follow-up", "change", "diamond"),
  symptom: look("Symptom", "signal", "triangle"),
  alert: look("Alert", "signal", "triangle"),
  alert_cleared: look("Cleared", "signal", "triangle-hollow"),
  page: look("Page", "response", "flag"),
  acknowledgement: look("Ack", "response", "flag"),
  escalation: look("Escalation", "response", "flag"),
  declaration: look("Declared", "response", "flag"),
  human_report: look("Report", "people", "speech"),
  observation: look("Observed", "people", "speech"),
  hypothesis: look("Hypothesis", "people", "speech"),
  decision: look("Decision", "people", "speech"),
  message: look("Message", "people", "speech"),
  mitigation: look("Mitigation", "action", "cross"),
  failed_attempt: look("Failed try", "action", "cross-hollow"),
  recovery: look("Recovery", "recovery", "disc"),
  resolution: look("Resolved", "recovery", "disc"),
  communication: look("Status", "status", "loudhailer"),
};

/** The word of a kind that is told as text. */
export const kindWord = (kind: string): string =>
  Object.entries(KINDS).find(([name]) => name === kind)?.[1].word ?? inWords(kind);

export const MOMENT_WORDS: Readonly<Record<MomentName, string>> = {
  impactStarted: "Impact started",
  detected: "Detected",
  declared: "Declared",
  acknowledged: "Acknowledged",
  mitigated: "Mitigated",
  resolved: "Resolved",
  impactEnded: "Impact ended",
};

export const PART_WORDS: Readonly<Record<FindingPart, string>> = {
  went_wrong: "What went wrong",
  went_well: "What went well",
  issue: "Issues identified",
};

/** Each metric with its formula: vendors differ, so the formula always stands beside the number. */
export const METRICS = [
  { name: "ttd", word: "Time to detect", formula: "detected − impact started" },
  { name: "tta", word: "Time to acknowledge", formula: "acknowledged − detected" },
  { name: "ttm", word: "Time to mitigate", formula: "mitigated − impact started" },
  { name: "ttr", word: "Time to resolve", formula: "resolved − impact started" },
] as const;

/** A snake_case value of the draft in words: `automated_detection` is "automated detection". */
export const inWords = (value: string): string => value.replaceAll("_", " ");

/** `1 entry`, `12 entries` */
export function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}

const BADGES: Readonly<Record<string, string>> = {
  alertmanager: "AM",
  pagerduty: "PD",
  "pagerduty-events": "PD",
  slack: "SL",
  github: "GH",
  gitlab: "GL",
  grafana: "GF",
  statuspage: "SP",
  cloudevents: "CE",
};

/** Two letters for a source, by the kind that its events' keys name; the label says the whole name. */
export function badgeOf(evidence: Entry["evidence"][number]): { readonly letters: string; readonly source: string } {
  const kind = /^[^/]*\/([^:]+):/.exec(evidence.event)?.[1] ?? evidence.source;
  const letters =
    BADGES[kind] ??
    kind
      .replace(/[^a-z0-9]/gi, "")
      .slice(0, 2)
      .toUpperCase();
  return { letters, source: evidence.source };
}
