import type { Alike } from "../domain/reading.ts";
import type { AlikeWording, Language } from "./language.ts";
import { sentencesRead } from "./sentences.ts";

/** Whoever tells of more than this does not wonder. */
const LONGEST = 300;

/** How a person's words speak of trouble that others may meet as well; null where they do not. */
export function alikeOf(text: string, { alike, question }: Language): Alike | null {
  if (!alike || text.length > LONGEST) return null;
  if (alike.agrees.test(text)) return { says: "agrees", words: "" };
  if (!alike.ill.test(text) || alike.denies.test(text)) return null;
  for (const sentence of sentencesRead(text)) {
    const found = inSentence(sentence, alike, question);
    if (found) return found;
  }
  return null;
}

function inSentence(sentence: string, { ill, asks, meets }: AlikeWording, question: RegExp): Alike | null {
  const trouble = ill.exec(sentence)?.[0];
  if (trouble === undefined) return null;
  const asked = asks.exec(sentence);
  if (asked) return { says: "asks", words: `${asked.groups?.["thing"] ?? ""} ${trouble}` };
  return meets.test(sentence) && !question.test(sentence) ? { says: "meets", words: trouble } : null;
}
