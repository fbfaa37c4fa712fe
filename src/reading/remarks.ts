import type { OpsEvent } from "../domain/event.ts";
import type { Reading } from "../domain/reading.ts";
import type { Remark } from "../domain/remark.ts";
import { remarksThatMay } from "./glance.ts";
import type { Language } from "./language.ts";
import { instantSaid } from "./said-time.ts";

/** What a text remarks on beside what happens, and when it says that the trouble began; both are looked for when asked for. */
export function remarksIn(
  said: () => readonly string[],
  event: OpsEvent,
  language: Language,
): Pick<Reading, "beganAt" | "remarks"> {
  let remarks: readonly Remark[] | undefined;
  return {
    beganAt: () => beganAt(said(), event, language),
    remarks: () => {
      remarks ??= said().flatMap((sentence) => remarksOf(sentence, language));
      return remarks;
    },
  };
}

function remarksOf(sentence: string, language: Language): Remark[] {
  const may = remarksThatMay(sentence, language);
  const found = language.remarks.filter(({ pattern }, place) => may[place] === 1 && pattern.test(sentence));
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
