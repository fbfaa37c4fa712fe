import type { OpsEvent } from "../event.ts";
import type { Span } from "../time.ts";
import type { WordNumbers } from "../word-numbers.ts";
import type { Attached, Claim, Ground } from "./claims.ts";
import type { Company } from "./company.ts";
import { addTelling, eventAt, type Facts } from "./facts.ts";
import type { Group } from "./groups.ts";
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
  readonly events: readonly OpsEvent[];
}

/** An incident as people speak of it. */
interface Spoken {
  readonly group: Group;
  readonly company: Company;
  /** Telling words of what people said, from shortly before the start on. */
  readonly words: ReadonlySet<number>;
  /** Those of the talk that is about something else, and of no other. */
  readonly elsewhere: ReadonlySet<number>;
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
  const { settings, words } = ground.facts;
  const tells = tellingTitles(units, words);
  const repeated = repeatedWithin(units, ground.groups);
  const { join } = settings.incidents;
  for (const { claim, members, events } of units) {
    const about = spoken[claim.place];
    const [first] = events;
    if (!about || !first) continue;
    const reason =
      first.kind === "alert"
        ? judgeAlert(events, claim, about, { join, numbers: words })
        : judgeChange(first, claim, about, { join, tells, repeated, numbers: words });
    if (reason) for (const index of members) strays.set(index, { place: claim.place, reason });
  }
  return strays;
}

/** Units of which no part is tied to an incident by more than a service. */
function unitsOf({ facts }: Ground, attached: Attached): readonly Unit[] {
  const members = new Map<object | number, number[]>();
  const tied = new Set<object | number>();
  attached.forEach((own, index) => {
    const { kind } = eventAt(facts.events, index);
    if (!own || (kind !== "change" && kind !== "alert")) return;
    const name = facts.lifecycles.of[index]?.[0] ?? index;
    if (own.rank < 3 && !FOLLOWS.has(own.reason)) tied.add(name);
    members.getOrInsertComputed(name, () => []).push(index);
  });
  return [...members].flatMap(([name, indices]): Unit[] => {
    const claims = indices.flatMap((index) => attached[index] ?? []);
    const claim = claims.find(({ rank }) => rank === 3);
    if (!claim || tied.has(name) || claims.some(({ place }) => place !== claim.place)) return [];
    return [{ claim, members: indices, events: indices.map((index) => eventAt(facts.events, index)) }];
  });
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
  const words = groups.map(() => new Set<number>());
  const messages = groups.map(() => 0);
  facts.events.forEach(({ event }, index) => {
    if (event.kind !== "message" || event.actor.type === "automation") return;
    const place = register.ofOpener.get(index) ?? attached[index]?.place;
    const group = place === undefined ? undefined : groups[place];
    const said = place === undefined ? undefined : words[place];
    if (place === undefined || !group || !said || event.occurredAt < group.start - join) return;
    addTelling(said, index, facts);
    messages[place] = (messages[place] ?? 0) + 1;
  });
  return groups.flatMap((group, place) => {
    const company = companies[place];
    if (!company) return [];
    const isTalkedAbout = company.size >= 2 && (messages[place] ?? 0) >= TALKED_ABOUT;
    const elsewhere = wordsOfAsides(facts, asides, place).difference(words[place] ?? NO_WORDS);
    return [{ group, company, words: words[place] ?? NO_WORDS, elsewhere, isTalkedAbout }];
  });
}

const NO_WORDS: ReadonlySet<number> = new Set();

/** Talk alone is set aside before changes and alerts are. */
function wordsOfAsides(facts: Facts, asides: SetAside, place: number): Set<number> {
  const words = new Set<number>();
  for (const [index, aside] of asides) if (aside.place === place) addTelling(words, index, facts);
  return words;
}

/** Finds the telling words of a change's title that tell it from the other changes of its incident. */
type TellingTitles = (change: OpsEvent, place: number) => readonly number[];

/** No word that many people's titles share counts, and of a row of one automation's alike changes only what differs. */
function tellingTitles(units: readonly Unit[], words: WordNumbers): TellingTitles {
  const users = usersOfWords(units, words);
  let rows: ReadonlyMap<string, number> | null = null;
  const isInRow = (change: OpsEvent, place: number): boolean => {
    rows ??= countRows(units);
    return (rows.get(rowOf(change, place)) ?? 0) >= ROW;
  };
  return (change, place) => {
    const isRow = change.actor.type !== "human" && isInRow(change, place);
    const ofPlace = users.get(place);
    const isOwn = (word: number) => !isRow && (ofPlace?.get(word)?.size ?? 0) < PIPELINES_WORD;
    return words.telling(change.title).filter((word) => words.isNameWithNumber(word) || isOwn(word));
  };
}

