import type { EntryKind } from "../../kinds.ts";
import { HOUR, type Instant, type Span } from "../../time.ts";
import { WordSet } from "../../words/word-set.ts";
import { Circle } from "../attaching/circle.ts";
import { serviceWindows } from "../attaching/claims.ts";
import { kinOf } from "../attaching/kinship.ts";
import { distanceTo } from "../attaching/nearest.ts";
import { eventAt, type Facts, servicesOfChannelsAt } from "../facts.ts";
import type { Group } from "./groups.ts";

/** Who says one of these of an alert takes it on. */
const TAKES_ON: ReadonlySet<string> = new Set<EntryKind>([
  ...(["acknowledgement", "mitigation", "rollback", "failed_attempt", "change"] as const),
  ...(["decision", "escalation", "communication", "recovery", "resolution"] as const),
]);
/** An acknowledgement alone does nothing yet. */
const DOES: ReadonlySet<string> = new Set([...TAKES_ON].filter((kind) => kind !== "acknowledgement"));

/** A message at least this likely to deserve a line tells something. */
const TELLING = 0.3;
/** So many messages that tell something, behind the one that took it on, are work. */
const WORK = 3;
/** After a pause of so long who goes on must be of those who were at it, and say more than one word of it. */
const PAUSE: Span = 6 * HOUR;

/** The work on one incident, as it goes on. */
interface Work {
  readonly workers: Circle;
  readonly subject: WordSet;
  /** When it was last spoken of. */
  last: Instant;
  takenOn: boolean;
  does: boolean;
  /** How much was told since it was taken on. */
  told: number;
}

/**
 * Finds the candidates that people plainly took on: in a channel of its services, within `join` of an alert, somebody says that they are at it
 * or what they do, and more is told of it, by two people or more, something that was done among it. Such an incident is no candidate, as long as they
 * speak of it: each next word within hours of the one before, or, after a night, by the same people and in its words. What nobody took on stays a
 * candidate, however much is said while it fires.
 */
export function withTakenOn(facts: Facts, groups: readonly Group[]): readonly Group[] {
  if (groups.every(({ candidate }) => !candidate)) return groups;
  const talk = talkOf(facts, groups);
  if (talk.size === 0) return groups;
  return groups.map((group, place) => {
    const said = talk.get(place);
    const until = said ? workedUntil(facts, group, said) : null;
    return until === null ? group : { ...group, candidate: false, talkedUntil: until + facts.settings.incidents.join };
  });
}

/**
 * By candidate: what people say in its services' channels while no other incident that people know of is there. Of several candidates it is
 * the nearest's. What names only services that have nothing to do with it is of something else.
 */
function talkOf(facts: Facts, groups: readonly Group[]): ReadonlyMap<number, readonly number[]> {
  const windows = serviceWindows(facts, groups);
  const kin = groups.map(({ candidate, services }) => (candidate ? kinOf(services, facts.catalogue) : null));
  const talk = new Map<number, number[]>();
  facts.events.forEach(({ event }, index) => {
    if (event.kind !== "message" || event.action !== "posted" || event.actor.type === "automation") return;
    const { occurredAt: at } = event;
    const there = servicesOfChannelsAt(facts, index).flatMap((service) =>
      (windows.get(service)?.at(at) ?? []).flatMap(({ relation, place }) => (relation === "own" ? [place] : [])),
    );
    if (there.some((place) => !groups[place]?.candidate)) return;
    const named = facts.services[index] ?? [];
    const open = there.filter((place) => (groups[place]?.start ?? Number.POSITIVE_INFINITY) <= at);
    const fitting = open.filter((place) => named.length === 0 || named.some((service) => kin[place]?.has(service)));
    const nearest = nearestOf(groups, fitting, at);
    if (nearest !== undefined) talk.getOrInsertComputed(nearest, () => []).push(index);
  });
  return talk;
}

/** Of equally near ones the first, by the order of the groups. */
function nearestOf(groups: readonly Group[], places: readonly number[], at: Instant): number | undefined {
  const distanceOf = (place: number) => distanceTo(groups[place] ?? { starts: new Float64Array() }, at);
  return [...new Set(places)].sort((a, b) => distanceOf(a) - distanceOf(b) || a - b)[0];
}

/** When people last spoke of what they took on; null where nobody did, or did no more than say so. */
function workedUntil(facts: Facts, group: Group, said: readonly number[]): Instant | null {
  const { join, cut } = facts.settings.incidents;
  const opened = subjectOf(facts, group);
  const first = said.find((index) => takesOn(facts, group, opened, index));
  if (first === undefined) return null;
  const since = eventAt(facts.events, first).occurredAt - join;
  const work = begin(facts, group, since);
  for (const index of said) {
    const { occurredAt: at } = eventAt(facts.events, index);
    if (at < since) continue;
    if (at - work.last > cut) break;
    const isTaken = takesOn(facts, group, opened, index);
    if (isTaken || goesOn(facts, work, index, join)) add(facts, work, index, isTaken);
  }
  return work.does && work.told >= WORK && work.workers.size > 1 ? work.last : null;
}

function add(facts: Facts, work: Work, index: number, isTaken: boolean): void {
  const { occurredAt, actor } = eventAt(facts.events, index);
  work.last = occurredAt;
  work.workers.enter(actor);
  work.subject.addAll(facts.tellingOf(index));
  if ((work.takenOn || isTaken) && tells(facts, index)) {
    work.does ||= DOES.has(facts.readingOf(index).kind);
    if (work.takenOn) work.told++;
  }
  work.takenOn ||= isTaken;
}

function begin(facts: Facts, group: Group, since: Instant): Work {
  const workers = new Circle(facts.settings.people);
  return { workers, subject: subjectOf(facts, group), last: since, takenOn: false, does: false, told: 0 };
}

function subjectOf(facts: Facts, { openers }: Group): WordSet {
  const subject = new WordSet();
  for (const { event } of openers) {
    const { title, text = "" } = event.event;
    subject.addAll(facts.words.telling(`${title}\n${text}`));
  }
  return subject;
}

/** Whether somebody says so near it that they are at it, or in a word of it what they do: a standup tells of deeds as well. */
function takesOn(facts: Facts, group: Group, subject: WordSet, index: number): boolean {
  if (distanceTo(group, eventAt(facts.events, index).occurredAt) > facts.settings.incidents.join) return false;
  const { kind } = facts.readingOf(index);
  if (!TAKES_ON.has(kind) || !tells(facts, index)) return false;
  return kind === "acknowledgement" || facts.tellingOf(index).some((word) => subject.has(word));
}

/** Whether it is likely to deserve a line; without an opinion on that, whether it states a happening. */
function tells({ readingOf }: Facts, index: number): boolean {
  const reading = readingOf(index);
  const worth = reading.gist?.().worth;
  return worth === undefined ? reading.kind !== "message" : worth >= TELLING;
}

/** Whether a message goes on with the work: in its words, or telling something soon after the last word of it and by the same people. */
function goesOn(facts: Facts, { last, subject, workers }: Work, index: number, join: Span): boolean {
  const { occurredAt, actor } = eventAt(facts.events, index);
  const shared = new Set(facts.tellingOf(index).filter((word) => subject.has(word))).size;
  const pause = occurredAt - last;
  const isOfThem = workers.holds(actor);
  if (pause > PAUSE) return shared > 1 && isOfThem;
  return shared > 1 || ((shared > 0 || (pause <= join && isOfThem)) && tells(facts, index));
}
