import type { Language } from "./language.ts";
import { PatternIndex } from "./pattern-index.ts";

/** A language's patterns, told from most sentences at a glance. */
interface Glance {
  /** The wordings, and behind them what `mayTell` asks for. */
  readonly happenings: PatternIndex;
  readonly remarks: PatternIndex;
}

const TOLD = ["trouble", "relapse", "unchanged"] as const;

const glances = new WeakMap<Language, Glance>();
const glanceOf = (language: Language): Glance => glances.getOrInsertComputed(language, openGlance);

function openGlance(language: Language): Glance {
  const patterns = ({ pattern }: { readonly pattern: RegExp }) => pattern;
  return {
    happenings: new PatternIndex([...language.wordings.map(patterns), ...TOLD.map((of) => language[of])]),
    remarks: new PatternIndex(language.remarks.map(patterns)),
  };
}

/** By place: 1 for the wordings of happenings that may match a sentence. Valid until another sentence is asked about. */
export const wordingsThatMay = (sentence: string, language: Language): Uint8Array =>
  glanceOf(language).happenings.mayMatch(sentence);

/** The same of the wordings of remarks. */
export const remarksThatMay = (sentence: string, language: Language): Uint8Array =>
  glanceOf(language).remarks.mayMatch(sentence);

/** Whether a sentence may tell of trouble, or of what came back or did not change. */
export function mayTell(of: (typeof TOLD)[number], sentence: string, language: Language): boolean {
  return wordingsThatMay(sentence, language)[language.wordings.length + TOLD.indexOf(of)] === 1;
}
