import { between, isOfKind, type Told } from "../draft/entries.ts";
import { eventOf } from "../draft/happenings/happening.ts";
import { type Instant, MINUTE, type Span } from "../time.ts";
import { alertsEnded, MONITOR_LAG } from "./alerts-ended.ts";
import { type Found, first, isPlain, last, means } from "./found.ts";
import { changed, isToldRecovery } from "./remedies.ts";

/**
 * When impact was mitigated, by the best witness that the record has: who says so in as many words; who says that it is over, long before the
 * official end; what is told when the status page only watches a fix, long before late alerts end; the alerts that opened the incident; the
 * last recovery that somebody tells of; the end of a rollback; the last change before the status page's "monitoring", or that. What was well before the trouble came back is none of it.
 *
 * @param all entries of the log, too
 */
export function mitigatedBy(
  shown: readonly Told[],
  all: readonly Told[],
  detected: Found | undefined,
  resolved: Found | undefined,
): Found | undefined {
  const relapsed = shown.findLast((told) => means(told, "trouble_back"))?.at ?? 0;
  const window = {
    from: Math.max(detected?.on.at ?? 0, relapsed),
    until: resolved?.on.at ?? Number.POSITIVE_INFINITY,
  };
  const within = between(shown, window.from, window.until);
  const ended = alertsEnded(shown, window);
  return (
    last(
      shown,
      (told) => means(told, "impact_mitigated") && told.at > relapsed,
      "said: a person says that it is mitigated",
    ) ??
    saidOver(within, window.until) ??
    watchedBefore(within, ended ? (ended.at ?? ended.on.at) : Number.POSITIVE_INFINITY) ??
    ended ??
    recovered(within, between(all, window.from, window.until)) ??
    rolledBack(within) ??
    watched(shown)
  );
}

/** What the status page watches is the last change of the quarter of an hour before, if there is one. */
function watched(shown: readonly Told[]): Found | undefined {
  const post = first(shown, (told) => isStatus(told, "monitoring"), "status_page: it says that a fix is watched");
  if (!post) return undefined;
  const change = changed(between(shown, post.on.at - BEFORE_WATCHING, post.on.at), post.on.at);
  return change
    ? { ...change, reason: "change_and_status: the last change before the status page says that a fix is watched" }
    : post;
}

/** The official end so much later was for cleaning up; an alert's end so much later lags behind, or is about something else. */
const LONG_BEFORE: Span = 30 * MINUTE;
/** People tell of a recovery within so much before the status page says that the fix is watched. */
const BEFORE_WATCHING: Span = 15 * MINUTE;

function saidOver(within: readonly Told[], until: Instant): Found | undefined {
  return first(
    within,
    (told) =>
      told.happening.sort === "message" &&
      isOfKind(told, "resolution") &&
      isPlain(told) &&
      Number.isFinite(until) &&
      until - told.at >= LONG_BEFORE,
    "said_over: a person says that it is over, long before the end was declared",
  );
}

/**
 * The recovery that people tell of shortly before the last "monitoring" of the status page, long before the alerts end and nobody
 * tells of a recovery then. The post alone is no witness against them: what is watched may still be brought back bit by bit.
 */
function watchedBefore(within: readonly Told[], ended: Instant): Found | undefined {
  const post = within.findLast((told) => isStatus(told, "monitoring"));
  if (!post || ended - post.at < LONG_BEFORE) return undefined;
  const recoveries = within.filter(({ entry }) => entry.kind === "recovery");
  if (recoveries.some(({ at }) => Math.abs(at - ended) <= MONITOR_LAG)) return undefined;
  return beginning(
    between(recoveries, post.at - BEFORE_WATCHING, post.at),
    "recovery_and_status: somebody tells of a recovery, and the status page that a fix is watched, long before the alerts ended",
  );
}

/** People confirm one after the other: recoveries told within so much of each other are one. */
const CONFIRMING: Span = 10 * MINUTE;

function recovered(shown: readonly Told[], all: readonly Told[]): Found | undefined {
  const tells = (told: Told) => isOfKind(told, "recovery") && told.entry.kind === "recovery";
  const plainly = (told: Told) => tells(told) && isPlain(told);
  return (
    beginning(
      shown.filter(isToldRecovery),
      "last_recovery: the last that somebody tells of, from the first who does",
    ) ??
    beginning(all.filter(plainly), "last_recovery: the last that somebody tells of, from the first who does") ??
    last(all, tells, "hedged_recovery: the last that somebody tells of, if not plainly")
  );
}

/** The first of those that follow each other closely until the last. */
function beginning(told: readonly Told[], reason: string): Found | undefined {
  const on = told.findLast(({ at }, place) => at - (told[place - 1]?.at ?? Number.NEGATIVE_INFINITY) > CONFIRMING);
  return on && { on, reason };
}

/** A rollback is over with the last that is told of it. */
function rolledBack(within: readonly Told[]): Found | undefined {
  const on = within.findLast(({ entry, happening }) => entry.kind === "rollback" && happening.sort === "change");
  if (!on) return undefined;
  const at = Math.max(...on.happening.events.map((each) => eventOf(each).occurredAt));
  return { on, at, reason: "rolled_back: the end of the last rollback; nobody tells of a recovery" };
}

/** Whether the status page says this. */
const isStatus = ({ happening }: Told, action: string): boolean =>
  happening.events.some(({ event: { event } }) => event.kind === "status" && event.action === action);
