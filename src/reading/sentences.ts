import type { OpsEvent } from "../domain/event.ts";
import { sentencesOf } from "./plain-text.ts";

/** A long message tells a story, or holds a log: so much of it is read. Bounds also keep hostile texts from costing time. */
const CHARACTERS_READ = 4_000;
const SENTENCES_READ = 12;
const LONGEST_SENTENCE = 500;

/** What of an event's text is read. */
export const textOf = (event: OpsEvent): string => (event.text ?? event.title).slice(0, CHARACTERS_READ);

/** What bids a bot to log what follows. */
const TO_LOG = /^\s*!log\b:?\s*/i;

/** The sentences of a text that are read. */
export function sentencesRead(text: string): readonly string[] {
  const sentences = sentencesOf(text.replace(TO_LOG, ""));
  const only = sentences[0] ?? "";
  if (sentences.length === 1 && only.length <= LONGEST_SENTENCE) return sentences;
  return sentences.slice(0, SENTENCES_READ).map((sentence) => sentence.slice(0, LONGEST_SENTENCE));
}
