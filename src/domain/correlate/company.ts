import type { Actor, OpsEvent } from "../event.ts";
import type { Service } from "../settings.ts";
import type { WordNumbers } from "../word-numbers.ts";
import { WordSet, type Words } from "../word-set.ts";
import { Circle, type Known } from "./circle.ts";
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
  readonly about: Words;
  /** Those of its services' names alone: what every change of a service shares. */
  readonly services: Words;
  /** Those of what surely belongs to it alone, services' names left out. */
  readonly sure: Words;
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

/** What somebody says in it. */
interface Speech {
  readonly actor: Actor;
  readonly speaker: Known;
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
  const services = new WordSet();
  const sure = new WordSet();
  const about = new WordSet();
  for (const word of wordsOfServices(settings.services, names, words)) {
    services.add(word);
    about.add(word);
  }
  for (const member of members) {
    if (member.rank <= SURE) enterSure(circle, [sure, about], member, facts);
    else if (member.event.kind === "alert") addTelling(about, member.index, facts);
  }
  const talk: Speech[] = [];
  for (const { event, index, rank } of members)
    if (event.kind === "message" && event.occurredAt >= start)
      talk.push({ actor: event.actor, speaker: circle.know(event.actor), index, rank });
  enterSpeakers(circle, talk, about, facts);
  for (const { actor, speaker, index } of talk)
    if (circle.holds(actor, speaker)) addNamesWithNumbers(about, index, facts);
  return { takesPart: (actor) => circle.holds(actor), size: circle.size, about, services, sure };
}

/** Enters who speaks of the incident, and whom these call by name. */
function enterSpeakers(circle: Circle, talk: readonly Speech[], about: Words, facts: Facts): void {
  const named = new WordSet();
  for (const { actor, speaker, index, rank } of talk) {
    if (rank > SERVICES_TOLD && !sharesWord(facts, index, about)) continue;
    circle.enter(actor, speaker);
    named.addAll(facts.wordsOf(index));
  }
  const isNamed = (name: string) => named.has(facts.words.of(name));
  const people = new Map<Known, Actor>();
  for (const { actor, speaker } of talk) if (actor.type !== "automation") people.set(speaker, actor);
  for (const [speaker, actor] of people) if (circle.isNamed(speaker, isNamed)) circle.enter(actor, speaker);
}

function wordsOfServices(catalogue: readonly Service[], services: readonly string[], words: WordNumbers): number[] {
  return catalogue
    .filter(({ name }) => services.includes(name))
    .flatMap(({ name, aliases = [] }) => [name, ...aliases].flatMap((each) => words.telling(each)));
}

/** Enters who acted in what surely belongs to it, and its telling words. */
function enterSure(circle: Circle, to: readonly WordSet[], { event, index, rank }: Member, facts: Facts): void {
  // Who brought a deployment live has not answered an incident by that.
  if (event.kind !== "change") circle.enter(event.actor);
  const isWhole = rank === 0 && (event.kind === "message" || event.kind === "alert");
  if (!isWhole && (event.kind === "message" || event.kind === "mark")) return;
  const telling = isWhole ? facts.words.telling(textOf(event)) : facts.tellingOf(index);
  for (const words of to) words.addAll(telling);
}

const textOf = ({ title, text, kind }: OpsEvent): string =>
  text === undefined || kind === "message" ? (text ?? title) : `${title}\n${text}`;

function addNamesWithNumbers(about: WordSet, index: number, { words, tellingOf }: Facts): void {
  for (const word of tellingOf(index)) if (words.isNameWithNumber(word)) about.add(word);
}
