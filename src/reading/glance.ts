import type { Language, RemarkWording, Wording } from "./language.ts";
import { type Match, PatternIndex } from "./pattern-index.ts";

/** Patterns beside the wordings that are told from most sentences at a glance. */
const TOLD = [
  "trouble",
  "relapse",
  "unchanged",
  "guess",
  "askedReport",
  "unreal",
  "users",
  "firstHand",
  "began",
] as const;
type Told = (typeof TOLD)[number];

/** A language's patterns by the beginnings of words: those of the wordings, behind them those of what else is told, then the remarks'. */
interface Glance {
  readonly index: PatternIndex;
  readonly places: Readonly<Record<Told, number>>;
  readonly firstRemark: number;
}

const glances = new WeakMap<Language, Glance>();
const glanceOf = (language: Language): Glance => glances.get(language) ?? openGlance(language);

function openGlance(language: Language): Glance {
  const patterns = ({ pattern }: { readonly pattern: RegExp }) => pattern;
  const wordings = language.wordings.map(patterns);
  const told = TOLD.map((of) => language[of]);
  const places = Object.fromEntries(TOLD.map((of, place) => [of, wordings.length + place]));
  const glance: Glance = {
    index: new PatternIndex([...wordings, ...told, ...language.remarks.map(patterns)]),
    places: places as Glance["places"],
    firstRemark: wordings.length + told.length,
  };
  glances.set(language, glance);
  return glance;
}

/** What the first of the wordings that fit matches in a sentence, with its wording; null where none fits. */
export function firstWording(sentence: string, language: Language): readonly [Wording, Match] | null {
  const { index } = glanceOf(language);
  const may = index.mayMatch(sentence);
  const { wordings } = language;
  for (let place = 0; place < wordings.length; place++) {
    const wording = may[place] === 1 ? wordings[place] : undefined;
    const match = wording ? index.match(place, sentence) : null;
    if (wording && match) return [wording, match];
  }
  return null;
}

/** Whether the wording of any remark may match a sentence. */
export function mayRemark(sentence: string, language: Language): boolean {
  const { index, firstRemark } = glanceOf(language);
  return index.mayMatch(sentence).includes(1, firstRemark);
}

/** The wordings of remarks that match a sentence. */
export function remarksThatFit(sentence: string, language: Language): readonly RemarkWording[] {
  const { index, firstRemark } = glanceOf(language);
  return language.remarks.filter((_, place) => index.matches(firstRemark + place, sentence));
}

/** Whether a sentence may hold what these words tell. */
export function mayTell(of: Told, sentence: string, language: Language): boolean {
  const { index, places } = glanceOf(language);
  return index.mayMatch(sentence)[places[of]] === 1;
}

/**
 * Whether a sentence holds such words.
 *
 * @param part of the sentence, between two marks; all of it, if not given
 */
export function tells(of: Told, sentence: string, language: Language, part: string = sentence): boolean {
  const { index, places } = glanceOf(language);
  return index.matches(places[of], sentence, part);
}
