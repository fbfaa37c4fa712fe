import type { OpsEvent } from "../../event.ts";
import { WordSet, type Words } from "../../words/word-set.ts";
import { addTelling, eventAt, type Facts } from "../facts.ts";
import type { Group } from "../grouping/groups.ts";
import type { Attached, Claim, Ground } from "./claims.ts";
import type { Company } from "./company.ts";
import type { SetAside } from "./set-aside.ts";

/** From so many messages on people speak of an incident, so that what none of them speaks of tells something. */
const TALKED_ABOUT = 5;
/** A word in the titles of changes by so many people is their pipeline's name, and tells none of them. */
const PIPELINES_WORD = 3;
/** So many alike changes of one automation are a row. */
const ROW = 4;

/** An alert's episode, a deployment, a merge: events that stay or go together. */
interface Unit {
  readonly claim: Claim;
  readonly members: readonly number[];
}

/** An incident as people speak of it. */
interface Spoken {
  readonly group: Group;
  readonly company: Company;
  /** Telling words of what people said, from shortly before the start on. */
  readonly words: Words;
  /** Those of the talk that is about something else, and of no other. */
  readonly elsewhere: Words;
  readonly isTalkedAbout: boolean;
}

/**
 * Finds changes and alerts that came to an incident through a service alone, and are not about it. Changes: nobody speaks of it, and it was by
 * nobody who takes part or long before the start. Alerts: one that was over long before the start; one of another service, long after
 * the start, that nobody speaks of.
 *
 * @param attached without the talk that is about something else
 * @param asides that talk
 */
export function findStrays(
  ground: Ground,
  attached: Attached,
  companies: readonly Company[],
  asides: SetAside,
): SetAside {
  const strays = new Map<number, { place: number; reason: string }>();
  const units = unitsOf(ground, attached);
  if (units.length === 0) return strays;
  const spoken = whatIsSpoken(ground, attached, companies, asides);
  const compared = compareChanges(ground, units);
  for (const { claim, members } of units) {
    const about = spoken[claim.place];
    const first = members[0] ?? 0;
    if (!about) continue;
    const isAlert = eventAt(ground.facts.events, first).kind === "alert";
    const reason = isAlert
      ? judgeAlert(ground.facts, members, claim, about)
      : judgeChange(ground.facts, first, claim, about, compared);
    if (reason) for (const index of members) strays.set(index, { place: claim.place, reason });
  }
  return strays;
}

/** A unit while its parts are found. */
interface Gathered {
  readonly members: number[];
  readonly place: number;
  claim: Claim | null;
  /** More than a service ties it to an incident, or it is of several. */
  isTied: boolean;
}

/** Units of which no part is tied to an incident by more than a service. */
function unitsOf({ facts }: Ground, attached: Attached): readonly Unit[] {
  const gathered = new Map<object | number, Gathered>();
  attached.forEach((own, index) => {
    if (!own) return;
    const { kind } = eventAt(facts.events, index);
    if (kind !== "change" && kind !== "alert") return;
    const name = facts.lifecycles.of[index]?.[0] ?? index;
    const unit = gathered.get(name) ?? { members: [], place: own.place, claim: null, isTied: false };
    if (unit.members.length === 0) gathered.set(name, unit);
    unit.members.push(index);
    if (own.rank === 3) unit.claim ??= own;
    unit.isTied ||= own.place !== unit.place || (own.rank < 3 && !FOLLOWS.has(own.reason));
  });
  const units: Unit[] = [];
  for (const { claim, members, isTied } of gathered.values()) if (claim && !isTied) units.push({ claim, members });
  return units;
}

/** What ties an event to its own unit only. */
const FOLLOWS = new Set(["same_deployment", "same_run"]);

function whatIsSpoken(
  { facts, groups, register }: Ground,
  attached: Attached,
  companies: readonly Company[],
  asides: SetAside,
): Spoken[] {
  const { join } = facts.settings.incidents;
  const words = groups.map(() => new WordSet());
  const messages = groups.map(() => 0);
  facts.events.forEach(({ event }, index) => {
    if (event.kind !== "message" || event.actor.type === "automation") return;
    const place = register.ofOpener(index) ?? attached[index]?.place;
    const group = place === undefined ? undefined : groups[place];
    const said = place === undefined ? undefined : words[place];
    if (place === undefined || !group || !said || event.occurredAt < group.start - join) return;
    addTelling(said, index, facts);
    messages[place] = (messages[place] ?? 0) + 1;
  });
  const elsewhere = groups.map(() => new WordSet());
  // Talk alone is set aside before changes and alerts are.
  for (const [index, { place }] of asides)
    for (const word of facts.tellingOf(index)) if (!words[place]?.has(word)) elsewhere[place]?.add(word);
  return groups.flatMap((group, place) => {
    const company = companies[place];
    const said = words[place];
    const other = elsewhere[place];
    if (!company || !said || !other) return [];
    const isTalkedAbout = company.size >= 2 && (messages[place] ?? 0) >= TALKED_ABOUT;
    return [{ group, company, words: said, elsewhere: other, isTalkedAbout }];
  });
}

/** What a change is held against beside the talk: the other changes of its incident. */
interface Compared {
  /** The telling words of its title that tell it from those. */
  readonly tells: (index: number, place: number) => readonly number[];
  /** Whether one of the same title was made while the incident lasted: one before it may be what that undoes. */
  readonly isRepeated: (title: string, place: number) => boolean;
}

