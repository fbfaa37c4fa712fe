import { contextSignInWords } from "./context-sign-words.ts";
import { textSignInWords } from "./text-sign-words.ts";

/** What decided how a message was weighed, as signs, the strongest first. */
export interface Decisive {
  /** Of its words. */
  readonly inText: readonly string[];
  /** Of what was said and told around it. */
  readonly around: readonly string[];
}

/**
 * How a message was weighed, in words for people.
 *
 * @param worth how likely it deserves a line, 0 to 1
 * @param decisive what spoke for that, or what spoke against it
 */
export function weightInWords(worth: number, { inText, around }: Decisive): string {
  const chance = chanceInWords(worth);
  const text = list(inText, texts, textSignInWords);
  const context = list(around, contexts, contextSignInWords);
  if (text === "") return context === "" ? chance : `${chance}, by what is around it (${context})`;
  const byText = `${chance}, by its words (${text})`;
  return context === "" ? byText : `${byText} and by what is around it (${context})`;
}

/**
 * How likely it deserves a line, in tens: each message shifts its neighbours a little, and nobody is to be told that something changed because
 * of it. Without what decided, for what is far from a line.
 */
export function chanceInWords(worth: number): string {
  const tens = 10 * Math.round(10 * worth);
  return tens === 0 ? "hardly worth a line" : `${tens} % likely worth a line`;
}

/** What signs are called: a model knows some thousands, and every message has some of them. */
const texts = new Map<string, string>();
const contexts = new Map<string, string>();

/** Two signs may be called the same. */
function list(signs: readonly string[], known: Map<string, string>, call: (sign: string) => string): string {
  const called: string[] = [];
  for (const sign of signs) {
    const words = known.getOrInsertComputed(sign, call);
    if (!called.includes(words)) called.push(words);
  }
  return called.join("; ");
}
