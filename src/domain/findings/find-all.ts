import type { DraftedFinding } from "../draft/machine.ts";
import { FINDING_PARTS } from "../kinds.ts";
import { findingId } from "../served-names.ts";
import { alertNoise } from "./alert-noise.ts";
import { answeredCall } from "./answered-call.ts";
import { atOdds } from "./at-odds.ts";
import { automatedDetection } from "./automated-detection.ts";
import { beyondDuty } from "./beyond-duty.ts";
import { byTheBook } from "./by-the-book.ts";
import { devised } from "./devised.ts";
import { failedChange } from "./failed-change.ts";
import { failedMitigation } from "./failed-mitigation.ts";
import { fastAcknowledgement } from "./fast-acknowledgement.ts";
import { fastMitigation } from "./fast-mitigation.ts";
import { heldUp } from "./held-up.ts";
import { lateDetection } from "./late-detection.ts";
import { monitoringGap } from "./monitoring-gap.ts";
import { noAccess } from "./no-access.ts";
import { ownChange } from "./own-change.ts";
import { publicTold } from "./public-told.ts";
import { publicUntold } from "./public-untold.ts";
import type { Candidate, Course, Rule } from "./rule.ts";
import { slowResponse } from "./slow-response.ts";
import { together } from "./together.ts";
import { triedInVain } from "./tried-in-vain.ts";
import { unansweredPage } from "./unanswered-page.ts";
import { undocumented } from "./undocumented.ts";
import { unguarded } from "./unguarded.ts";
import { unnoticed } from "./unnoticed.ts";
import { untrained } from "./untrained.ts";

/** Every rule. */
export const RULES: readonly Rule[] = [
  alertNoise,
  answeredCall,
  atOdds,
  automatedDetection,
  beyondDuty,
  byTheBook,
  devised,
  failedChange,
  failedMitigation,
  fastAcknowledgement,
  fastMitigation,
  heldUp,
  lateDetection,
  monitoringGap,
  noAccess,
  ownChange,
  publicTold,
  publicUntold,
  slowResponse,
  together,
  triedInVain,
  unansweredPage,
  undocumented,
  unguarded,
  unnoticed,
  untrained,
];

/** Nobody reads more of one part, or of all. */
const MOST_OF_PART = 6;
const MOST = 10;

/** How likely people agree with what a rule finds; a rule that never spoke is believed one time in four. */
const sureness = ({ agreed: [agreed, spoke] }: Rule): number => (agreed + 1) / (spoke + 4);

const SUREST_FIRST: readonly Rule[] = RULES.toSorted((a, b) => sureness(b) - sureness(a) || (a.name < b.name ? -1 : 1));

/** The candidates of the rules, named so that a verdict finds them again: part by part, the surest first, and few. */
export function findAll(course: Course): DraftedFinding[] {
  const found = SUREST_FIRST.flatMap((rule) => rule.find(course).map((candidate) => name(rule, candidate)));
  const few = FINDING_PARTS.flatMap((part) =>
    found.filter(({ finding }) => finding.part === part).slice(0, MOST_OF_PART),
  );
  const kept = new Set(few.toSorted((a, b) => found.indexOf(a) - found.indexOf(b)).slice(0, MOST));
  return few.filter((one) => kept.has(one));
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
