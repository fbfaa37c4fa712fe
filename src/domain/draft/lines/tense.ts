import type { Tense } from "../../settings.ts";

/**
 * What our own words of a line become where a team tells its timelines in the present: each verb as it stands in the past, of somebody or something that
 * acts. What people said and how senders call things stay as they wrote them.
 */
const PRESENT: Readonly<Record<string, string>> = {
  acknowledged: "acknowledges",
  cleared: "clears",
  decided: "decides",
  declared: "declares",
  deleted: "deletes",
  deployed: "deploys",
  fired: "fires",
  informed: "informs",
  merged: "merges",
  noted: "notes",
  opened: "opens",
  posted: "posts",
  pushed: "pushes",
  queued: "queues",
  released: "releases",
  reported: "reports",
  resolved: "resolves",
  "rolled back": "rolls back",
  rolled: "rolls",
  started: "starts",
  suspected: "suspects",
  updated: "updates",
};

/** Steps of a change or a page that happen to it by themselves: a deploy fails, it is not failed. */
const BY_ITSELF: Readonly<Record<string, string>> = {
  failed: "fails",
  "priority changed": "priority changes",
  "responder added": "responder is added",
  started: "starts",
};

/** Words of a line in the tense of its timeline. */
export interface Wording {
  /** A verb of somebody who acts, or of one thing that does: "deployed", "fired". */
  readonly does: (past: string) => string;
  /** The same of many: "fired", of three alerts. */
  readonly do: (past: string) => string;
  /** What became of something: "cancelled", as "Deploy of web cancelled" has it. */
  readonly becomes: (past: string) => string;
}

const PAST: Wording = { does: (past) => past, do: (past) => past, becomes: (past) => past };

const NOW: Wording = {
  does: (past) => PRESENT[past] ?? past,
  do: (past) => (PRESENT[past] ?? past).replace(/s$/, ""),
  becomes: (past) => BY_ITSELF[past] ?? `is ${past}`,
};

/** The words of a tense; the past, where a team has not said. */
export const wordingOf = (tense: Tense | undefined): Wording => (tense === "present" ? NOW : PAST);
