import type { Told } from "../draft/entries.ts";
import type { Meaning } from "../reading.ts";
import type { Instant } from "../time.ts";

/** Where a key moment was found: the entry it stands on, and by which rule. */
export interface Found {
  readonly on: Told;
  /** When, where the entry tells of an earlier time than its own. */
  readonly at?: Instant;
  /** Name of the rule, a colon, a sentence. */
  readonly reason: string;
}

/** The first entry that it stands on, if there is one. */
export function first(told: readonly Told[], is: (told: Told) => boolean, reason: string): Found | undefined {
  const on = told.find(is);
  return on && { on, reason };
}

/** The last entry that it stands on, if there is one. */
export function last(told: readonly Told[], is: (told: Told) => boolean, reason: string): Found | undefined {
  const on = told.findLast(is);
  return on && { on, reason };
}

/** Whether somebody states this. What is bad again makes what was taken for a recovery before it none. */
export const means = ({ happening }: Told, meaning: Meaning): boolean => happening.reading?.means === meaning;

/** Whether a rule of the reader finds that it plainly happened: guesses, questions and plans carry no key moment. */
export const isPlain = ({ happening }: Told): boolean => happening.reading?.certain === true;
