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
  const text = list(inText.map((sign) => texts.getOrInsertComputed(sign, textSignInWords)));
  const context = list(around.map((sign) => contexts.getOrInsertComputed(sign, contextSignInWords)));
  const parts = [
    text === "" ? "" : `by its words (${text})`,
    context === "" ? "" : `by what is around it (${context})`,
  ];
  const by = parts.filter((part) => part !== "").join(" and ");
  return `${chanceInWords(worth)}${by === "" ? "" : `, ${by}`}`;
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

const list = (words: readonly string[]): string => [...new Set(words)].join("; ");
