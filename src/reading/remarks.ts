import type { OpsEvent } from "../domain/event.ts";
import type { Reading } from "../domain/reading.ts";
import type { Remark } from "../domain/remark.ts";
import type { Language } from "./language.ts";
import { sentencesOf } from "./plain-text.ts";
import { instantSaid } from "./said-time.ts";

/** As much as the reader of happenings reads. */
const CHARACTERS_READ = 4_000;
const SENTENCES_READ = 12;
const LONGEST_SENTENCE = 500;

/** Adds what a text remarks on beside what happens, and when it says that the trouble began; both are looked for when asked for. */
export function withRemarks(reading: Reading, event: OpsEvent, language: Language): Reading {
  let remarks: readonly Remark[] | undefined;
  return {
    ...reading,
    beganAt: () => beganAt(sentencesIn(event), event, language),
    remarks: () => {
      remarks ??= sentencesIn(event).flatMap((sentence) => remarksOf(sentence, language));
      return remarks;
    },
  };
}

function sentencesIn(event: OpsEvent): string[] {
  return sentencesOf((event.text ?? event.title).slice(0, CHARACTERS_READ))
    .slice(0, SENTENCES_READ)
    .map((sentence) => sentence.slice(0, LONGEST_SENTENCE));
}

function remarksOf(sentence: string, language: Language): Remark[] {
  const asks = language.question.test(sentence);
  return language.remarks
    .filter(({ pattern, evenAsked }) => (evenAsked === true || !asks) && pattern.test(sentence))
    .map(({ about, taken }) => ({ about, words: sentence, ...(taken?.test(sentence) ? { owner: "speaker" } : {}) }));
}

/** No question, guess or wish tells when it began. */
function beganAt(sentences: readonly string[], event: OpsEvent, language: Language): number | undefined {
  for (const sentence of sentences) {
    const clock = language.began.exec(sentence)?.[1];
    if (clock === undefined || language.question.test(sentence) || language.guess.test(sentence)) continue;
    const at = instantSaid(clock, event.occurredAt);
    if (at !== null) return at;
  }
  return undefined;
}
