import type { Language, RemarkWording, Wording } from "./language.ts";
import { type Match, PatternIndex } from "./pattern-index.ts";

/** Patterns beside the wordings that are told from most sentences at a glance. */
const TOLD = [
  "trouble",
  "question",
  "instructs",
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

/** A language's patterns by what they need. */
interface Glance {
  readonly index: PatternIndex;
  /** By wording, its pattern's place in the index. */
  readonly wordings: readonly number[];
  readonly told: Readonly<Record<Told, number>>;
  /** By wording of a remark. Their patterns stand behind all others. */
  readonly remarks: readonly number[];
}

const glances = new WeakMap<Language, Glance>();
const glanceOf = (language: Language): Glance => glances.getOrInsertComputed(language, openGlance);

function openGlance(language: Language): Glance {
  const { wordings, remarks, common } = language;
  const patterns = [
    ...new Set(
      [...wordings, ...TOLD.map((of) => ({ pattern: language[of] })), ...remarks].map(({ pattern }) => pattern),
    ),
  ];
  const placeOf = (pattern: RegExp) => patterns.indexOf(pattern);
  return {
    index: new PatternIndex(patterns, common),
    wordings: wordings.map(({ pattern }) => placeOf(pattern)),
    told: Object.fromEntries(TOLD.map((of) => [of, placeOf(language[of])])) as Glance["told"],
    remarks: remarks.map(({ pattern }) => placeOf(pattern)),
  };
}

/** What the first of the wordings that fit matches in a sentence, with its wording; null where none fits. */
export function firstWording(sentence: string, language: Language): { wording: Wording; match: Match } | null {
  const { index, wordings } = glanceOf(language);
  const may = index.mayMatch(sentence);
  for (let which = 0; which < wordings.length; which++) {
    const place = wordings[which] ?? 0;
    const match = may[place] === 1 ? index.match(place, sentence) : null;
    const wording = match ? language.wordings[which] : undefined;
    if (match && wording) return { wording, match };
  }
  return null;
}

/** Whether the wording of any remark may match a sentence. */
export function mayRemark(sentence: string, language: Language): boolean {
  const { index, remarks } = glanceOf(language);
  return index.mayMatch(sentence).includes(1, remarks[0]);
}

/** The wordings of remarks that match a sentence. */
export function remarksThatFit(sentence: string, language: Language): readonly RemarkWording[] {
  const { index, remarks } = glanceOf(language);
  const found: RemarkWording[] = [];
  const may = index.mayMatch(sentence);
  for (let which = 0; which < remarks.length; which++) {
    const place = remarks[which] ?? 0;
    const wording = may[place] === 1 && index.matches(place, sentence) ? language.remarks[which] : undefined;
    if (wording) found.push(wording);
  }
  return found;
}

/** Whether a sentence may hold what these words tell. */
export function mayTell(of: Told, sentence: string, language: Language): boolean {
  const { index, told } = glanceOf(language);
  return index.mayMatch(sentence)[told[of]] === 1;
}

/** Whether a sentence holds such words. */
export function tells(of: Told, sentence: string, language: Language): boolean {
  const { index, told } = glanceOf(language);
  return index.matches(told[of], sentence);
}

/** Where a sentence holds such words; null where it does not. */
export function wordsThat(of: Told, sentence: string, language: Language): Match | null {
  const { index, told } = glanceOf(language);
  return index.match(told[of], sentence);
}

/** Whether a part of a sentence, between two marks, holds such words. */
export function tellsIn(of: Told, sentence: string, part: string, language: Language): boolean {
  const { index, told } = glanceOf(language);
  return index.matchesIn(told[of], sentence, part);
}
