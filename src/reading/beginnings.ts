import { type Part, partsOf } from "./pattern-parts.ts";

/** So many letters of a word are looked at. */
export const LONGEST = 8;
/** How a number begins, whatever its digits. */
export const NUMBER = "0";
/** Stands behind what is a whole word. */
export const END = ".";

/**
 * The beginnings of words, up to eight letters in lower case, with one of which every match of a pattern begins ("sho", "i."); null where a
 * match may begin otherwise, or where the pattern is of a form that is not known here.
 */
export function beginningsOf({ source, flags }: RegExp): ReadonlySet<string> | null {
  const alternatives = UNICODE.test(flags) ? null : partsOf(source);
  if (!alternatives?.every(startsAtWord)) return null;
  const ended = new Set<string>();
  for (const parts of alternatives) for (const begun of follow(parts, NOTHING, ended)) ended.add(begun);
  return ended.has("") ? null : ended;
}

/** What words begin with, as far as a pattern was followed; nothing yet is one of them. */
type Begun = ReadonlySet<string>;

/** Whether nothing is read before the boundary of a word. */
function startsAtWord(parts: readonly Part[]): boolean {
  const first = parts.find(({ is }) => is !== "look");
  return first?.is === "boundary";
}

/**
 * Goes on with what was begun, through one part after the other.
 *
 * @param ended takes what needs no more letters: an empty one tells that anything may stand there
 * @returns what goes on behind the parts
 */
function follow(parts: readonly Part[], begun: Begun, ended: Set<string>): Begun {
  let live = begun;
  for (const part of parts) {
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
    if (part.isRepeated || one.length >= LONGEST) ended.add(one);
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
      if (LETTER.test(character)) grown.add(before + character);
      else ended.add(endedBy(character, before));
    }
  return grown;
}

function endedBy(character: string, before: string): string {
  if (before === "") return DIGIT.test(character) ? NUMBER : "";
  return BLANK.test(character) ? before + END : before;
}

const NOTHING: Begun = new Set([""]);

/** What may be a letter or none. */
const ANY = ["_"];
const LETTER = /^[a-z']$/;
const DIGIT = /^\d$/;
const BLANK = /^\W$/;
/** Where letters of other scripts count as some of ours. */
const UNICODE = /[uv]/;
