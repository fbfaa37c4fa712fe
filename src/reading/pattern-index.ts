import { beginningsOf, END, LONGEST, NUMBER } from "./beginnings.ts";

const [UNDERSCORE, APOSTROPHE] = [95, 39];
const isLetter = (code: number): boolean => code >= 97 && code <= 122;
const isDigit = (code: number): boolean => code >= 48 && code <= 57;
const isOfWord = (code: number): boolean => isLetter(code) || isDigit(code) || code === UNDERSCORE;

/** Letters, an apostrophe, an end and a digit, up to five of them, as one number. */
const withLetter = (key: number, code: number): number => key * 32 + (isLetter(code) ? code - 96 : 27 + (code % 4));

function keyOf(beginning: string): number {
  let key = 0;
  for (let at = 0; at < beginning.length; at++) key = withLetter(key, beginning.charCodeAt(at));
  return key;
}

const CODE_OF_END = END.charCodeAt(0);
const KEY_OF_NUMBER = keyOf(NUMBER);

/** Patterns by how words begin at which they can match: for a text, most are told to be no match without being tried. */
export class PatternIndex {
  /** By beginning: the patterns, by their places. */
  readonly #patterns = new Map<number, number[]>();
  /** What may match anywhere. */
  readonly #anywhere: Uint8Array;
  readonly #found: Uint8Array;
  #text: string | undefined;

  constructor(patterns: readonly RegExp[]) {
    this.#anywhere = new Uint8Array(patterns.length);
    this.#found = new Uint8Array(patterns.length);
    for (const [place, pattern] of patterns.entries()) {
      const beginnings = beginningsOf(pattern);
      if (!beginnings) this.#anywhere[place] = 1;
      for (const beginning of beginnings ?? [])
        this.#patterns.getOrInsertComputed(keyOf(beginning), () => []).push(place);
    }
  }

  /** By a pattern's place, 1 where it may match the text, 0 where it does not. Valid until another text is asked about. */
  mayMatch(text: string): Uint8Array {
    if (text === this.#text) return this.#found;
    this.#text = text;
    this.#found.set(this.#anywhere);
    const lower = text.toLowerCase();
    let isInWord = false;
    for (let at = 0; at < lower.length; at++) {
      const code = lower.charCodeAt(at);
      const isNowInWord = isOfWord(code);
      if (isNowInWord && !isInWord) this.#enter(lower, at, code);
      isInWord = isNowInWord;
    }
    return this.#found;
  }

  #enter(text: string, start: number, code: number): void {
    if (isDigit(code)) this.#mark(KEY_OF_NUMBER);
    let key = 0;
    for (let at = start; at < start + LONGEST; at++) {
      const letter = text.charCodeAt(at);
      if (!isLetter(letter) && letter !== APOSTROPHE) return;
      key = withLetter(key, letter);
      this.#mark(key);
      if (!isOfWord(text.charCodeAt(at + 1))) this.#mark(withLetter(key, CODE_OF_END));
    }
  }

  #mark(beginning: number): void {
    const places = this.#patterns.get(beginning);
    if (places) for (const place of places) this.#found[place] = 1;
  }
}
