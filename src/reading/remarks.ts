import type { OpsEvent } from "../domain/event.ts";
import type { Remark } from "../domain/remark.ts";
import { expiredAt, mayTellExpiry } from "./expiry.ts";
import { mayRemark, mayTell, remarksThatFit, tells } from "./glance.ts";
import type { Language, RemarkWording } from "./language.ts";
import { timeSaid } from "./said-time.ts";

/** The sentences that may remark on something beside what happens. */
export const remarkableIn = (sentences: readonly string[], language: Language): readonly string[] =>
  thoseThat(mayRemark, sentences, language);

/** The sentences that may tell when trouble began. */
export const datedIn = (sentences: readonly string[], language: Language): readonly string[] =>
  thoseThat(mayDate, sentences, language);

const mayDate = (sentence: string, language: Language): boolean =>
  mayTell("began", sentence, language) || mayTellExpiry(sentence);

type May = (sentence: string, language: Language) => boolean;

/** Most texts have none. */
function thoseThat(may: May, sentences: readonly string[], language: Language): readonly string[] {
  const only = sentences[0];
  if (only !== undefined && sentences.length === 1) return may(only, language) ? sentences : NONE;
  return sentences.filter((sentence) => may(sentence, language));
}

const NONE: readonly [] = [];

/** What sentences remark on beside what happens. */
export function remarksOf(sentences: readonly string[], language: Language): readonly Remark[] {
  let all: readonly Remark[] = NONE;
  for (const sentence of sentences) {
    const found = remarksIn(sentence, language);
    if (found.length > 0) all = all.length === 0 ? found : [...all, ...found];
  }
  return all;
}

function remarksIn(sentence: string, language: Language): readonly Remark[] {
  const found = remarksThatFit(sentence, language);
  if (found.length === 0) return NONE;
  const asks = tells("question", sentence, language);
  return found
    .filter(({ evenAsked }) => evenAsked === true || !asks)
    .map(({ about, ...who }) => ({ about, words: sentence, ...ownerOf(sentence, who) }));
}

/** Whoever is named does it, whoever speaks. */
function ownerOf(sentence: string, { taken, named, mayName }: Omit<RemarkWording, "about">): Pick<Remark, "owner"> {
  const name = nameIn(sentence, named);
  if (name !== undefined) return { owner: { name } };
  if (taken?.test(sentence)) return { owner: "speaker" };
  const perhaps = nameIn(sentence, mayName);
  return perhaps === undefined ? {} : { owner: { name: perhaps, ifKnown: true } };
}

const nameIn = (sentence: string, pattern: RegExp | undefined): string | undefined =>
  pattern
    ?.exec(sentence)
    ?.slice(1)
    .find((group) => group !== undefined);

/** When sentences say that trouble began, or show that a certificate ran out. No question, guess or wish tells it. */
export function beganAt(sentences: readonly string[], event: OpsEvent, language: Language): number | undefined {
  for (const sentence of sentences) {
    const expired = expiredAt(sentence, event.occurredAt, language);
    if (expired !== undefined) return expired;
    const clock = language.began.exec(sentence)?.slice(1).find(Boolean);
    if (clock === undefined || tells("question", sentence, language) || tells("guess", sentence, language)) continue;
    const said = timeSaid(clock, event.occurredAt);
    if (said) return said.at;
  }
  return undefined;
}
