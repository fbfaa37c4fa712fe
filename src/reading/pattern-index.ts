import { alternativesOf } from "./alternatives.ts";
import { beginningsOf, END, LONGEST, NUMBER } from "./beginnings.ts";

const [UNDERSCORE, APOSTROPHE] = [95, 39];
const isLetter = (code: number): boolean => code >= 97 && code <= 122;
const isDigit = (code: number): boolean => code >= 48 && code <= 57;
const isOfWord = (code: number): boolean => isLetter(code) || isDigit(code) || code === UNDERSCORE;

/** Which of a node's children a letter, an apostrophe, an end or a digit leads to. */
const childOf = (code: number): number => (isLetter(code) ? code - 96 : 27 + (code % 4));
const CHILDREN = 32;
const AT_END = childOf(END.charCodeAt(0));
const AT_NUMBER = childOf(NUMBER.charCodeAt(0));

/** Where a pattern matches a text. */
export interface Match {
  readonly index: number;
  readonly length: number;
}

/**
 * Patterns by how words begin at which they can match: for a text, most of their alternatives are told to be no match without being tried.
 * Asked about one text after the other.
 */
export class PatternIndex {
  /** Beginnings as a tree, a letter a step: by node and child, the next node; 0, which is the root, where none is. */
  readonly #next: number[] = new Array(CHILDREN).fill(0);
  /** By node: the alternatives with that beginning. */
  readonly #begun: number[][] = [[]];
  readonly #alternatives: RegExp[] = [];
  /** By alternative: the place of its pattern. */
  readonly #patternOf: number[] = [];
  /** By pattern: its first alternative; behind the last pattern, how many alternatives there are. */
  readonly #first: number[] = [];
  /** Alternatives that may match anywhere. */
  readonly #anywhere: number[] = [];
  /** By pattern: whether an alternative of it may match the text. */
  readonly #may: Uint8Array;
  /** By alternative: the text, as they are counted, that it was last found to match, perhaps. */
  readonly #foundIn: Int32Array;
  #text: string | undefined;
  #texts = 0;

  constructor(patterns: readonly RegExp[]) {
    for (const [place, pattern] of patterns.entries()) {
      this.#first.push(this.#alternatives.length);
      for (const alternative of alternativesOf(pattern)) this.#enter(alternative, place);
    }
    this.#first.push(this.#alternatives.length);
    this.#may = new Uint8Array(patterns.length);
    this.#foundIn = new Int32Array(this.#alternatives.length);
  }

  /** By a pattern's place, 1 where it may match the text, 0 where it does not. Valid until another text is asked about. */
  mayMatch(text: string): Uint8Array {
    if (text === this.#text) return this.#may;
    this.#text = text;
    this.#texts++;
    this.#may.fill(0);
    this.#mark(this.#anywhere);
    const lower = text.toLowerCase();
    let isInWord = false;
    for (let at = 0; at < lower.length; at++) {
      const code = lower.charCodeAt(at);
      const isNowInWord = isOfWord(code);
      if (isNowInWord && !isInWord) this.#follow(lower, at, code);
      isInWord = isNowInWord;
    }
    return this.#may;
  }

  /** What a pattern matches in a text, by its place; null where it does not. */
  match(place: number, text: string): Match | null {
    let best: Match | null = null;
    if (this.mayMatch(text)[place] !== 1) return best;
    for (let of = this.#first[place] ?? 0; of < (this.#first[place + 1] ?? 0); of++) {
      const found = this.#foundIn[of] === this.#texts ? this.#alternatives[of]?.exec(text) : null;
      if (found && (!best || found.index < best.index)) best = { index: found.index, length: found[0].length };
    }
    return best;
  }

  /**
   * Whether a pattern matches a text, by its place.
   *
   * @param part of the text, which cuts no word; all of it, if not given
   */
  matches(place: number, text: string, part: string = text): boolean {
    if (this.mayMatch(text)[place] !== 1) return false;
    for (let of = this.#first[place] ?? 0; of < (this.#first[place + 1] ?? 0); of++)
      if (this.#foundIn[of] === this.#texts && this.#alternatives[of]?.test(part)) return true;
    return false;
  }

  #enter(alternative: RegExp, place: number): void {
    const of = this.#alternatives.push(alternative) - 1;
    this.#patternOf.push(place);
    const beginnings = beginningsOf(alternative);
    if (!beginnings) this.#anywhere.push(of);
    for (const beginning of beginnings ?? []) this.#begun[this.#nodeOf(beginning)]?.push(of);
  }

  #nodeOf(beginning: string): number {
    let node = 0;
    for (let at = 0; at < beginning.length; at++) {
      const child = node * CHILDREN + childOf(beginning.charCodeAt(at));
      node = this.#next[child] ?? 0;
      if (node !== 0) continue;
      node = this.#begun.push([]) - 1;
      this.#next[child] = node;
      for (let free = 0; free < CHILDREN; free++) this.#next.push(0);
    }
    return node;
  }

  #follow(text: string, start: number, code: number): void {
    if (isDigit(code)) this.#markAt(this.#next[AT_NUMBER] ?? 0);
    let node = 0;
    for (let at = start; at < start + LONGEST; at++) {
      const letter = text.charCodeAt(at);
      if (!isLetter(letter) && letter !== APOSTROPHE) return;
      node = this.#next[node * CHILDREN + childOf(letter)] ?? 0;
      if (node === 0) return;
      this.#markAt(node);
      if (!isOfWord(text.charCodeAt(at + 1))) this.#markAt(this.#next[node * CHILDREN + AT_END] ?? 0);
    }
  }

  #markAt(node: number): void {
    if (node !== 0) this.#mark(this.#begun[node] ?? this.#anywhere);
  }

  #mark(alternatives: readonly number[]): void {
    for (const of of alternatives) {
      this.#foundIn[of] = this.#texts;
      this.#may[this.#patternOf[of] ?? 0] = 1;
    }
  }
}
