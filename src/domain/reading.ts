import type { OpsEvent } from "./event.ts";
import type { EntryKind } from "./kinds.ts";
import type { Instant } from "./time.ts";

/** What drafting must know of a statement beyond its kind: impact is mitigated, what was bad is there again, a status post went out. */
export type Meaning = "impact_mitigated" | "trouble_back" | "status_posted";

/** What a reader found in a chat message, a note or a post. A reader is pure; see src/reading/. */
export interface Reading {
  /** The kind of happening that it states; `message` for talk and for what the reader does not understand. */
  readonly kind: EntryKind;
  /** It declares an incident ("declaring sev 1", an incident bot's "incident opened"). */
  readonly declares: boolean;
  /** A person reports that something is down or failing for users, first hand or relayed. */
  readonly reports: boolean;
  /** A machine's post that only repeats an alert, page, deploy or status post which its sender also delivers itself. */
  readonly echoes: boolean;
  /** It plainly states that the happening took place (no guess, question, plan or condition): it may stand on the timeline unmarked. */
  readonly certain?: boolean;
  /** The sentence that says it, where a person wrote more than that. */
  readonly statement?: string;
  /** When it says that it happened, where it tells a clock time shortly before it was written: to the minute, the zone assumed to be UTC. */
  readonly happenedAt?: Instant;
  readonly means?: Meaning;
  /** Name of the rule, a colon, and in a sentence what decided. For people: nothing may depend on its words. */
  readonly reason: string;
}

export type Reader = (event: OpsEvent) => Reading;
