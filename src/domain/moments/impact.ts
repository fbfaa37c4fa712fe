import { isReport } from "../draft/detection.ts";
import { isBackdated, isOfKind, type Told } from "../draft/entries.ts";
import { eventOf } from "../draft/happenings/happening.ts";
import type { Reader } from "../reading.ts";
import { HOUR, type Instant } from "../time.ts";
import { type Found, first } from "./found.ts";
import { endsOf } from "./lifecycles.ts";

/** What makes somebody aware: an alert, a page, a report, trouble that a responder tells of, a declaration. */
const AWARE = ["alert", "page", "human_report", "symptom", "declaration"] as const;

/** The first alert, page, report, told symptom or declaration. What is report enough to tell who noticed is enough to tell when. */
export function detectedBy(shown: readonly Told[]): Found | undefined {
  const on = shown.find((told) => isReport(told) || (AWARE.some((kind) => isOfKind(told, kind)) && !isBackdated(told)));
  return on && { on, reason: `first_sign: the first ${on.entry.kind.replaceAll("_", " ")}` };
}

/** Impact this long before it was noticed would be another story. */
const UNNOTICED = 3 * HOUR;

/**
 * A proposal: when somebody says that it began, where that was before anybody noticed; else the first sign of impact. When impact really
 * began, only a person can say. Of several who say so the last one knows best: first words often tell when the cause was laid.
 *
 * @param all entries of the log, too: who tells when it began need not say anything else
 * @param readingOf every message behind an entry counts, also one that was folded into it
 */
export function startedBy(
  shown: readonly Told[],
  all: readonly Told[],
  detected: Found | undefined,
  readingOf: Reader,
): Found | undefined {
  if (!detected) return undefined;
  let told: Begun | undefined;
  for (const on of all)
    for (const one of begun(on, readingOf)) {
      const isBefore = one.at < detected.on.at && detected.on.at - one.at <= UNNOTICED;
      if (isBefore && !(told && told.saidAt > one.saidAt)) told = one;
    }
  const symptom = first(shown, (one) => isOfKind(one, "symptom"), "");
  const sign = symptom && symptom.on.at < detected.on.at ? symptom.on : detected.on;
  if (told && told.at < sign.at)
    return {
      on: told.on,
      at: told.at,
      reason: "said: proposed from when somebody says that it began; a person has to confirm it",
    };
  return { on: sign, reason: "first_sign: proposed from the first sign of impact; when it began, a person has to say" };
}

function begun(on: Told, readingOf: Reader): readonly Begun[] {
  let found: Begun[] | null = null;
  for (const attached of on.happening.events) {
    const event = eventOf(attached);
    const at = event.kind === "message" || event.kind === "status" ? readingOf(event).beganAt?.() : undefined;
    if (at === undefined) continue;
    const one = { on, at, saidAt: event.occurredAt };
    if (found) found.push(one);
    else found = [one];
  }
  return found ?? NONE;
}

/** When somebody says that it began, when they say so, and the entry that it stands in. */
interface Begun {
  readonly on: Told;
  readonly at: Instant;
  readonly saidAt: Instant;
}

const NONE: readonly Begun[] = [];

/** The last recovery or end of an alert before the end. */
export function endedBy(shown: readonly Told[], resolved: Found | undefined): Found | undefined {
  const until = resolved?.on.at ?? Number.POSITIVE_INFINITY;
  const recovery = shown.findLast(
    (told) => (isOfKind(told, "recovery") || endsOf(told).length > 0) && told.at <= until,
  );
  return recovery && { on: recovery, reason: "last_recovery: the last recovery before the end" };
}
