import type { OpsEvent } from "../domain/event.ts";
import type { EntryKind } from "../domain/kinds.ts";
import type { Reader, Reading } from "../domain/reading.ts";
import { ENGLISH } from "./english.ts";
import type { Language, Wording } from "./language.ts";
import { botReading } from "./machine-post.ts";
import { sentencesOf } from "./plain-text.ts";

/** A sentence as it was understood. */
interface Understood {
  readonly wording: Wording;
  readonly kind: EntryKind;
  /** It plainly states that this happened: no guess, no question, no plan. */
  readonly certain: boolean;
}

const TALK: Reading = {
  kind: "message",
  declares: false,
  reports: false,
  echoes: false,
  certain: false,
  reason: "talk: says nothing that happened",
};

/** A long message tells a story: this many sentences are read. */
const SENTENCES_READ = 12;

/**
 * Makes the reader of chat messages, notes and posts. It is a function of the event alone: no clock, no memory of other messages. An
 * event object is read once, however often it is asked about.
 *
 * @param language the words it knows; what needs words stands there, the logic here knows none
 */
export function createReader(language: Language = ENGLISH): Reader {
  const known = new WeakMap<OpsEvent, Reading>();
  return (event) => {
    const found = known.get(event) ?? readEvent(event, language);
    known.set(event, found);
    return found;
  };
}

function readEvent(event: OpsEvent, language: Language): Reading {
  const text = event.text ?? event.title;
  return event.actor.type === "automation" ? botReading(text) : readPerson(event, text, language);
}

function readPerson(event: OpsEvent, text: string, language: Language): Reading {
  const sentences = sentencesOf(text).slice(0, SENTENCES_READ);
  if (sentences.length === 0 || language.talk.test(sentences.join(" "))) return TALK;
  const understood = sentences.map((sentence) => understand(sentence, language)).filter((found) => found !== null);
  const best = understood.sort(byWeight(language)).at(0);
  const reports = sentences.some((sentence) => isReport(sentence, language));
  const declares = best?.kind === "declaration" && best.certain;
  if (reports && !declares && !best?.certain) return reportOf(best, event);
  if (!best) return TALK;
  return {
    kind: best.kind,
    declares,
    reports: false,
    echoes: false,
    certain: best.certain,
    reason: `${best.wording.name}: ${best.certain ? "plainly stated" : "said, but not as a plain fact"}`,
  };
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

/** What a sentence says, by the first wording that fits; null for a question or for words that say nothing. */
function understand(sentence: string, language: Language): Understood | null {
  const wording = language.wordings.find(({ pattern }) => pattern.test(sentence));
  if (!wording) return null;
  const asks = language.question.test(sentence);
  if (asks && wording.kind !== "decision") return null;
  if (language.guess.test(sentence)) return guessed(wording);
  const certain = wording.plain && !asks && !language.unreal.test(sentence);
  return { wording, kind: wording.kind, certain };
}

/** A guess about the state of things is a hypothesis; a hedged plan stays a decision, a hedged recovery a recovery. */
const GUESSABLE: ReadonlySet<EntryKind> = new Set([
  "observation",
  "symptom",
  "change",
  "mitigation",
  "rollback",
  "failed_attempt",
]);

function guessed(wording: Wording): Understood {
  return { wording, kind: GUESSABLE.has(wording.kind) ? "hypothesis" : wording.kind, certain: false };
}

function byWeight(language: Language): (a: Understood, b: Understood) => number {
  const rank = (found: Understood) => language.wordings.indexOf(found.wording) + (found.certain ? 0 : 100);
  return (a, b) => rank(a) - rank(b);
}

/** Whether it tells of trouble that users meet: relayed, met in person, or asked ("is anyone else getting 500s?"). */
function isReport(sentence: string, language: Language): boolean {
  if (!language.trouble.test(sentence)) return false;
  if (language.askedReport.test(sentence)) return true;
  if (language.question.test(sentence) || language.guess.test(sentence) || language.unreal.test(sentence)) return false;
  return language.users.test(sentence);
}
