import type { Actor, OpsEvent } from "../event.ts";
import type { Service } from "../settings.ts";
import type { WordNumbers } from "../word-numbers.ts";
import { Circle } from "./circle.ts";
import type { Attached, Ground } from "./claims.ts";
import { addTelling, type Facts, sharesWord } from "./facts.ts";
import type { Group } from "./groups.ts";

/** Who takes part in an incident and what it is about, as far as what surely belongs to it tells. */
export interface Company {
  /**
   * Whether somebody acted or spoke in what surely belongs to it, said a word of what it is about, or was called by name by who did. Of
   * an actor without a name nobody knows better.
   */
  readonly takesPart: (actor: Actor) => boolean;
  /** How many people do. */
  readonly size: number;
  /** By {@link WordNumbers}: the telling words of its openers, alerts, pages and services, and the names with numbers that those who take part said. */
  readonly about: ReadonlySet<number>;
  /** Those of its services' names alone: what every change of a service shares. */
  readonly services: ReadonlySet<number>;
  /** Those of what surely belongs to it alone, services' names left out. */
  readonly sure: ReadonlySet<number>;
}

/** What is surely an incident's: its openers, what refers to it and what shares its lifecycles. */
const SURE = 2;
/** What names one of its services. */
const SERVICES_TOLD = 3;

/** An event of an incident, before it is told what the incident is about. */
interface Member {
  readonly event: OpsEvent;
  readonly index: number;
  readonly rank: number;
}

/** Gathers the company of every incident, by its place among the groups. */
export function gatherCompanies(ground: Ground, attached: Attached): readonly Company[] {
  const { facts, groups, register } = ground;
  const members = groups.map((): Member[] => []);
  facts.events.forEach(({ event }, index) => {
    const opens = register.ofOpener.get(index);
    if (opens !== undefined) members[opens]?.push({ event, index, rank: 0 });
    const own = attached[index];
    if (own) members[own.place]?.push({ event, index, rank: own.rank });
  });
  return groups.map((group, place) => gatherCompany(ground, group, members[place] ?? []));
}

function gatherCompany({ facts }: Ground, { services: names, start }: Group, members: readonly Member[]): Company {
  const { words, settings } = facts;
  const circle = new Circle(settings.people);
  const services = wordsOfServices(settings.services, names, words);
  const sure = new Set<number>();
  const about = new Set(services);
  for (const { event, index, rank } of members) {
    if (rank <= SURE) enterSure(circle, sure, event, rank === 0, words);
    else if (event.kind === "alert") addTelling(about, index, facts);
  }
  for (const word of sure) about.add(word);
  const talk = members.filter(({ event }) => event.kind === "message" && event.occurredAt >= start);
  enterSpeakers(circle, talk, about, facts);
  for (const { event, index } of talk) if (circle.holds(event.actor)) addNamesWithNumbers(about, index, facts);
  return { takesPart: (actor) => circle.holds(actor), size: circle.size, about, services, sure };
}

/** Enters who speaks of the incident, and whom these call by name. */
function enterSpeakers(circle: Circle, talk: readonly Member[], about: ReadonlySet<number>, facts: Facts): void {
  const named = new Set<number>();
  for (const { event, index, rank } of talk) {
    if (rank > SERVICES_TOLD && !sharesWord(facts, index, about)) continue;
    circle.enter(event.actor);
    for (const word of facts.wordsOf(index)) named.add(word);
  }
  const isNamed = (name: string) => named.has(facts.words.of(name));
  for (const { event } of talk) if (circle.isNamed(event.actor, isNamed)) circle.enter(event.actor);
}

function wordsOfServices(catalogue: readonly Service[], services: readonly string[], words: WordNumbers): Set<number> {
  const telling = new Set<number>();
  for (const { name, aliases = [] } of catalogue) {
    if (!services.includes(name)) continue;
    for (const each of [name, ...aliases]) for (const word of words.telling(each)) telling.add(word);
  }
  return telling;
}

function enterSure(circle: Circle, sure: Set<number>, event: OpsEvent, opens: boolean, words: WordNumbers): void {
  // Who brought a deployment live has not answered an incident by that.
  if (event.kind !== "change") circle.enter(event.actor);
  const isWhole = opens && (event.kind === "message" || event.kind === "alert");
  if (!isWhole && (event.kind === "message" || event.kind === "mark")) return;
  for (const word of words.in(isWhole ? textOf(event) : event.title)) if (words.tells(word)) sure.add(word);
}

const textOf = ({ title, text, kind }: OpsEvent): string =>
  text === undefined || kind === "message" ? (text ?? title) : `${title}\n${text}`;

function addNamesWithNumbers(about: Set<number>, index: number, { words, wordsOf }: Facts): void {
  for (const word of wordsOf(index)) if (words.isNameWithNumber(word) && words.tells(word)) about.add(word);
}
