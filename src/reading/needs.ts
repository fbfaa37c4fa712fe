import { type Part, partsOf } from "./pattern-parts.ts";

/** So many letters of a word are looked at. */
export const LONGEST = 6;
/** How a number begins, whatever its digits. */
export const NUMBER = "0";
/** Stands behind what is a whole word. */
export const END = ".";

/**
 * Beginnings of words, up to six letters in lower case ("sho", "i."), or marks ("?"): one of them stands in every text that a pattern
 * matches.
 */
export type Need = ReadonlySet<string>;

/**
 * What a pattern needs of a text, up to two things: those that the fewest texts have, of "it is decided" `decided`. None where a match needs
 * no word, or where the pattern is of a form that is not known here.
 *
 * @param common words that most texts hold
 */
export function needsOf({ source, flags }: RegExp, common: ReadonlySet<string>): readonly Need[] {
  const alternatives = UNICODE.test(flags) ? null : partsOf(source);
  const rows = alternatives?.map((parts) => rarestOf(parts, common)) ?? [];
  const both = [0, 1].map((place) => rows.map((needs) => needs[place]));
  return both
    .filter((needs) => needs.length > 0 && needs.every((need) => need !== undefined))
    .map(union)
    .map(handy);
}

/** Of so many beginnings a few letters tell enough. */
const MANY = 60;
const FEW_LETTERS = 4;

const handy = (need: Need): Need =>
  need.size > MANY ? new Set([...need].map((one) => one.slice(0, FEW_LETTERS))) : need;

const union = (needs: readonly (Need | undefined)[]): Need => new Set(needs.flatMap((need) => [...(need ?? [])]));

/** Of all that a row of parts needs, the rarest, and the next one unless every other text has that. */
function rarestOf(parts: readonly Part[], common: ReadonlySet<string>): readonly Need[] {
  const needs = [...needed(parts)].map((need) => ({ need, often: oftenness(need, common) }));
  const [first, ...others] = needs.sort((a, b) => a.often - b.often);
  if (!first) return [];
  const second = others.find(({ need }) => !first.need.isSubsetOf(need));
  return second && (second.often < OFTEN || first.often >= OFTEN) ? [first.need, second.need] : [first.need];
}

function* needed(parts: readonly Part[]): Generator<Need> {
  let isBetween = false;
  for (const [place, part] of parts.entries()) {
    if (isMark(part)) yield new Set(part.characters);
    else if (isBetween && part.is !== "look" && part.is !== "boundary") {
      const begun = beginningsFrom(parts.slice(place));
      if (!begun.has("")) yield begun;
    }
    isBetween = isBetweenWords(part, isBetween);
  }
}

type Characters = Part & { readonly is: "characters" };

const isMark = (part: Part): part is Characters =>
  part.is === "characters" && !part.isOptional && part.characters.every((one) => MARK.test(one));

/** Whether no word is begun behind a part, if that is so, or not, before it. */
function isBetweenWords(part: Part, before: boolean): boolean {
  switch (part.is) {
    case "look":
      return before;
    case "boundary":
      return true;
    case "group":
      return (
        (before || !part.isOptional) &&
        part.alternatives.every((parts) => parts.reduce((is, one) => isBetweenWords(one, is), before))
      );
    case "characters":
      return (before || !part.isOptional) && part.characters.every(isBlank);
    default:
      return false;
  }
}

/** How often texts have what is needed, roughly. */
function oftenness(need: Need, common: ReadonlySet<string>): number {
  let sum = 0;
  for (const one of need) sum += one === NUMBER || common.has(one.replace(END, "")) ? OFTEN : 1 / one.length ** 3;
  return sum;
}

const OFTEN = 10;

/** What the words may begin with that begin where parts do, where no word is begun yet. */
function beginningsFrom(parts: readonly Part[]): Need {
  const ended = new Set<string>();
  for (const begun of follow(parts, NOTHING, ended)) ended.add(begun);
  return ended;
}

/** What words begin with, as far as a pattern was followed; nothing yet is one of them. */
type Begun = ReadonlySet<string>;

/**
 * Goes on with what was begun, through one part after the other.
 *
 * @param ended takes what needs no more letters: an empty one tells that anything may stand there
 * @returns what goes on behind the parts
 */
function follow(parts: readonly Part[], begun: Begun, ended: Set<string>): Begun {
  let live = begun;
  for (const part of parts) {
    if (live.size === 0) break;
    if (part.is === "look") continue;
    live = part.is === "boundary" ? afterBoundary(live, ended) : afterPart(part, live, ended);
  }
  return live;
}

/** A word that was begun is at its end; an apostrophe is none of a word's letters to a pattern. */
function afterBoundary(live: Begun, ended: Set<string>): Begun {
  for (const one of live) if (one !== "") ended.add(one.endsWith("'") ? one : one + END);
  return live.has("") ? NOTHING : new Set();
}

function afterPart(part: Part, live: Begun, ended: Set<string>): Begun {
  const next = new Set<string>(part.isOptional ? live : []);
  for (const one of part.is === "group" ? throughGroup(part.alternatives, live, ended) : longer(part, live, ended)) {
    if (one !== "" && (part.isRepeated || one.length >= LONGEST)) ended.add(one);
    else next.add(one);
  }
  return next;
}

function throughGroup(alternatives: readonly (readonly Part[])[], live: Begun, ended: Set<string>): Begun {
  const through = new Set<string>();
  for (const parts of alternatives) for (const one of follow(parts, live, ended)) through.add(one);
  return through;
}

function longer(part: Part, live: Begun, ended: Set<string>): Begun {
  const characters = part.is === "characters" ? part.characters : ANY;
  const grown = new Set<string>();
  for (const before of live)
    for (const character of characters) {
      if (before === "" && isBlank(character)) grown.add("");
      else if (isLetter(character)) grown.add(before + character);
      else ended.add(endedBy(character, before));
    }
  return grown;
}

function endedBy(character: string, before: string): string {
  if (before === "") return isDigit(character) ? NUMBER : "";
  return isBlank(character) ? before + END : before;
}

const NOTHING: Begun = new Set([""]);

/** What may be a letter or none. */
const ANY = ["_"];
const isLetter = (one: string): boolean => (one >= "a" && one <= "z") || one === "'";
const isDigit = (one: string): boolean => one >= "0" && one <= "9";
/** No letter, digit or `_`. */
const isBlank = (one: string): boolean =>
  !((one >= "a" && one <= "z") || isDigit(one) || one === "_" || (one >= "A" && one <= "Z"));
/** Of ASCII, and no apostrophe; a blank stands for whatever is between words. */
const MARK = /^[!-&(-/:-@[-^`{-~]$/;
/** Where letters of other scripts count as some of ours. */
const UNICODE = /[uv]/;
