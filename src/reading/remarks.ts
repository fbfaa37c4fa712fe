import type { OpsEvent } from "../domain/event.ts";
import type { Reading } from "../domain/reading.ts";
import type { Remark } from "../domain/remark.ts";
import { mayRemark, mayTell, remarksThatFit } from "./glance.ts";
import type { Language } from "./language.ts";
import { instantSaid } from "./said-time.ts";

/** What a text remarks on beside what happens, and when it says that the trouble began; both are looked for when asked for. */
export function remarksIn(
  sentences: readonly string[],
  event: OpsEvent,
  language: Language,
): Required<Pick<Reading, "beganAt" | "remarks">> {
  const remarkable = thoseThat((sentence) => mayRemark(sentence, language), sentences);
  const dated = thoseThat((sentence) => mayTell("began", sentence, language), sentences);
  let remarks: readonly Remark[] | undefined;
  return {
    beganAt: () => beganAt(dated, event, language),
    remarks: () => {
      remarks ??= remarkable.flatMap((sentence) => remarksOf(sentence, language));
      return remarks;
    },
  };
}

/** Most texts have none. */
function thoseThat(may: (sentence: string) => boolean, sentences: readonly string[]): readonly string[] {
  const [only] = sentences;
  if (only !== undefined && sentences.length === 1) return may(only) ? sentences : NONE;
  return sentences.filter(may);
}

const NONE: readonly string[] = [];

function remarksOf(sentence: string, language: Language): Remark[] {
  const found = remarksThatFit(sentence, language);
  if (found.length === 0) return [];
  const asks = language.question.test(sentence);
  return found
    .filter(({ evenAsked }) => evenAsked === true || !asks)
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
