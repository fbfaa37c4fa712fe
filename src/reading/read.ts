import type { OpsEvent } from "../domain/event.ts";
import type { EntryKind } from "../domain/kinds.ts";
import type { Reader, Reading } from "../domain/reading.ts";
import type { ToldTime } from "../domain/time.ts";
import { ENGLISH } from "./english/english.ts";
import { firstWording, mayTell, tells, tellsIn, wordsThat } from "./glance.ts";
import type { Language, Wording } from "./language.ts";
import { stampOf } from "./log-stamp.ts";
import { readPost } from "./machine-post.ts";
import { timeSaid } from "./said-time.ts";
import { sentencesRead, textOf } from "./sentences.ts";
import { type Means, Spoken, Told } from "./spoken.ts";
import { gisterOf } from "./trained/gist.ts";

/** A sentence as it was understood. */
interface Understood {
  readonly wording: Wording;
  readonly kind: EntryKind;
  /** It plainly states that this happened: no guess, no question, no plan. */
  readonly certain: boolean;
  readonly sentence: string;
}

const TALK: Reading = {
  kind: "message",
  declares: false,
  reports: false,
  echoes: false,
  certain: false,
  reason: "talk: says nothing that happened",
};

/** Nothing but greetings, thanks, yes and no: what it means, only what came before can tell. */
const SMALL_TALK: Reading = { ...TALK, small: true, reason: "small_talk: nothing but greeting, thanks, yes or no" };

const TAKES_ON: Reading = { ...SMALL_TALK, takesOn: true };

const BID: Reading = { ...TALK, small: true, reason: "bids: bids somebody to come, or to ask others" };

/** Kinds that a report may be worded as. */
const TROUBLES: ReadonlySet<EntryKind> = new Set(["symptom", "observation", "human_report"]);

/** Talk is short. */
const LONGEST_TALK = 80;

/**
 * Makes the reader of chat messages, notes and posts. It is a function of the event alone: no clock, no memory of other messages. An
 * event object is read once, however often it is asked about.
 *
 * @param language the words it knows; what needs words stands there, the logic here knows none
 */
export function createReader(language: Language = ENGLISH): Reader {
  const known = new WeakMap<OpsEvent, Reading>();
  const by: Means = { language, takeGist: gisterOf(language) };
  const read = (event: OpsEvent): Reading => {
    const before = known.get(event);
    if (before) return before;
    const found = readWhole(event, by);
    known.set(event, found);
    return found;
  };
  return Object.assign(read, { roomWords: language.rooms });
}

function readWhole(event: OpsEvent, by: Means): Reading {
  const text = textOf(event);
  const sentences = sentencesRead(text);
  return event.actor.type === "automation"
    ? new Told(readPostOrRelayed(event, text, by.language), sentences, event, by)
    : new Spoken(text, readWords(event, text, sentences, by.language), sentences, event, by);
}

/** Who pastes a line of a log shows what was seen, and when; what somebody does or decides they say in their own words. */
function readWords(event: OpsEvent, text: string, sentences: readonly string[], language: Language): Reading {
  const happenedAt = MAY_HOLD_STAMP.test(text) ? stampOf(text, event.occurredAt, language) : undefined;
  if (happenedAt === undefined) return readPerson(event, sentences, language);
  const reason = "pasted_log: a line of a log, at the time that it bears";
  return { ...TALK, kind: "observation", sure: true, happenedAt, reason };
}

const MAY_HOLD_STAMP = /\d\d:\d\d:\d\d/;

function readPostOrRelayed(event: OpsEvent, text: string, language: Language): Reading {
  const post = readPost(text, event.actor.name, language);
  if (post.relayed === undefined) return post.reading;
  const relayed = readPerson(event, sentencesRead(post.relayed), language);
  return { ...relayed, declares: false, reports: false, certain: false };
}