/** By incident and word: whose changes' titles hold it. */
type Users = ReadonlyMap<number, ReadonlyMap<number, ReadonlySet<string>>>;

function usersOfWords(units: readonly Unit[], words: WordNumbers): Users {
  const users = new Map<number, Map<number, Set<string>>>();
  for (const { claim, events } of units) {
    const [first] = events;
    if (first?.kind !== "change") continue;
    const ofPlace = users.getOrInsertComputed(claim.place, () => new Map());
    for (const { title } of events)
      for (const word of words.in(title)) ofPlace.getOrInsertComputed(word, () => new Set()).add(nameOf(first));
  }
  return users;
}

function countRows(units: readonly Unit[]): Map<string, number> {
  const rows = new Map<string, number>();
  for (const { claim, events } of units) {
    const [first] = events;
    if (first?.kind !== "change") continue;
    const row = rowOf(first, claim.place);
    rows.set(row, (rows.get(row) ?? 0) + 1);
  }
  return rows;
}

const nameOf = ({ actor }: OpsEvent): string => actor.name ?? actor.id ?? "";
const NUMBERS_AND_IDS = /\b[\w-]*\d[\w-]*\b/g;
const rowOf = (change: OpsEvent, place: number): string =>
  `${place} ${nameOf(change)} ${change.title.replaceAll(NUMBERS_AND_IDS, "#")}`;

/** What a change is held against beside the talk: the other changes of its incident. */
interface Compared {
  readonly join: Span;
  readonly tells: TellingTitles;
  readonly repeated: ReadonlySet<string>;
  readonly numbers: WordNumbers;
}

/** Titles of changes that were made while their incident lasted: one of the same title before it may be what they undo. */
function repeatedWithin(units: readonly Unit[], groups: readonly Group[]): Set<string> {
  const repeated = new Set<string>();
  for (const { claim, events } of units) {
    const group = groups[claim.place];
    for (const { kind, title, occurredAt } of events) {
      const isWithin = group !== undefined && occurredAt >= group.start && occurredAt <= group.end;
      if (kind === "change" && isWithin) repeated.add(`${claim.place} ${title}`);
    }
  }
  return repeated;
}

function judgeChange(
  change: OpsEvent,
  { reason, place }: Claim,
  { group, company, words, elsewhere, isTalkedAbout }: Spoken,
  { join, tells, repeated, numbers }: Compared,
): string | null {
  if (!isTalkedAbout) return null;
  const isNameWithNumber = (word: number) => numbers.isNameWithNumber(word);
  const { occurredAt, actor, title } = change;
  const own = tells(change, place).filter((word) => !company.services.has(word));
  const shared = own.filter((word) => words.has(word));
  if (shared.some(isNameWithNumber)) return null;
  const other = own.filter((word) => elsewhere.has(word));
  if (other.some(isNameWithNumber) || other.length > Math.max(1, shared.length)) return "change_of_other_talk";
  const isNear = Math.abs(occurredAt - group.start) <= join;
  const isEarly = occurredAt < group.start;
  if (isNear && (shared.length > 0 || (isEarly && reason === "service_in_window"))) return null;
  if (!company.takesPart(actor))
    return shared.length * 2 >= own.length && shared.length > 1 ? null : "change_nobody_speaks_of";
  const isAgain = repeated.has(`${place} ${title}`);
  return shared.length === 0 && isEarly && !isNear && !isAgain ? "earlier_change_nobody_speaks_of" : null;
}

function judgeAlert(
  events: readonly OpsEvent[],
  { reason }: Claim,
  { group, company, words, isTalkedAbout }: Spoken,
  { join, numbers }: Pick<Compared, "join" | "numbers">,
): string | null {
  const end = events.findLast(({ action }) => action === "resolved")?.occurredAt;
  if (end !== undefined && end < group.start - join) return "alert_over_before_start";
  const first = events.find(({ action }) => action === "firing")?.occurredAt;
  if (first === undefined || first <= group.start + join) return null;
  if (!isTalkedAbout || reason === "service_in_window") return null;
  const isSpokenOf = (word: number) => words.has(word) || company.sure.has(word);
  return events.some(({ title }) => numbers.telling(title).some(isSpokenOf)) ? null : "alert_nobody_speaks_of";
}
