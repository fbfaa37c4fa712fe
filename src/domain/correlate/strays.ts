import type { OpsEvent } from "../event.ts";
import type { Span } from "../time.ts";
import { tellingWords } from "../words.ts";
import type { Attached, Claim, Ground } from "./claims.ts";
import { type Company, isNameWithNumber } from "./company.ts";
import { eventAt, type Facts } from "./facts.ts";
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
  readonly words: ReadonlySet<string>;
  /** Those of the talk that is about something else, and of no other. */
  readonly elsewhere: ReadonlySet<string>;
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
  const tells = tellingTitles(units);
  const repeated = repeatedWithin(units, ground.groups);
  const { join } = ground.facts.settings.incidents;
  for (const { claim, members, events } of units) {
    const about = spoken[claim.place];
    const [first] = events;
    if (!about || !first) continue;
    const reason =
      first.kind === "alert"
        ? judgeAlert(events, claim, about, join)
        : judgeChange(first, claim, about, { join, telling: tells(first, claim.place), repeated });
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
  const words = groups.map(() => new Set<string>());
  const messages = groups.map(() => 0);
  facts.events.forEach(({ event }, index) => {
    const place = register.ofOpener.get(index) ?? attached[index]?.place;
    const group = place === undefined ? undefined : groups[place];
    if (place === undefined || !group || event.kind !== "message" || event.actor.type === "automation") return;
    if (event.occurredAt < group.start - join) return;
    for (const word of tellingWords(event.text ?? event.title)) words[place]?.add(word);
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

const NO_WORDS: ReadonlySet<string> = new Set();

function wordsOfAsides({ events }: Facts, asides: SetAside, place: number): Set<string> {
  const words = new Set<string>();
  for (const [index, aside] of asides) {
    const { text, title } = eventAt(events, index);
    if (aside.place === place) for (const word of tellingWords(text ?? title)) words.add(word);
  }
  return words;
}

/**
 * Makes what finds the words of a change's title that tell it from the other changes of its incident: no word that many people's titles
 * share, and of a row of one automation's alike changes only what differs.
 */
function tellingTitles(units: readonly Unit[]): (change: OpsEvent, place: number) => ReadonlySet<string> {
  const users = new Map<string, Set<string>>();
  const rows = new Map<string, number>();
  for (const { claim, events } of units) {
    const [first] = events;
    if (first?.kind !== "change") continue;
    const row = `${claim.place} ${rowOf(first)}`;
    rows.set(row, (rows.get(row) ?? 0) + 1);
    for (const word of new Set(events.flatMap(({ title }) => [...tellingWords(title)]))) {
      users.getOrInsertComputed(`${claim.place} ${word}`, () => new Set()).add(nameOf(first));
    }
  }
  return (change, place) => {
    const isRow = change.actor.type !== "human" && (rows.get(`${place} ${rowOf(change)}`) ?? 0) >= ROW;
    const isOwn = (word: string) => !isRow && (users.get(`${place} ${word}`)?.size ?? 0) < PIPELINES_WORD;
    return new Set([...tellingWords(change.title)].filter((word) => isNameWithNumber(word) || isOwn(word)));
  };
}

const nameOf = ({ actor }: OpsEvent): string => actor.name ?? actor.id ?? "";
const NUMBERS_AND_IDS = /\b[\w-]*\d[\w-]*\b/g;
const rowOf = (change: OpsEvent): string => `${nameOf(change)} ${change.title.replaceAll(NUMBERS_AND_IDS, "#")}`;

/** What a change is held against beside the talk: the other changes of its incident. */
interface Compared {
  readonly join: Span;
  readonly telling: ReadonlySet<string>;
  readonly repeated: ReadonlySet<string>;
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
  { occurredAt, actor, title }: OpsEvent,
  { reason, place }: Claim,
  { group, company, words, elsewhere, isTalkedAbout }: Spoken,
  { join, telling, repeated }: Compared,
): string | null {
  if (!isTalkedAbout) return null;
  const own = [...telling].filter((word) => !company.services.has(word));
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
  join: number,
): string | null {
  const end = events.findLast(({ action }) => action === "resolved")?.occurredAt;
  if (end !== undefined && end < group.start - join) return "alert_over_before_start";
  const first = events.find(({ action }) => action === "firing")?.occurredAt;
  if (first === undefined || first <= group.start + join) return null;
  if (!isTalkedAbout || reason === "service_in_window") return null;
  const telling = tellingWords(events.map(({ title }) => title).join(" "));
  return telling.isDisjointFrom(words) && telling.isDisjointFrom(company.sure) ? "alert_nobody_speaks_of" : null;
}
