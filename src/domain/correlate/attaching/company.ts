import type { Actor, OpsEvent } from "../../event.ts";
import type { Service } from "../../settings.ts";
import type { WordNumbers } from "../../words/word-numbers.ts";
import { WordSet, type Words } from "../../words/word-set.ts";
import { addTelling, eventAt, type Facts, sharesWord } from "../facts.ts";
import type { Group } from "../grouping/groups.ts";
import { Circle, type Known } from "./circle.ts";
import type { Attached, Ground } from "./claims.ts";

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
  const members = groups.map((): number[] => []);
  for (let index = 0; index < facts.events.length; index++) {
    const place = register.ofOpener(index) ?? attached[index]?.place;
    if (place !== undefined) members[place]?.push(index);
  }
  const rankOf = (index: number) => attached[index]?.rank ?? 0;
  return groups.map((group, place) => gatherCompany(facts, group, members[place] ?? [], rankOf));
}

function gatherCompany(
  facts: Facts,
  { services: names, start }: Group,
  members: readonly number[],
  rankOf: (index: number) => number,
): Company {
  const { words, settings } = facts;
  const circle = new Circle(settings.people);
  const services = new WordSet();
  const sure = new WordSet();
  const about = new WordSet();
  for (const word of wordsOfServices(settings.services, names, words)) {
    services.add(word);
    about.add(word);
  }
  const talk: Speech[] = [];
  for (const index of members) {
    const { kind, occurredAt, actor } = eventAt(facts.events, index);
    const rank = rankOf(index);
    if (rank <= SURE) enterSure(circle, [sure, about], index, rank, facts);
    else if (kind === "alert") addTelling(about, index, facts);
    if (kind === "message" && occurredAt >= start) talk.push({ actor, speaker: circle.know(actor), index, rank });
  }
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
  for (const { actor, speaker } of talk)
    if (!speaker.isEntered && actor.type !== "automation") people.set(speaker, actor);
  for (const [speaker, actor] of people) if (circle.isNamed(speaker, isNamed)) circle.enter(actor, speaker);
}

function wordsOfServices(catalogue: readonly Service[], services: readonly string[], words: WordNumbers): number[] {
  return catalogue
    .filter(({ name }) => services.includes(name))
    .flatMap(({ name, aliases = [] }) => [name, ...aliases].flatMap((each) => words.telling(each)));
}

/** Enters who acted in what surely belongs to it, and its telling words. */
function enterSure(circle: Circle, to: readonly WordSet[], index: number, rank: number, facts: Facts): void {
  const event = eventAt(facts.events, index);
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
