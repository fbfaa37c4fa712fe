import type { Actor } from "../event.ts";
import type { Alike } from "../reading.ts";
import { MINUTE, type Span } from "../time.ts";
import { WordSet } from "../word-set.ts";
import { eventAt, type Facts, sharesWord } from "./facts.ts";

/** So many people who meet the same make a report of what one alone only wonders about. */
const PEOPLE = 3;
/** So many of them say it in words; others may agree. */
const IN_WORDS = 2;
const WITHIN: Span = 10 * MINUTE;
/** Whoever only agrees does so at once, or in the thread. */
const AT_ONCE: Span = MINUTE;
/** More is a flood, and no conversation. */
const ANSWERS = 500;

/** Who said what in one channel, in the order of time. */
interface Said {
  readonly index: number;
  readonly who: string;
}

/**
 * The questions whether others meet some trouble ("is anyone else getting logged out?") that people said yes to within minutes, in the same
 * channel of a service: three together, and two of them in words of the same trouble. Whoever says no, or speaks of something else, counts
 * for nothing. What comes later never takes an answer back.
 */
export function metByMany(facts: Facts): ReadonlySet<number> {
  const channels = new Map<string, Said[]>();
  const questions: { readonly said: readonly Said[]; readonly place: number; readonly words: string }[] = [];
  facts.events.forEach(({ event }, index) => {
    const channel = event.kind === "message" && event.action === "posted" ? facts.channels.of[index]?.[0] : undefined;
    const who = nameOf(event.actor);
    if (!channel || channel.services.length === 0 || event.actor.type === "automation" || who === undefined) return;
    const said = channels.getOrInsertComputed(channel.id, () => []);
    const place = said.push({ index, who }) - 1;
    const alike = alikeAt(facts, index);
    if (alike?.says === "asks") questions.push({ said, place, words: alike.words });
  });
  const met = questions.filter(({ said, place, words }) => isMet(facts, said, place, words));
  return new Set(met.flatMap(({ said, place }) => said[place]?.index ?? []));
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

function isMet(facts: Facts, said: readonly Said[], place: number, words: string): boolean {
  const question = said[place];
  if (!question) return false;
  const about = new WordSet();
  about.addAll(facts.words.telling(words));
  const { occurredAt: asked } = eventAt(facts.events, question.index);
  const people = new Set([question.who]);
  const inWords = new Set(people);
  let last = asked;
  for (const { index, who } of said.slice(place + 1, place + 1 + ANSWERS)) {
    const { occurredAt } = eventAt(facts.events, index);
    if (occurredAt > asked + WITHIN) break;
    if (saysTheSame(facts, index, about)) {
      inWords.add(who);
      last = occurredAt;
    } else if (!agrees(facts, index, question.index, occurredAt - last)) continue;
    people.add(who);
    if (people.size >= PEOPLE && inWords.size >= IN_WORDS) return true;
  }
  return false;
}

/** Asks whether others meet it, meets it, or plainly tells of a symptom, in a word of it. */
function saysTheSame(facts: Facts, index: number, about: WordSet): boolean {
  const alike = alikeAt(facts, index);
  const { kind, certain } = facts.readingOf(index);
  const tells = (alike !== null && alike.says !== "agrees") || (kind === "symptom" && certain === true);
  return tells && sharesWord(facts, index, about);
}

function agrees(facts: Facts, index: number, question: number, since: Span): boolean {
  if (alikeAt(facts, index)?.says !== "agrees") return false;
  const root = facts.roots[index] ?? index;
  return root === question || (root === index && since <= AT_ONCE);
}
