import type { Rejection } from "./outcome.ts";
import type { Instant } from "./time.ts";

/** What a process refused of a source since its start. */
export interface Refusal {
  readonly source: string;
  readonly count: number;
  /** When the last came, and what was wrong with it: in our words, nothing of the sender's. */
  readonly lastAt: Instant;
  readonly last: Rejection;
}
