import type { Actor } from "../../event.ts";
import type { Alike } from "../../reading.ts";
import { type Instant, MINUTE, type Span } from "../../time.ts";
import { WordSet } from "../../words/word-set.ts";
import type { Facts } from "../facts.ts";
import { type Variant, variantsAt } from "../variants.ts";
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

/** What somebody said in a channel, and when. */
interface Said {
  readonly index: number;
  readonly who: string;
  readonly at: Instant;
  /** The event at the end of its references: itself, where it stands in no thread. */
  readonly root: number;
  /** What it answers, whatever was asked; null where it can be no answer. Looked for once, though it stands behind many questions. */
  readonly answer: () => Answer | null;
}

interface Answer {
  /** The telling words of what tells of trouble: whoever asks in one of them speaks of the same. */
  readonly words: readonly number[];
  /** Agrees, and tells how they meet it: it may look otherwise there. */
  readonly concurs: boolean;
  /** Says no more than yes. */
  readonly agrees: boolean;
}

/** Somebody's question whether others meet some trouble: how they put it, and its place in what is said in a channel. */
interface Question {
  readonly said: readonly Said[];
  readonly place: number;
  readonly services: readonly string[];
  readonly alike: Alike;
}

/**
 * The questions whether others meet some trouble ("is anyone else getting logged out?") that several people meet within minutes, in the same channel
 * of a service: people complain of much that is no outage. Three meet it, and two of them say so in words of the same
 * trouble; or two do, and an alert, a page or what the shop posts later bears them out. Whoever says no, or speaks of something else, counts
 * for nothing. What comes later never takes an answer back, nor does an edit.
 *
 * @returns by message: those of its channel's services that an alert or a page tells of at that time, which it is about as well as what it names
 */
export function metByMany(facts: Facts): ReadonlyMap<number, readonly string[]> {
  const { told, bearOut } = witnessesIn(facts);
  const met = new Map<number, readonly string[]>();
  for (const question of questionsIn(facts)) {
    const { said, place, services } = question;
    const index = said[place]?.index ?? -1;
    const isBorneOut = once(() => bearOut(index, services));
    if (isMet(facts, question, isBorneOut)) met.set(index, told(index, services));
  }
  return met;
}

/** What is asked in channels of services, each with what people say there. */
function questionsIn(facts: Facts): readonly Question[] {
  const channels = new Map<string, Said[]>();
  const questions: Question[] = [];
  facts.events.forEach(({ event }, index) => {
    const channel = event.kind === "message" && event.action === "posted" ? facts.channels.of[index]?.[0] : undefined;
    const who = nameOf(event.actor);
    if (!channel || channel.services.length === 0 || event.actor.type === "automation" || who === undefined) return;
    const said = channels.getOrInsertComputed(channel.id, () => []);
    const root = facts.roots[index] ?? index;
    const place = said.push({ index, who, at: event.occurredAt, root, answer: once(() => answerAt(facts, index)) }) - 1;
    const alike = questionAt(facts, index);
    if (alike) questions.push({ said, place, services: channel.services, alike });
  });
  return questions;
}

const nameOf = ({ id, name }: Actor): string | undefined => id ?? name;

function once<T>(ask: () => T): () => T {
  let known: { readonly answer: T } | undefined;
  return () => {
    known ??= { answer: ask() };
    return known.answer;
  };
}

/** What was asked or answered once stands, whatever the message was edited to. */
function questionAt(facts: Facts, index: number): Alike | null {
  for (const { reading } of variantsAt(facts, index)) {
    const alike = reading().alike?.();
    if (alike?.says === "asks") return alike;
  }
  return null;
}

function answerAt(facts: Facts, index: number): Answer | null {
  const answers = variantsAt(facts, index).flatMap((variant) => answerIn(variant, facts) ?? []);
  const [only, ...others] = answers;
  if (!only || others.length === 0) return only ?? null;
  return {
    words: answers.flatMap(({ words }) => words),
    concurs: answers.some(({ concurs }) => concurs),
    agrees: answers.some(({ agrees }) => agrees),
  };
}

/** Who tells of trouble asks whether others meet it, meets it, or plainly tells of a symptom. */
function answerIn({ reading: read, words: said }: Variant, { words: numbers }: Facts): Answer | null {
  const reading = read();
  const alike = reading.alike?.() ?? null;
  const tells = (alike !== null && alike.words !== "") || (reading.kind === "symptom" && reading.certain === true);
  const words = tells ? numbers.tellingOf(said()) : [];
  const concurs = alike?.says === "concurs";
  const saysYes = () => reading.seconds?.() === "agrees" && said().length <= BARE;
  const agrees = alike?.says === "agrees" || saysYes();
  return words.length > 0 || concurs || agrees ? { words, concurs, agrees } : null;
}

function isMet({ words }: Facts, { said, place, alike }: Question, isBorneOut: () => boolean): boolean {
  const first = said[place];
  if (!first) return false;
  const about = new WordSet();
  about.addAll(words.telling(alike.words));
  const people = new Set([first.who]);
  const inWords = new Set(people);
  const needed = () => (people.size === PEOPLE - 1 && isBorneOut() ? PEOPLE - 1 : PEOPLE);
  let last = first.at;
  for (let next = place + 1; next <= place + ANSWERS; next++) {
    const one = said[next];
    if (!one || one.at > first.at + WITHIN) break;
    const how = howItAnswers(one.answer(), about, sinceLast(one, first, last));
    if (how === null) continue;
    people.add(one.who);
    if (how === "in words") {
      inWords.add(one.who);
      last = one.at;
    }
    if (inWords.size >= IN_WORDS && people.size >= needed()) return true;
  }
  return false;
}

/** What stands in the question's thread answers it at once, what stands in another thread answers that. */
function sinceLast({ index, root, at }: Said, first: Said, last: Instant): Span {
  if (root === first.index) return 0;
  return root === index ? at - last : Number.POSITIVE_INFINITY;
}

/** @param about the words of what was asked */
function howItAnswers(answer: Answer | null, about: WordSet, since: Span): "in words" | "agrees" | null {
  if (!answer) return null;
  for (const word of answer.words) if (about.has(word)) return "in words";
  if (answer.concurs && since <= ONCE_LOOKED) return "in words";
  return answer.agrees && since <= AT_ONCE ? "agrees" : null;
}
