import type { Alike } from "../domain/reading.ts";
import type { AlikeWording, Language } from "./language.ts";
import { sentencesRead } from "./sentences.ts";

/** Whoever tells of more than this does not wonder. */
const LONGEST = 300;
/** An error as it was shown, or a command: who meets the same shows the same. */
const QUOTED = /["“`]([^"”`]{3,120})["”`]/g;

/** How a person's words speak of trouble that others may meet as well; null where they do not. */
export function alikeOf(text: string, { alike, question }: Language): Alike | null {
  if (!alike || text.length > LONGEST) return null;
  if (alike.agrees.test(text)) return { says: "agrees", words: "" };
  const concurs = alike.concurs.test(text);
  const { troubles, rest } = troublesIn(text, alike.ill);
  if ((troubles.length === 0 && !concurs) || alike.denies.test(rest)) return null;
  const sentences = sentencesRead(text);
  const shown = [...text.matchAll(QUOTED)].map(([, words = ""]) => words);
  const words = [...troubles, ...shown].join(" ");
  const asked = askedIn(sentences, alike);
  if (asked !== null) return { says: "asks", words: `${asked} ${words}` };
  const stated = sentences.filter((sentence) => !question.test(sentence));
  if (stated.length === sentences.length && (concurs || alike.affirms.test(text))) return { says: "concurs", words };
  return stated.some((sentence) => alike.ill.test(sentence) && alike.meets.test(sentence))
    ? { says: "meets", words }
    : null;
}

/** The words of trouble, and what is said beside them: "not found" denies nothing. */
function troublesIn(text: string, ill: RegExp): { readonly troubles: readonly string[]; readonly rest: string } {
  const troubles: string[] = [];
  let rest = "";
  let left = text;
  for (let found = ill.exec(left); found; found = ill.exec(left)) {
    troubles.push(found[0]);
    rest += `${left.slice(0, found.index)} `;
    left = left.slice(found.index + found[0].length);
  }
  return { troubles, rest: rest + left };
}

/** What a question is about that asks whether others meet it, as far as it says so itself; null where none asks. */
function askedIn(sentences: readonly string[], { ill, asks, asksBarely }: AlikeWording): string | null {
  const isTold = sentences.some((sentence) => ill.test(sentence));
  if (!isTold) return null;
  for (const sentence of sentences) {
    const asked = ill.test(sentence) ? asks.exec(sentence) : asksBarely.exec(sentence);
    if (asked) return asked.groups?.["thing"] ?? "";
  }
  return null;
}
