import { LINE } from "../happenings/messages.ts";

/** Where people speak of an incident, about so much of what they say deserves a line by itself. */
const USUAL = 0.3;

/** So many messages as are usual are added in thought: of a few nothing is known yet. */
const FEW = 20;

/** How much likelier a message must be worth its line for each part of the talk that is one more than usual. */
const STRICTER = 0.5;

/** Bounds of it: sparse talk makes no line of what is none, and dense talk keeps its turns. */
const [LEAST, MOST] = [-0.03, 0.2];

/**
 * How much the likelihoods of an incident's messages are lowered before they are compared with what a line takes: whoever writes a timeline
 * writes much the same number of lines however much is told, so that where nearly everything tells something, each line must tell more.
 * Below zero where little does.
 *
 * @param worths of all that people say in the incident, 0 to 1 each
 */
export function strictnessOf(worths: readonly number[]): number {
  const lines = worths.filter((worth) => worth >= LINE).length;
  const dense = (lines + USUAL * FEW) / (worths.length + FEW);
  return Math.min(MOST, Math.max(LEAST, STRICTER * (dense - USUAL)));
}
