import type { EventKind, OpsEvent } from "../../event.ts";
import type { EntryKind } from "../../kinds.ts";
import { firstPlace } from "../../sorted.ts";
import type { Steps } from "../../steps.ts";
import { DAY, HOUR, type Instant, MINUTE, type Span } from "../../time.ts";
import { BELONGS_TO, settingOf } from "../environment.ts";
import { eventAt, type Facts, servicesOfChannelsAt, tellsOfHappening } from "../facts.ts";
import { type Group, isTakenOn } from "../grouping/groups.ts";
import { perEvent } from "../per-event.ts";
import { type Attached, type Claim, claim, compareClaims, type Ground } from "./claims.ts";
import type { Company } from "./company.ts";
import { type Kinship, kinOf } from "./kinship.ts";
import { type Window, Windows } from "./nearest.ts";
import type { SetAside } from "./set-aside.ts";
import { gatherSpoken, type Spoken } from "./spoken-words.ts";

/** What came so long before the start may be its lead-up, if people speak of it. */
const LEAD_UP: Span = 2 * DAY;
/** In so many hours before the start those who take part later already work on it. */
const EARLY_WORK: Span = 6 * HOUR;
/** Whoever tells of something this shortly before the start tells of its first sign. */
const FIRST_SIGNS: Span = 10 * MINUTE;
/** An alert that began so long ago and fires still is part of what begins now. */
const STILL_FIRING: Span = DAY;
/** So long after something began that opens it, whoever works on it speaks of other things as well. */
const FRESH: Span = 12 * HOUR;
/** The work after an incident, as far as it is remembered. */
const AFTERMATH: Span = 4 * DAY;

/** A message at least this likely to deserve a line tells something. */
const TELLING = 0.3;
/** Of those who take part, while they work on it, also this. */
const TELLING_AT_WORK = 0.2;

/** An incident that people speak of, and when it may be recalled. */
interface Kin extends Window {
  readonly kinship: Kinship | "none";
}

/** What a rule goes by: one event and one incident. */
interface Case {
  readonly event: OpsEvent;
  readonly index: number;
  readonly group: Group;
  readonly company: Company;
  readonly kinship: Kinship | "none";
  readonly spoken: Spoken;
}

/**
 * Recalls events that no window holds and that belong to an incident by who tells them and in which words: work of those who take part in
 * channels and services that its own lean on or share something with, first signs, a lead-up that people speak of, alerts that fire still
 * when it begins, the work that follows. Only for incidents that are no candidates, and in which two people or more take part.
 *
 * Messages first: what people say in those tells of the changes and alerts.
 */
export function* recall(
  ground: Ground,
  attached: Attached,
  companies: readonly Company[],
  aside: SetAside,
): Steps<Attached> {
  const windows = kinWindows(ground, companies);
  if (windows.size === 0) return attached;
  const { events } = ground.facts;
  const left = [...events.keys()].filter(
    (index) => !attached[index] && ground.register.ofOpener(index) === undefined && !aside.has(index),
  );
  let known = attached;
  for (const { kind, judge } of ROUNDS) {
    const before = known;
    let gathered: ReadonlyMap<number, Spoken> | null = null;
    const spoken = () => {
      gathered ??= gatherSpoken(ground, before, companies);
      return gathered;
    };
    const claims = yield* perEvent(left, (index) => {
      const event = eventAt(events, index);
      if (event.kind !== kind || before[index]) return null;
      const found = windowsOf(ground, windows, index, event);
      return found.length === 0 ? null : bestOf(ground, { event, index, found, judge, companies, spoken });
    });
    known = withClaims(before, left, claims);
  }
  return known;
}

/** With what was claimed of those that were left. */
function withClaims(attached: Attached, left: readonly number[], claims: Attached): Attached {
  if (claims.every((one) => one === null)) return attached;
  const found = [...attached];
  left.forEach((index, at) => {
    found[index] = claims[at] ?? attached[index] ?? null;
  });
  return found;
}

interface Asked {
  readonly event: OpsEvent;
  readonly index: number;
  readonly found: readonly Kin[];
  readonly judge: Judge;
  readonly companies: readonly Company[];
  /** Gathered when the first event asks. */
  readonly spoken: () => ReadonlyMap<number, Spoken>;
}

