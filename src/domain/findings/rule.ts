import type { Told } from "../draft/entries.ts";
import type { People } from "../draft/happenings/people.ts";
import type { Detection, Metrics, Moments } from "../draft/schema.ts";
import type { FindingPart } from "../kinds.ts";
import type { Settings } from "../settings.ts";
import type { Remarked } from "./remarks.ts";

/** What a rule may look at: the drafted entries and what was derived of them. */
export interface Course {
  readonly entries: readonly Told[];
  /** Those of the timeline. */
  readonly shown: readonly Told[];
  /** Those of them that tell what the status page told. */
  readonly posts: readonly Told[];
  readonly moments: Moments;
  readonly detection: Detection;
  readonly metrics: Metrics;
  readonly settings: Settings;
  readonly people: People;
  /** What people remark on beside what happens. */
  readonly remarks: readonly Remarked[];
}

/** A candidate of a rule. `subject`: the event key that it is about, null for a rule that speaks once per incident. */
export interface Candidate {
  readonly subject: string | null;
  readonly text: string;
  readonly reason: string;
  readonly evidence: readonly Told[];
}

/** A rule that proposes findings. It says nothing rather than guess; a person accepts or rejects what it says. */
export interface Rule {
  readonly name: string;
  readonly part: FindingPart;
  readonly category: string;
  /** On incidents whose people wrote down what they found: how often they agreed, of how often the rule spoke. */
  readonly agreed: readonly [agreed: number, spoke: number];
  readonly find: (course: Course) => readonly Candidate[];
}