/** Reads a person's words. What says when something was seen first is dated by that, whatever else it says. */
function readPerson(event: OpsEvent, sentences: readonly string[], language: Language): Reading {
  const reading = readSentences(event, sentences, language);
  if (reading.happenedAt !== undefined) return reading;
  const seen = firstSeenAt(sentences, reading.kind, event, language);
  return seen === undefined ? reading : { ...reading, happenedAt: seen };
}

function readSentences(event: OpsEvent, sentences: readonly string[], language: Language): Reading {
  const only = sentences[0] ?? "";
  const all = sentences.length < 2 ? only : sentences.join(" ");
  if (all === "") return TALK;
  const small = all.length <= LONGEST_TALK ? smallTalk(all, language) : null;
  if (small) return small;
  const understood = understandAll(sentences, language);
  const best = triedInVain(understood, sentences, language) ?? weightiest(understood, language);
  const report = sentences.find((sentence) => isReport(sentence, language));
  if (report !== undefined && !(best?.certain && !TROUBLES.has(best.kind))) {
    return { ...reportOf(best, event), ...(sentences.length > 1 ? { statement: report } : {}) };
  }
  return best ? statementOf(best, sentences.length > 1, event, language) : TALK;
}

function smallTalk(all: string, language: Language): Reading | null {
  if (language.talk.test(all)) return language.takesOn.test(all) ? TAKES_ON : SMALL_TALK;
  return language.bids.test(all) ? BID : null;
}

/** What may stand at the time at which it says that something rose, or was first seen: what was found, or nothing that a rule knows. A deed stands where it was told, unless the rise is all that is said. */
const SEEN: ReadonlySet<EntryKind> = new Set(["symptom", "observation", "message"]);

const MAY_HOLD_TIME = /\d:\d\d/;
/** Something else was said before, in the same sentence. */
const BEHIND_ANOTHER = /[,;:]/;

/** When something was seen first, or rose, as it is read from logs and graphs; no question, and nothing that is to come. */
function firstSeenAt(
  sentences: readonly string[],
  kind: EntryKind,
  { occurredAt }: OpsEvent,
  language: Language,
): ToldTime | undefined {
  for (const sentence of sentences) {
    if (!MAY_HOLD_TIME.test(sentence) || language.scheduled.test(sentence)) continue;
    const rose = language.rose.exec(sentence);
    const isAll = rose !== null && sentences.length === 1 && !BEHIND_ANOTHER.test(sentence.slice(0, rose.index));
    const seen = SEEN.has(kind) ? (language.firstSeen.exec(sentence) ?? rose) : isAll ? rose : null;
    const time = seen?.slice(1).find(Boolean);
    if (time === undefined || tells("question", sentence, language) || tells("unreal", sentence, language)) continue;
    return timeSaid(time, occurredAt) ?? undefined;
  }
  return undefined;
}

/** A reading that is being made: what it may lack is set member by member, which costs a fraction of spreading it. */
type Made = { -readonly [Member in keyof Reading]: Reading[Member] };

/** @param isPart whether more was said than this sentence */
function statementOf(best: Understood, isPart: boolean, event: OpsEvent, language: Language): Reading {
  const { kind, certain, sentence, wording } = best;
  const declares = kind === "declaration" && certain;
  const reason = `${wording.name}: ${certain ? "plainly stated" : "said, but not as a plain fact"}`;
  const at = happenedAt(best, event, language);
  const statement: Made = { kind, declares, reports: false, echoes: false, certain, reason };
  if (isPart) statement.statement = sentence;
  if (wording.means !== undefined) statement.means = wording.means;
  if (wording.sure === true && certain) statement.sure = true;
  if (wording.slight === true) statement.slight = true;
  if (wording.among !== undefined) statement.among = wording.among;
  if (at !== undefined) statement.happenedAt = at;
  return statement;
}