function bestOf(ground: Ground, { event, index, found, judge, companies, spoken }: Asked): Claim | null {
  const better = compareClaims(ground.groups);
  let best: Claim | null = null;
  for (const { place, kinship } of found) {
    const group = ground.groups[place];
    const company = companies[place];
    const words = spoken().get(place);
    if (!group || !company || !words) continue;
    const reason = judge(ground, { event, index, group, company, kinship, spoken: words });
    if (reason === null) continue;
    const one = claim(ground, place, event, { rank: 4, weaker: kinship !== "own", reason });
    if (!best || better(one, best) < 0) best = one;
  }
  return best;
}

/** Gives the reason to recall an event to an incident, or null. */
type Judge = (ground: Ground, one: Case) => string | null;

/** What people say in what one round recalled tells of what the next asks for. */
const ROUNDS: readonly { readonly kind: EventKind; readonly judge: Judge }[] = [
  { kind: "alert", judge: judgeAlert },
  { kind: "message", judge: judgeMessage },
  { kind: "alert", judge: judgeEarlierAlert },
  { kind: "change", judge: judgeChange },
];

function kinWindows({ facts, groups }: Ground, companies: readonly Company[]): ReadonlyMap<string, Windows<Kin>> {
  const windows = new Map<string, Kin[]>();
  groups.forEach((group, place) => {
    const { candidate, services, start } = group;
    if (candidate || (companies[place]?.size ?? 0) < 2) return;
    for (const [service, kinship] of kinOf(services, facts.catalogue))
      windows
        .getOrInsertComputed(service, () => [])
        .push({ place, kinship, from: start - LEAD_UP, to: workedUntil(group) + AFTERMATH });
    windows
      .getOrInsertComputed(ANYWHERE, () => [])
      .push({ place, kinship: "none", from: start - FIRST_SIGNS, to: start });
  });
  return new Map([...windows].map(([service, of]) => [service, new Windows(of)]));
}

/** An alert may fire on once those who took it on have left it. */
const workedUntil = ({ end, talkedUntil }: Group): Instant => Math.min(end, talkedUntil);

/** No service is called so: where what is said in any channel is looked for. */
const ANYWHERE = "";

/** A message goes by its channel's services, and shortly before a start by none; anything else by its own. */
function windowsOf(
  { facts }: Ground,
  windows: ReadonlyMap<string, Windows<Kin>>,
  index: number,
  event: OpsEvent,
): readonly Kin[] {
  const services = event.kind === "message" ? servicesOfChannelsAt(facts, index) : (facts.services[index] ?? []);
  const kin = services.flatMap((service) => windows.get(service)?.at(event.occurredAt) ?? []);
  return kin.length > 0 || event.kind !== "message" ? kin : (windows.get(ANYWHERE)?.at(event.occurredAt) ?? []);
}

const LEANED_ON: ReadonlySet<string> = new Set<Kinship>(["own", "dependency"]);

function judgeMessage(ground: Ground, one: Case): string | null {
  const { event, group, company } = one;
  if (event.action !== "posted" || event.actor.type === "automation") return null;
  const takesPart = company.takesPart(event.actor);
  if (event.occurredAt < group.start) return judgeBefore(ground, one, takesPart);
  if (!takesPart) return null;
  const { lookahead } = ground.facts.settings.incidents;
  const worth = worthOf(ground, one.index);
  if (event.occurredAt <= workedUntil(group) + lookahead) {
    const isFresh = event.occurredAt - lastStart(group, event.occurredAt) <= FRESH;
    return worth >= TELLING_AT_WORK && (isFresh || isSpokenOf(one.spoken, event)) ? "work_elsewhere" : null;
  }
  if (!LEANED_ON.has(one.kinship)) return null;
  return worth >= TELLING || one.spoken.shared(event).length >= 2 ? "aftermath" : null;
}

/** When an opener of it began last, as of then. */
const lastStart = ({ starts, start }: Group, at: Instant): Instant =>
  starts[firstPlace(starts, (one) => one > at) - 1] ?? start;

function judgeBefore(ground: Ground, one: Case, takesPart: boolean): string | null {
  const { event, index, group, kinship } = one;
  const isNear = event.occurredAt >= group.start - FIRST_SIGNS;
  const isLeanedOn = LEANED_ON.has(kinship);
  if (isTakenOn(group)) return isNear && isLeanedOn && isLikelyTrouble(ground, index) ? "first_sign" : null;
  if (!takesPart && !(isNear && isLeanedOn)) return null;
  if (!isLeanedOn) return isNear && TELLS_OF_TROUBLE.has(ground.facts.readingOf(index).kind) ? "first_sign" : null;
  const worth = worthOf(ground, index);
  if (isNear && worth >= TELLING) return "first_sign";
  return takesPart && worth >= TELLING_AT_WORK ? judgeEarlyWork(ground, one, worth) : null;
}

