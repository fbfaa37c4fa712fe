import type { Actor, OpsEvent } from "../event.ts";
import type { Service } from "../settings.ts";
import { tellingWords } from "../words.ts";
import { Circle } from "./circle.ts";
import type { Attached, Ground } from "./claims.ts";
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
  /** The telling words of its openers, alerts, pages and services, and the names with numbers that those who take part said. */
  readonly about: ReadonlySet<string>;
  /** Those of its services' names alone: what every change of a service shares. */
  readonly services: ReadonlySet<string>;
  /** Those of what surely belongs to it alone, services' names left out. */
  readonly sure: ReadonlySet<string>;
}

/** What is surely an incident's: its openers, what refers to it and what shares its lifecycles. */
const SURE = 2;
/** What names one of its services. */
const SERVICES_TOLD = 3;

/** An event of an incident, before it is told what the incident is about. */
interface Member {
  readonly event: OpsEvent;
  readonly rank: number;
}

/** Gathers the company of every incident, by its place among the groups. */
export function gatherCompanies(ground: Ground, attached: Attached): readonly Company[] {
  const { facts, groups, register } = ground;
  const members = groups.map((): Member[] => []);
  facts.events.forEach(({ event }, index) => {
    const opens = register.ofOpener.get(index);
    if (opens !== undefined) members[opens]?.push({ event, rank: 0 });
    const own = attached[index];
    if (own) members[own.place]?.push({ event, rank: own.rank });
  });
  return groups.map((group, place) => gatherCompany(ground, group, members[place] ?? []));
}

function gatherCompany({ facts }: Ground, { services: names, start }: Group, members: readonly Member[]): Company {
  const circle = new Circle(facts.settings.people);
  const services = wordsOfServices(facts.settings.services, names);
  const sure = new Set<string>();
  const about = new Set(services);
  for (const { event, rank } of members) {
    if (rank <= SURE) enterSure(circle, sure, event, rank === 0);
    else if (event.kind === "alert") addAll(about, tellingWords(event.title));
  }
  addAll(about, sure);
  const talk = members.filter(({ event }) => event.kind === "message" && event.occurredAt >= start);
  enterSpeakers(circle, talk, about);
  for (const { event } of talk) if (circle.holds(event.actor)) addAll(about, namesWithNumbers(event));
  return { takesPart: (actor) => circle.holds(actor), size: circle.size, about, services, sure };
}

/** Enters who speaks of the incident, and whom these call by name. */
function enterSpeakers(circle: Circle, talk: readonly Member[], about: ReadonlySet<string>): void {
  const named = new Set<string>();
  for (const { event, rank } of talk) {
    if (rank > SERVICES_TOLD && !sharesWord(event, about)) continue;
    circle.enter(event.actor);
    addAll(named, namesIn(textOf(event)));
  }
  for (const { event } of talk) if (circle.isNamed(event.actor, named)) circle.enter(event.actor);
}

function wordsOfServices(catalogue: readonly Service[], services: readonly string[]): Set<string> {
  const words = new Set<string>();
  for (const { name, aliases = [] } of catalogue) {
    if (services.includes(name)) for (const each of [name, ...aliases]) addAll(words, tellingWords(each));
  }
  return words;
}

function enterSure(circle: Circle, sure: Set<string>, event: OpsEvent, opens: boolean): void {
  // Who brought a deployment live has not answered an incident by that.
  if (event.kind !== "change") circle.enter(event.actor);
  if (opens && (event.kind === "message" || event.kind === "alert")) addAll(sure, tellingWords(textOf(event)));
  else if (event.kind !== "message" && event.kind !== "mark") addAll(sure, tellingWords(event.title));
}

const textOf = ({ title, text, kind }: OpsEvent): string =>
  text === undefined || kind === "message" ? (text ?? title) : `${title}\n${text}`;

/** Whether an event's words tell of one of those given. */
export function sharesWord(event: OpsEvent, words: ReadonlySet<string>): boolean {
  return !tellingWords(event.kind === "message" ? textOf(event) : event.title).isDisjointFrom(words);
}

/** A host, a version, a ticket: what holds a digit and is not a mere count. */
export const isNameWithNumber = (word: string): boolean => /\d/.test(word) && word.length > 2 && !/^\d{3}$/.test(word);

const namesWithNumbers = (event: OpsEvent): string[] => [...tellingWords(textOf(event))].filter(isNameWithNumber);

const NAME = /[\p{L}\p{N}]+/gu;
const namesIn = (text: string): string[] => text.toLowerCase().match(NAME) ?? [];

function addAll(words: Set<string>, more: Iterable<string>): void {
  for (const word of more) words.add(word);
}