function compareChanges(ground: Ground, units: readonly Unit[]): Compared {
  const { facts, groups } = ground;
  const changes = units.filter(({ members: [first = 0] }) => eventAt(facts.events, first).kind === "change");
  let repeated: ReadonlySet<string> | null = null;
  return {
    tells: tellingTitles(facts, changes),
    isRepeated: (title, place) => {
      repeated ??= repeatedWithin(facts, units, groups);
      return repeated.has(`${place} ${title}`);
    },
  };
}

/** No word that many people's titles share counts, and of a row of one automation's alike changes only what differs. */
function tellingTitles(facts: Facts, changes: readonly Unit[]): Compared["tells"] {
  const { words, tellingOf } = facts;
  const users = usersOfWords(facts, changes);
  let rows: ReadonlyMap<string, number> | null = null;
  const isInRow = (change: OpsEvent, place: number): boolean => {
    rows ??= countRows(facts, changes);
    return (rows.get(rowOf(change, place)) ?? 0) >= ROW;
  };
  return (index, place) => {
    const change = eventAt(facts.events, index);
    const isRow = change.actor.type !== "human" && isInRow(change, place);
    const ofPlace = users.get(place);
    const isOwn = (word: number) => !isRow && (ofPlace?.get(word)?.size ?? 0) < PIPELINES_WORD;
    return tellingOf(index).filter((word) => words.isNameWithNumber(word) || isOwn(word));
  };
}

/** By incident and word: whose changes' titles hold it, as far as it matters how many they are. */
type Users = ReadonlyMap<number, ReadonlyMap<number, ReadonlySet<string>>>;

function usersOfWords({ events, tellingOf }: Facts, changes: readonly Unit[]): Users {
  const users = new Map<number, Map<number, Set<string>>>();
  for (const { claim, members } of changes) {
    const ofPlace = users.getOrInsertComputed(claim.place, () => new Map());
    const first = members[0] ?? 0;
    const user = nameOf(eventAt(events, first));
    for (const index of members)
      for (const word of tellingOf(index)) {
        const known = ofPlace.getOrInsertComputed(word, () => new Set());
        if (known.size < PIPELINES_WORD) known.add(user);
      }
  }
  return users;
}

function countRows({ events }: Facts, changes: readonly Unit[]): Map<string, number> {
  const rows = new Map<string, number>();
  for (const {
    claim,
    members: [first = 0],
  } of changes) {
    const row = rowOf(eventAt(events, first), claim.place);
    rows.set(row, (rows.get(row) ?? 0) + 1);
  }
  return rows;
}

const nameOf = ({ actor }: OpsEvent): string => actor.name ?? actor.id ?? "";
const NUMBERS_AND_IDS = /\b[\w-]*\d[\w-]*\b/g;
const rowOf = (change: OpsEvent, place: number): string =>
  `${place} ${nameOf(change)} ${change.title.replaceAll(NUMBERS_AND_IDS, "#")}`;

/** Titles of changes that were made while their incident lasted. */
function repeatedWithin({ events }: Facts, units: readonly Unit[], groups: readonly Group[]): Set<string> {
  const repeated = new Set<string>();
  for (const { claim, members } of units) {
    const group = groups[claim.place];
    for (const index of members) {
      const { kind, title, occurredAt } = eventAt(events, index);
      const isWithin = group !== undefined && occurredAt >= group.start && occurredAt <= group.end;
      if (kind === "change" && isWithin) repeated.add(`${claim.place} ${title}`);
    }
  }
  return repeated;
}

function judgeChange(
  { events, words: numbers, settings }: Facts,
  index: number,
  { reason, place }: Claim,
  { group, company, words, elsewhere, isTalkedAbout }: Spoken,
  { tells, isRepeated }: Compared,
): string | null {
  if (!isTalkedAbout) return null;
  const isNameWithNumber = (word: number) => numbers.isNameWithNumber(word);
  const { occurredAt, actor, title } = eventAt(events, index);
  const own = tells(index, place).filter((word) => !company.services.has(word));
  const shared = own.filter((word) => words.has(word));
  if (shared.some(isNameWithNumber)) return null;
  const other = own.filter((word) => elsewhere.has(word));
  if (other.some(isNameWithNumber) || other.length > Math.max(1, shared.length)) return "change_of_other_talk";
  const isNear = Math.abs(occurredAt - group.start) <= settings.incidents.join;
  const isEarly = occurredAt < group.start;
  if (isNear && (shared.length > 0 || (isEarly && reason === "service_in_window"))) return null;
  if (!company.takesPart(actor))
    return shared.length * 2 >= own.length && shared.length > 1 ? null : "change_nobody_speaks_of";
  const isStray = shared.length === 0 && isEarly && !isNear && !isRepeated(title, place);
  return isStray ? "earlier_change_nobody_speaks_of" : null;
}

function judgeAlert(
  facts: Facts,
  members: readonly number[],
  { reason }: Claim,
  { group, company, words, isTalkedAbout }: Spoken,
): string | null {
  const { join } = facts.settings.incidents;
  const events = members.map((index) => eventAt(facts.events, index));
  const end = events.findLast(({ action }) => action === "resolved")?.occurredAt;
  if (end !== undefined && end < group.start - join) return "alert_over_before_start";
  const first = events.find(({ action }) => action === "firing")?.occurredAt;
  if (first === undefined || first <= group.start + join) return null;
  if (!isTalkedAbout || reason === "service_in_window") return null;
  const isSpokenOf = (word: number) => words.has(word) || company.sure.has(word);
  return members.some((index) => facts.tellingOf(index).some(isSpokenOf)) ? null : "alert_nobody_speaks_of";
}
