import type { Actor } from "../../event.ts";
import type { Alike } from "../../reading.ts";
import { MINUTE, type Span } from "../../time.ts";
import { WordSet } from "../../words/word-set.ts";
import { eventAt, type Facts, sharesWord } from "../facts.ts";
import { witnessesIn } from "./borne-out.ts";

/** So many people who meet the same make a report of what one alone only wonders about; one less where something else tells of it, too. */
const PEOPLE = 3;
/** So many of them say it in words; others may agree. */
const IN_WORDS = 2;
const WITHIN: Span = 10 * MINUTE;
/** Whoever only agrees does so at once, or in the thread. */
const AT_ONCE: Span = MINUTE;
/** Who agrees and tells in words of their own what they meet has looked first. */
const ONCE_LOOKED: Span = 3 * MINUTE;
/** What has no more words says nothing but yes. */
const BARE = 2;
/** More is a flood, and no conversation. */
const ANSWERS = 500;

/** Who said what in one channel, in the order of time. */
interface Said {
  readonly index: number;
  readonly who: string;
}

/** Somebody's word of trouble that others may meet: how they put it, and its place in what is said in a channel. */
interface First {
  readonly said: readonly Said[];
  readonly place: number;
  readonly services: readonly string[];
  readonly alike: Alike;
}

/**
 * The questions whether others meet some trouble ("is anyone else getting logged out?") that several people meet within minutes, in the same channel
 * of a service: people complain of much that is no outage. Three meet it, and two of them say so in words of the same
 * trouble; or two do, and an alert, a page or what the shop posts later bears them out. Whoever says no, or speaks of something else, counts
 * for nothing. What comes later never takes an answer back, but for an edit of it.
 *
 * @returns by message: those of its channel's services that an alert or a page tells of at that time, which it is about as well as what it names
 */
export function metByMany(facts: Facts): ReadonlyMap<number, readonly string[]> {
  const channels = new Map<string, Said[]>();
  const firsts: First[] = [];
  facts.events.forEach(({ event }, index) => {
    const channel = event.kind === "message" && event.action === "posted" ? facts.channels.of[index]?.[0] : undefined;
    const who = nameOf(event.actor);
    if (!channel || channel.services.length === 0 || event.actor.type === "automation" || who === undefined) return;
    const said = channels.getOrInsertComputed(channel.id, () => []);
    const place = said.push({ index, who }) - 1;
    const alike = alikeAt(facts, index);
    if (alike?.says === "asks") firsts.push({ said, place, services: channel.services, alike });
  });
  const { told, posted } = witnessesIn(facts);
  return new Map(
    firsts.flatMap((first): [number, readonly string[]][] => {
      const index = first.said[first.place]?.index;
      if (index === undefined) return [];
      const isBorneOut = () => told(index, first.services).length > 0 || posted(index, first.services);
      return isMet(facts, first, isBorneOut) ? [[index, told(index, first.services)]] : [];
    }),
  );
}

const nameOf = ({ id, name }: Actor): string | undefined => id ?? name;

/** What a message says of trouble that others may meet, by the variant in force, else by the last of the others that said it. */
function alikeAt({ events, readingOf, read }: Facts, index: number): Alike | null {
  const now = readingOf(index).alike?.() ?? null;
  const others = events[index]?.superseded;
  if (now || !others) return now;
  for (const other of others.toReversed()) {
    const once = read(other).alike?.();
    if (once) return once;
  }
  return null;
}

function isMet(facts: Facts, { said, place, alike }: First, isBorneOut: () => boolean): boolean {
  const first = said[place];
  if (!first) return false;
  const about = new WordSet();
  about.addAll(facts.words.telling(alike.words));
  const { occurredAt: asked } = eventAt(facts.events, first.index);
  const people = new Set([first.who]);
  const inWords = new Set(people);
  const needed = () => (people.size === PEOPLE - 1 && isBorneOut() ? PEOPLE - 1 : PEOPLE);
  let last = asked;
  for (const { index, who } of said.slice(place + 1, place + 1 + ANSWERS)) {
    const { occurredAt } = eventAt(facts.events, index);
    if (occurredAt > asked + WITHIN) break;
    const since = (facts.roots[index] ?? index) === first.index ? 0 : occurredAt - last;
    if (saysTheSame(facts, index, about) || meetsItToo(facts, index, since)) {
      inWords.add(who);
      last = occurredAt;
    } else if (!agrees(facts, index, since, alike.says === "asks")) continue;
    people.add(who);
    if (inWords.size >= IN_WORDS && people.size >= needed()) return true;
  }
  return false;
}

/** Asks whether others meet it, meets it, or plainly tells of a symptom, in a word of it. */
function saysTheSame(facts: Facts, index: number, about: WordSet): boolean {
  const alike = alikeAt(facts, index);
  const tells = (alike !== null && alike.words !== "") || isSymptom(facts, index);
  return tells && sharesWord(facts, index, about);
}

function isSymptom({ readingOf }: Facts, index: number): boolean {
  const { kind, certain } = readingOf(index);
  return kind === "symptom" && certain === true;
}

/** Agrees, and tells how they meet it: it may look otherwise there. */
const meetsItToo = (facts: Facts, index: number, since: Span): boolean =>
  since <= ONCE_LOOKED && alikeAt(facts, index)?.says === "concurs" && isToRootOrNone(facts, index, since);

/** @param isAsked whether a yes is an answer to the first word */
function agrees(facts: Facts, index: number, since: Span, isAsked: boolean): boolean {
  if (since > AT_ONCE || !isToRootOrNone(facts, index, since)) return false;
  if (alikeAt(facts, index)?.says === "agrees") return true;
  const saysYes = () => facts.readingOf(index).seconds?.() === "agrees" && facts.wordsOf(index).length <= BARE;
  return isAsked && saysYes();
}

/** What stands in another thread answers that. */
const isToRootOrNone = ({ roots }: Facts, index: number, since: Span): boolean =>
  since === 0 || (roots[index] ?? index) === index;