function reportOf(best: Understood | undefined, event: OpsEvent): Reading {
  return {
    ...TALK,
    kind: "human_report",
    reports: true,
    certain: true,
    reason: `reports_trouble: ${event.actor.name ?? "a person"} tells of trouble that users meet${best ? ` (${best.wording.name})` : ""}`,
  };
}

/**
 * What a sentence says, by the first wording that fits; null for a question or for words that say nothing. Whether it is a guess is heard
 * up to the end of the clause with the telling words, whether it is unreal ("if", "will") in that clause alone.
 */
function understand(sentence: string, language: Language): Understood | null {
  const fitting = firstWording(sentence, language);
  if (!fitting)
    return tells("guess", sentence, language) && !tells("question", sentence, language)
      ? guessed(GUESS, sentence)
      : null;
  const { wording, match } = fitting;
  const end = match.index + match.length;
  const asks = tells("question", sentence, language);
  if (asks && !ASKABLE.has(wording.kind)) return null;
  if (isGuess(sentence, match.index, end, language)) return guessed(wording, sentence);
  const unreal = tells("instructs", sentence, language) || isUnreal(sentence, match.index, end, language);
  // What was decided is still to come: "decision: we will go back" is a plain decision.
  const certain = wording.plain && !asks && (!unreal || wording.kind === "decision") && !wording.unless?.test(sentence);
  return { wording, kind: wording.kind, certain, sentence };
}

/** What is asked is nothing that happened; what is proposed or suspected may be put as a question. */
const ASKABLE: ReadonlySet<EntryKind> = new Set(["decision", "hypothesis"]);

function isGuess(sentence: string, from: number, to: number, language: Language): boolean {
  if (!mayTell("guess", sentence, language)) return false;
  return tellsIn("guess", sentence, sentence.slice(0, clauseAround(sentence, from, to)[1]), language);
}

function isUnreal(sentence: string, from: number, to: number, language: Language): boolean {
  if (!mayTell("unreal", sentence, language)) return false;
  return tellsIn("unreal", sentence, sentence.slice(...clauseAround(sentence, from, to)), language);
}

function understandAll(sentences: readonly string[], language: Language): Understood[] {
  const understood: Understood[] = [];
  for (const sentence of sentences) {
    const found = understand(sentence, language);
    if (found) understood.push(found);
  }
  return understood;
}

/** What people do against trouble. */
const DEEDS: ReadonlySet<EntryKind> = new Set(["mitigation", "rollback", "change"]);

const VAIN: Omit<Understood, "sentence"> = {
  wording: { name: "tried_in_vain", kind: "failed_attempt", pattern: /(?!)/, plain: true, means: "trouble_back" },
  kind: "failed_attempt",
  certain: true,
};

/**
 * Something was done, and what was bad is still or again there, or it did not help: a failed attempt, in one sentence or in two that follow
 * each other. Both belong to the statement. So is a "no" before what is as it was: somebody tried, and looked.
 */
function triedInVain(
  understood: readonly Understood[],
  sentences: readonly string[],
  language: Language,
): Understood | null {
  for (let index = 0; index < sentences.length; index++) {
    const sentence = sentences[index] ?? "";
    const isIdle = understood.some((found) => found.sentence === sentence && found.kind === "failed_attempt");
    if (!isIdle && !isThereAgain(sentence, language)) continue;
    const said = sentences[index - 1];
    if (!isIdle && said !== undefined && language.denies.test(said)) return { ...VAIN, sentence };
    const before = understood.find((found) => found.sentence === said);
    if (before?.certain && DEEDS.has(before.kind)) return { ...VAIN, sentence: `${before.sentence} ${sentence}` };
    if (!isIdle && tellsOfDeed(sentence, language)) return { ...VAIN, sentence };
  }
  return null;
}

const isThereAgain = (sentence: string, language: Language): boolean =>
  tellsPlainly("relapse", sentence, language) || tellsPlainly("unchanged", sentence, language);

