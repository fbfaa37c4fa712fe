import { isShown, type Told } from "./draft/entries.ts";
import type { Moment, Moments } from "./draft/schema.ts";
import { MOMENTS, type MomentName } from "./kinds.ts";
import { acknowledgedBy } from "./moments/acknowledged.ts";
import { type Found, first } from "./moments/found.ts";
import { detectedBy, endedBy, startedBy } from "./moments/impact.ts";
import { mitigatedBy } from "./moments/mitigated.ts";
import { resolvedBy } from "./moments/resolved.ts";
import type { Reader } from "./reading.ts";
import { formatInstant, type Instant, MINUTE } from "./time.ts";

const MISSING: Readonly<Record<MomentName, string>> = {
  impactStarted: "unknown: nothing in the record tells of impact",
  detected: "unknown: no alert and no report is in the record",
  declared: "unknown: nobody declared it in the record",
  acknowledged: "unknown: no person acknowledged it in the record",
  mitigated: "unknown: nothing in the record says that impact was mitigated",
  resolved: "unknown: nothing in the record ends it",
  impactEnded: "unknown: nothing in the record tells of the end of impact",
};

/**
 * The key moments of an incident, each with the entry that it stands on. Only what the record says counts; nothing is invented. When it
 * began, and who takes it on, people say also in messages that are no line of their own: whatever a moment stands on belongs on the timeline.
 *
 * @param entries from when the incident shows first: what led up to it is no moment of it
 */
export function findMoments(entries: readonly Told[], readingOf: Reader): Moments {
  const found = findAll(entries, readingOf);
  const made = MOMENTS.map((name) => [name, momentOf(name, found[name])] as const);
  return Object.fromEntries(made) as Moments;
}

function momentOf(name: MomentName, found: Found | undefined): Moment {
  if (!found) return { at: null, entry: null, reason: MISSING[name], version: 0 };
  const { on, at, reason } = found;
  return { at: at === undefined ? on.entry.at : spell(at), entry: on.entry.id, reason, version: 0 };
}

/** What people say of an earlier time is good to the minute, unless they tell the seconds. */
const spell = (at: Instant): string => formatInstant(at, at % MINUTE === 0 ? "m" : "s");

function findAll(all: readonly Told[], readingOf: Reader): Partial<Record<MomentName, Found>> {
  const shown = all.filter(isShown);
  const detected = detectedBy(shown);
  const resolved = resolvedBy(shown);
  return {
    ...some("impactStarted", startedBy(shown, all, detected, readingOf)),
    ...some("detected", detected),
    ...some(
      "declared",
      first(shown, ({ entry }) => entry.kind === "declaration", "declared: the first declaration"),
    ),
    ...some("acknowledged", acknowledgedBy(shown, all, detected)),
    ...some("mitigated", mitigatedBy(shown, all, detected, resolved)),
    ...some("resolved", resolved),
    ...some("impactEnded", endedBy(shown, resolved)),
  };
}

function some(name: MomentName, found: Found | undefined): Partial<Record<MomentName, Found>> {
  return found ? { [name]: found } : {};
}
