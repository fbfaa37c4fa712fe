import { isHuman } from "../draft/detection.ts";
import type { Told } from "../draft/entries.ts";
import type { Instant } from "../time.ts";
import { type Found, first } from "./found.ts";

/**
 * The first person who acknowledged a page; else the first who says that they take it on, after somebody else or a machine told of it, and
 * before anybody did anything about it.
 *
 * @param all entries of the log, too: "will take a look" is no line by itself
 */
export function acknowledgedBy(
  shown: readonly Told[],
  all: readonly Told[],
  detected: Found | undefined,
): Found | undefined {
  const page = first(
    shown,
    ({ entry, happening }) => entry.kind === "acknowledgement" && happening.sort !== "message",
    "acknowledged: the first person who acknowledged a page",
  );
  if (page || !detected) return page;
  const { on: since } = detected;
  const until = firstDeed(shown, since.at);
  return first(
    all,
    (told) => told.at >= since.at && told.at <= until && takesItOn(told) && told.entry.actor !== since.entry.actor,
    "takes_it_on: the first person who says that they take it on",
  );
}

function takesItOn(told: Told): boolean {
  const { sort, reading } = told.happening;
  return sort === "message" && isHuman(told) && (reading?.kind === "acknowledgement" || reading?.takesOn === true);
}

const DEEDS: ReadonlySet<string> = new Set(["mitigation", "rollback", "change", "failed_attempt"]);

function firstDeed(shown: readonly Told[], since: Instant): Instant {
  const deed = shown.find((told) => told.at > since && DEEDS.has(told.entry.kind) && isHuman(told));
  return deed?.at ?? Number.POSITIVE_INFINITY;
}
