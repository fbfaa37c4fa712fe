import type { DraftedFinding } from "../draft/machine.ts";
import { findingId } from "../served-names.ts";
import { alertNoise } from "./alert-noise.ts";
import { automatedDetection } from "./automated-detection.ts";
import { failedChange } from "./failed-change.ts";
import { failedMitigation } from "./failed-mitigation.ts";
import { fastAcknowledgement } from "./fast-acknowledgement.ts";
import { lateDetection } from "./late-detection.ts";
import type { Candidate, Course, Rule } from "./rule.ts";
import { slowResponse } from "./slow-response.ts";

/** Every rule, in the order in which its findings are listed. */
export const RULES: readonly Rule[] = [
  automatedDetection,
  fastAcknowledgement,
  lateDetection,
  slowResponse,
  failedChange,
  failedMitigation,
  alertNoise,
];

/** The candidates of all rules, named so that a verdict finds them again. */
export function findAll(course: Course): DraftedFinding[] {
  return RULES.flatMap((rule) => rule.find(course).map((candidate) => name(rule, candidate)));
}

function name({ name: rule, part, category }: Rule, { subject, text, reason, evidence }: Candidate): DraftedFinding {
  return {
    subject,
    finding: {
      id: findingId(rule, subject),
      part,
      category,
      rule,
      text,
      reason,
      evidence: evidence.map(({ entry }) => entry.id),
      version: 0,
      state: "candidate",
    },
  };
}