function judgeEarlyWork({ facts }: Ground, one: Case, worth: number): string | null {
  const { event, index, group, kinship, spoken } = one;
  const isOwn = kinship === "own";
  const isTelling = worth >= TELLING;
  const isEarly = event.occurredAt >= group.start - EARLY_WORK;
  if (isOwn && isTelling && isEarly && tellsOfHappening(facts, index)) return "early_work";
  if (event.occurredAt >= spoken.burnsSince) return "early_work";
  return (isOwn || isTelling) && spoken.dwelledOn(event).length >= 2 ? "lead_up_spoken_of" : null;
}

const worthOf = ({ facts }: Ground, index: number): number => facts.readingOf(index).gist?.().worth ?? 0;

const TELLS_OF_TROUBLE: ReadonlySet<string> = new Set<EntryKind>(["symptom", "human_report"]);

/** Nobody works on an alert before it fires: what is said then counts only if it tells of trouble. */
const isLikelyTrouble = (ground: Ground, index: number): boolean =>
  worthOf(ground, index) >= TELLING &&
  TELLS_OF_TROUBLE.has(ground.facts.readingOf(index).gist?.().kind ?? ground.facts.readingOf(index).kind);

/** What a change that took effect is called. */
const TOOK_EFFECT = new Set(["succeeded", "failed", "rolled_back", "merged", "pushed", "released"]);

function judgeChange({ facts }: Ground, { event, index, group, company, kinship, spoken }: Case): string | null {
  const { occurredAt, actor } = event;
  const { start } = group;
  const { lookback, lookahead } = facts.settings.incidents;
  if (!(TOOK_EFFECT.has(event.action) || wentOn(facts, index)) || !BELONGS_TO[settingOf(event)].includes(group.setting))
    return null;
  const takesPart = company.takesPart(actor);
  const isOfThose = LEANED_ON.has(kinship) || (takesPart && occurredAt >= start - lookback);
  if (occurredAt < start) return isOfThose && isLeadUp(spoken, event, takesPart) ? "lead_up_spoken_of" : null;
  if (!takesPart) return null;
  if (occurredAt <= workedUntil(group) + lookahead) return isSpokenOf(spoken, event) ? "change_spoken_of" : null;
  return LEANED_ON.has(kinship) && spoken.shared(event).length >= 2 ? "aftermath" : null;
}

/** Whether it began what took effect later. */
const wentOn = ({ events, lifecycles }: Facts, index: number): boolean =>
  (lifecycles.of[index] ?? []).some(({ last }) => last > index && TOOK_EFFECT.has(eventAt(events, last).action));

/** What those who take part made may be spoken of once, in two words of it; anything else people speak of again and again. */
const isLeadUp = (spoken: Spoken, event: OpsEvent, takesPart: boolean): boolean =>
  spoken.dwelledOn(event).length > 0 || (takesPart && spoken.shared(event).length >= 2);

/** Two words may meet by chance once; one that is said again and again does not. */
const isSpokenOf = (spoken: Spoken, event: OpsEvent): boolean =>
  spoken.shared(event).length >= 2 || spoken.dwelledOn(event).length > 0;

function judgeAlert({ facts }: Ground, { event, index, group, kinship }: Case): string | null {
  const { start, setting } = group;
  const { join } = facts.settings.incidents;
  const { occurredAt } = event;
  if (!BELONGS_TO[settingOf(event)].includes(setting)) return null;
  if (occurredAt >= start) return kinship !== "own" && occurredAt <= start + join ? "related_alert" : null;
  if (!LEANED_ON.has(kinship) || occurredAt < start - STILL_FIRING) return null;
  const lifecycle = facts.lifecycles.of[index]?.[0];
  const end = lifecycle && lifecycle.closedBy >= 0 ? eventAt(facts.events, lifecycle.closedBy).occurredAt : Infinity;
  return lifecycle && event.action === "firing" && end >= start ? "firing_at_start" : null;
}

/** An alert of the hours before that was over when it began, at which those who take part worked then. */
function judgeEarlierAlert({ facts }: Ground, { event, group, kinship, spoken }: Case): string | null {
  const isEarlier = event.occurredAt < group.start && event.occurredAt >= group.start - EARLY_WORK;
  if (!isEarlier || !LEANED_ON.has(kinship)) return null;
  return spoken.isWorkedAt(event, facts.settings.incidents.join) ? "worked_at_before" : null;
}
