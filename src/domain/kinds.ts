import { type Static, Type } from "typebox";

/** The kinds of timeline entries (DESIGN §5.6). */
export const EntryKind = Type.Enum([
  "change",
  "rollback",
  "symptom",
  "alert",
  "alert_cleared",
  "page",
  "acknowledgement",
  "escalation",
  "human_report",
  "observation",
  "hypothesis",
  "decision",
  "mitigation",
  "failed_attempt",
  "recovery",
  "communication",
  "declaration",
  "resolution",
  "follow_up",
  "external",
  "message",
] as const);
export type EntryKind = Static<typeof EntryKind>;

/** The key moments of an incident, in the order in which they usually come. */
export const MOMENTS = [
  "impactStarted",
  "detected",
  "declared",
  "acknowledged",
  "mitigated",
  "resolved",
  "impactEnded",
] as const;
export type MomentName = (typeof MOMENTS)[number];

/** The parts of a postmortem that findings belong to, in their order. */
export const FINDING_PARTS = ["went_well", "went_wrong", "issue"] as const;
export const FindingPart = Type.Enum(FINDING_PARTS);
export type FindingPart = Static<typeof FindingPart>;

/** The categories of findings, by part (DESIGN §5.6). */
export const CATEGORIES = {
  went_well: [
    "automated_detection",
    "fast_acknowledgement",
    "fast_mitigation",
    "procedure_followed",
    "coordination",
    "effort",
    "new_mitigation",
    "graceful_degradation",
    "communication",
  ],
  went_wrong: [
    "late_detection",
    "slow_response",
    "escalation",
    "coordination",
    "failed_change",
    "failed_mitigation",
    "alert_noise",
  ],
  issue: ["status_communication", "documentation", "access", "training", "monitoring_gap", "process"],
} as const;
