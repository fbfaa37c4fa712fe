import { isBackdated, isWithin, type Told } from "./draft/entries.ts";
import { eventOf, keyOf } from "./draft/happening.ts";
import type { Moment, Moments } from "./draft/schema.ts";
import { MOMENTS, type MomentName } from "./kinds.ts";
import type { Meaning } from "./reading.ts";
import type { Instant } from "./time.ts";

/** Where a key moment was found: the entry it stands on, and by which rule. */
interface Found {
  readonly on: Told;
  readonly reason: string;
}

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
 * The key moments of an incident, each with the entry that it stands on. Only entries of the timeline count; nothing is invented.
 *
 * @param start when the incident shows first: what led up to it is no moment of it
 */
export function findMoments(entries: readonly Told[], start: Instant): Moments {
  const shown = entries.filter((told) => told.entry.visibility === "timeline" && isWithin(told, start));
  const found = findAll(shown);
  const made = MOMENTS.map((name) => [name, momentOf(name, found[name])] as const);
  return Object.fromEntries(made) as Moments;
}

function momentOf(name: MomentName, found: Found | undefined): Moment {
  if (!found) return { at: null, entry: null, reason: MISSING[name], version: 0 };
  return { at: found.on.entry.at, entry: found.on.entry.id, reason: found.reason, version: 0 };
}

function findAll(shown: readonly Told[]): Partial<Record<MomentName, Found>> {
  const detected = detectedBy(shown);
  const resolved = resolvedBy(shown);
  const mitigated = mitigatedBy(shown, detected, resolved);
  return {
    ...some("impactStarted", startedBy(shown, detected)),
    ...some("detected", detected),
    ...some(
      "declared",
      first(shown, ({ entry }) => entry.kind === "declaration", "declared: the first declaration"),
    ),
    ...some("acknowledged", first(shown, isAcknowledgement, "acknowledged: the first person who acknowledged a page")),
    ...some("mitigated", mitigated),
    ...some("resolved", resolved),
    ...some("impactEnded", endedBy(shown, resolved)),
  };
}

function some(name: MomentName, found: Found | undefined): Partial<Record<MomentName, Found>> {
  return found ? { [name]: found } : {};
}

function first(shown: readonly Told[], is: (told: Told) => boolean, reason: string): Found | undefined {
  const on = shown.find(is);
  return on && { on, reason };
}

function last(shown: readonly Told[], is: (told: Told) => boolean, reason: string): Found | undefined {
  const on = shown.findLast(is);
  return on && { on, reason };
}

/** What makes somebody aware: an alert, a page, a report, trouble that a responder tells of, a declaration. */
const TELLS_OF_TROUBLE = new Set(["alert", "page", "human_report", "symptom", "declaration"]);

function detectedBy(shown: readonly Told[]): Found | undefined {
  const on = shown.find((told) => TELLS_OF_TROUBLE.has(told.entry.kind) && !isBackdated(told));
  return on && { on, reason: `first_sign: the first ${on.entry.kind.replaceAll("_", " ")}` };
}

/** A proposal: the first sign of impact. When impact really began, only a person can say. */
function startedBy(shown: readonly Told[], detected: Found | undefined): Found | undefined {
  const symptom = shown.find(({ entry }) => entry.kind === "symptom");
  const on = symptom && (!detected || symptom.at < detected.on.at) ? symptom : detected?.on;
  return on && { on, reason: "first_sign: proposed from the first sign of impact; when it began, a person has to say" };
}

const isAcknowledgement = ({ entry }: Told): boolean => entry.kind === "acknowledgement";

/** Whether somebody states this. What is bad again makes what was taken for a recovery before it none. */
const means = ({ happening }: Told, meaning: Meaning): boolean => happening.reading?.means === meaning;

/** Said to be so, else the first recovery that lasted, else the status page's "monitoring". */
function mitigatedBy(
  shown: readonly Told[],
  detected: Found | undefined,
  resolved: Found | undefined,
): Found | undefined {
  const relapsed = shown.findLast((told) => means(told, "trouble_back"))?.at ?? 0;
  const said = last(
    shown,
    (told) => means(told, "impact_mitigated") && told.at > relapsed,
    "said: a person says that it is mitigated",
  );
  if (said) return said;
  const after = Math.max(detected?.on.at ?? 0, relapsed);
  const until = resolved?.on.at ?? Number.POSITIVE_INFINITY;
  const recovery = shown.find(({ entry, at }) => entry.kind === "recovery" && at > after && at <= until);
  if (recovery)
    return { on: recovery, reason: "first_recovery: the first recovery that somebody tells of, and that lasted" };
  return first(shown, (told) => isStatus(told, "monitoring"), "status_page: it says that a fix is watched");
}

const isStatus = ({ happening }: Told, action: string): boolean =>
  happening.events.some(({ event: { event } }) => event.kind === "status" && event.action === action);

/** An end that people declared; else, where every alert of the timeline cleared, the last clear. */
function resolvedBy(shown: readonly Told[]): Found | undefined {
  const closings = shown.filter(({ happening }) => happening.sort === "closing");
  for (const kind of ["incident", "status", "page", "message"]) {
    const on = closings.findLast(({ happening }) =>
      happening.events.some(({ event: { event } }) => event.kind === kind),
    );
    if (on) return { on, reason: `closed: the end as the ${kind === "status" ? "status page" : kind} tells it` };
  }
  return last(shown, endsIt, "said: a person says that it is over") ?? cleared(shown);
}

const endsIt = ({ happening, entry }: Told): boolean =>
  happening.sort === "message" && entry.kind === "resolution" && happening.reading?.certain === true;

function cleared(shown: readonly Told[]): Found | undefined {
  const fired = shown.filter(({ happening }) => happening.sort === "alert" || happening.sort === "page");
  const ended = new Set(
    shown
      .filter(({ happening }) => happening.sort === "clear")
      .flatMap(({ happening }) => happening.events.map(lifecycleOf)),
  );
  const open = fired.some(
    ({ happening }) => happening.until === null && !happening.events.some((event) => ended.has(lifecycleOf(event))),
  );
  if (fired.length === 0 || open) return undefined;
  return last(
    shown,
    ({ happening }) => happening.sort === "clear",
    "cleared: the last alert of the timeline ended, and nobody declared an end",
  );
}

function lifecycleOf(attached: Parameters<typeof eventOf>[0]): string | undefined {
  const event = eventOf(attached);
  return keyOf(event, "episode") ?? keyOf(event, "page") ?? event.group;
}

function endedBy(shown: readonly Told[], resolved: Found | undefined): Found | undefined {
  const until = resolved?.on.at ?? Number.POSITIVE_INFINITY;
  const recovery = shown.findLast(
    ({ entry, at }) => (entry.kind === "recovery" || entry.kind === "alert_cleared") && at <= until,
  );
  return recovery && { on: recovery, reason: "last_recovery: the last recovery before the end" };
}
