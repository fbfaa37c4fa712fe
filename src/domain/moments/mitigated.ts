import { between, isOfKind, type Told } from "../draft/entries.ts";
import { eventOf } from "../draft/happening.ts";
import { type Instant, MINUTE, type Span } from "../time.ts";
import { type Found, first, isPlain, last, means } from "./found.ts";
import { endsOf, openersOf } from "./lifecycles.ts";

/** A monitor notices within so much that what it watches is well again. */
const MONITOR_LAG: Span = 5 * MINUTE;
/** Where nothing is told so shortly before, what is told of the recovery within this time, or the last change, set it right: rates are of the last minutes. */
const SLOW_MONITOR_LAG: Span = 15 * MINUTE;

/** Between which instants an end of impact counts: it was noticed, it came back for the last time, it was over. */
interface Window {
  readonly from: Instant;
  readonly until: Instant;
}

/**
 * When impact was mitigated, by the best witness that the record has: who says so in as many words; who says that it is over, long before the
 * official end; what is told when the status page only watches a fix, long before late alerts end; the alerts that opened the incident; the
 * last recovery that somebody tells of; the end of a rollback; the status page's "monitoring". What was well before the trouble came back is none of it.
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
    first(shown, (told) => isStatus(told, "monitoring"), "status_page: it says that a fix is watched")
  );
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

/**
 * Most of the alerts that opened the incident and ended have ended, and none of them fires again: one alone may end early, or lag behind.
 * Where fewer than half ever ended, their ends tell nothing. Monitors are late, so that a recovery, rollback or change shortly before is the
 * better instant.
 */
function alertsEnded(shown: readonly Told[], { from, until }: Window): Found | undefined {
  const firing = new Set<string>();
  let fired = from;
  for (const told of shown) {
    const opened = openersOf(told);
    for (const name of opened) firing.add(name);
    if (opened.length > 0) fired = Math.max(fired, told.at);
  }
  if (firing.size === 0) return undefined;
  const clears = shown.map((clear) => ({ clear, ends: endsOf(clear) })).filter(({ ends }) => ends.length > 0);
  for (const { clear, ends } of clears) if (clear.at <= fired) for (const name of ends) firing.delete(name);
  const later = clears.filter(({ clear: { at } }) => at > fired && at <= until);
  const ending = new Set(later.flatMap(({ ends }) => ends).filter((name) => firing.has(name)));
  if (ending.size === 0 || ending.size * 2 < firing.size) return undefined;
  const half = ending.size / 2;
  const last = later.find(({ ends }) => {
    for (const name of ends) ending.delete(name);
    return ending.size < half;
  });
  return last && shortlyBefore(shown, last.clear, fired);
}

function shortlyBefore(shown: readonly Told[], clear: Told, fired: Instant): Found {
  const since = (lag: Span) => between(shown, Math.max(fired, clear.at - lag), clear.at);
  return (
    last(since(MONITOR_LAG), isRemedy, "remedy_and_alerts: what set it right, and within minutes the alerts ended") ??
    toldOrChanged(since(SLOW_MONITOR_LAG), clear.at) ?? {
      on: clear,
      reason: "alerts_ended: most alerts that opened the incident ended, and none fired again",
    }
  );
}

/** What somebody tells of the recovery after the last change; else that change. */
function toldOrChanged(shown: readonly Told[], until: Instant): Found | undefined {
  const change = changed(shown, until);
  const told = last(
    shown,
    isToldRecovery,
    "recovery_and_alerts: what somebody tells of the recovery, and a while later the alerts ended",
  );
  return told && told.on.at >= (change ? (change.at ?? change.on.at) : 0) ? told : change;
}

const isToldRecovery = ({ entry: { kind }, happening: { sort } }: Told): boolean =>
  kind === "recovery" && sort === "message";

/** The last change, once it was done. */
function changed(shown: readonly Told[], until: Instant): Found | undefined {
  const on = shown.findLast(isChange);
  if (!on) return undefined;
  const at = Math.min(until, on.happening.until ?? on.at);
  return { on, at, reason: "change_and_alerts: the last change before the alerts ended" };
}

/** What a machine tells of has been done then; what a person says that they do may take a while. */
const isChange = ({ entry: { kind }, happening: { sort } }: Told): boolean =>
  sort === "change" && (kind === "change" || kind === "rollback");

/** With the alerts' end as a second witness, a kind that was only weighed is good enough. */
function isRemedy(told: Told): boolean {
  const { kind } = told.entry;
  return (
    isOfKind(told, "recovery") ||
    kind === "recovery" ||
    kind === "rollback" ||
    (kind === "change" && told.happening.sort === "change")
  );
}

/** People confirm one after the other: recoveries told within so much of each other are one. */
const CONFIRMING: Span = 10 * MINUTE;

function recovered(shown: readonly Told[], all: readonly Told[]): Found | undefined {
  const tells = (told: Told) => isOfKind(told, "recovery");
  const plainly = (told: Told) => tells(told) && isPlain(told);
  return (
    beginning(shown.filter(plainly), "last_recovery: the last that somebody tells of, from the first who does") ??
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