/** Whether it holds such words in a clause that states: no question, guess, wish or condition. */
function tellsPlainly(of: "relapse" | "unchanged", sentence: string, language: Language): boolean {
  const found = wordsThat(of, sentence, language);
  if (!found || tells("question", sentence, language)) return false;
  const end = found.index + found.length;
  return !isGuess(sentence, found.index, end, language) && !isUnreal(sentence, found.index, end, language);
}

/** The deed comes first, in a clause of its own. */
function tellsOfDeed(sentence: string, language: Language): boolean {
  const start = sentence.search(language.relapse);
  const end = start >= 0 ? start : sentence.search(language.unchanged);
  const done = sentence.slice(0, end);
  return language.wordings.some(
    ({ kind, plain, pattern, unless }) =>
      DEEDS.has(kind) && plain && !unless?.test(done) && statesPlainly(pattern, done, language),
  );
}

/** The same of any words, in a part of a sentence. */
function statesPlainly(words: RegExp, sentence: string, language: Language): boolean {
  const found = words.exec(sentence);
  if (!found || language.question.test(sentence)) return false;
  const [start, end] = clauseAround(sentence, found.index, found.index + found[0].length);
  return !language.guess.test(sentence.slice(0, end)) && !language.unreal.test(sentence.slice(start, end));
}

/** A guess in words that say nothing else known. It weighs less than any wording. */
const GUESS: Wording = { name: "guesses", kind: "observation", pattern: /(?!)/, plain: false };

const CLAUSE_END = /[,:()–—]\s|\s[-–—]\s/g;

/** From the clause mark before `from` to the first one after `to`. */
function clauseAround(sentence: string, from: number, to: number): [number, number] {
  let start = 0;
  CLAUSE_END.lastIndex = 0;
  for (let mark = CLAUSE_END.exec(sentence); mark; mark = CLAUSE_END.exec(sentence)) {
    if (mark.index < from) start = mark.index;
    else if (mark.index >= to) return [start, mark.index];
  }
  return [start, sentence.length];
}

/** A guess about the state of things is a hypothesis; a hedged plan stays a decision, a hedged recovery a recovery, and what hardly helped an attempt. */
const GUESSABLE: ReadonlySet<EntryKind> = new Set(["observation", "symptom", "change", "mitigation", "rollback"]);

function guessed(wording: Wording, sentence: string): Understood {
  return { wording, kind: GUESSABLE.has(wording.kind) ? "hypothesis" : wording.kind, certain: false, sentence };
}

/** The first of those that weigh most: what is certain, by the earlier wording. */
function weightiest(understood: readonly Understood[], { wordings }: Language): Understood | undefined {
  if (understood.length < 2) return understood[0];
  const rankOf = ({ wording, certain }: Understood) =>
    (wording === GUESS ? wordings.length : wordings.indexOf(wording)) + (certain ? 0 : wordings.length + 1);
  return understood.reduce((best, one) => (rankOf(one) < rankOf(best) ? one : best));
}

/** Whether it tells of trouble that users meet: relayed, met in person, or asked ("is anyone else getting 500s?"). */
function isReport(sentence: string, language: Language): boolean {
  if (!tells("trouble", sentence, language)) return false;
  if (tells("askedReport", sentence, language)) return true;
  if (tells("question", sentence, language)) return false;
  if (tells("guess", sentence, language) || tells("unreal", sentence, language)) return false;
  return tells("users", sentence, language) || tells("firstHand", sentence, language);
}

/** What a clock time may belong to. What is found stands when it was found, what is done when it is said. */
const DATED: ReadonlySet<EntryKind> = new Set(["symptom"]);

function happenedAt(best: Understood, event: OpsEvent, language: Language): ToldTime | undefined {
  const clock = best.certain && DATED.has(best.kind) ? language.clock.exec(best.sentence)?.[1] : undefined;
  return clock === undefined ? undefined : (timeSaid(clock, event.occurredAt) ?? undefined);
}
