import { traitsOf, WORD } from "./words.ts";

/**
 * Words as numbers: a text is cut into words once, and whoever compares texts compares numbers. It keeps every word that it was given, so that
 * there is one for a set of events.
 */
export class WordNumbers {
  /** By number. */
  readonly #words: string[] = [];
  #hashes = new Int32Array(FIRST_SIZE);
  #traits = new Uint8Array(FIRST_SIZE);
  /** In which text a word was found last: each is told once a text. */
  #foundIn = new Int32Array(FIRST_SIZE);
  /** Numbers by hash, one more than they are; 0 where nothing stands. */
  #slots = new Int32Array(2 * FIRST_SIZE);
  #texts = 0;

  /** The words that are being found: lists that are kept take no more room than they need. */
  readonly #found: number[] = [];
  #count = 0;

  /** The words of a text, upper and lower case alike, each once; punctuation parts them. */
  in(text: string): readonly number[] {
    this.#count = 0;
    this.#texts++;
    let start = 0;
    let hash = SEED;
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code >= LOWER.length) return this.#inAnyLetters(text);
      const letter = LOWER[code] ?? 0;
      if (letter !== 0) hash = withLetter(hash, letter);
      else {
        if (at > start) this.#tell(this.#find(text, start, at, hash));
        start = at + 1;
        hash = SEED;
      }
    }
    if (text.length > start) this.#tell(this.#find(text, start, text.length, hash));
    return this.#found.slice(0, this.#count);
  }

  /** Those that tell one thing from another: see {@link traitsOf}. */
  telling(text: string): readonly number[] {
    return this.tellingOf(this.in(text));
  }

  /** Those of some words that do. */
  tellingOf(words: readonly number[]): readonly number[] {
    this.#count = 0;
    for (const word of words) if (this.tells(word)) this.#found[this.#count++] = word;
    return this.#found.slice(0, this.#count);
  }

  /** Those of some words, each given once, that others hold too, in the order of the others. */
  shared(words: readonly number[], others: readonly number[]): readonly number[] {
    this.#texts++;
    for (const word of words) this.#foundIn[word] = this.#texts;
    this.#count = 0;
    for (const word of others) if (this.#foundIn[word] === this.#texts) this.#found[this.#count++] = word;
    return this.#found.slice(0, this.#count);
  }

  /** The number of a word in lower case. */
  of(word: string): number {
    let hash = SEED;
    for (let at = 0; at < word.length; at++) hash = withLetter(hash, word.charCodeAt(at));
    let slot = this.#slotOf(hash);
    for (let number = this.#at(slot); number >= 0; number = this.#at(slot)) {
      if (this.#words[number] === word) return number;
      slot = this.#next(slot);
    }
    return this.#enter(word, hash, slot);
  }

  spelt(word: number): string {
    return this.#words[word] ?? "";
  }

  tells(word: number): boolean {
    return ((this.#traits[word] ?? 0) & TELLS) !== 0;
  }

  isNameWithNumber(word: number): boolean {
    return ((this.#traits[word] ?? 0) & NAME_WITH_NUMBER) !== 0;
  }

  hasDigit(word: number): boolean {
    return ((this.#traits[word] ?? 0) & HAS_DIGIT) !== 0;
  }

  #inAnyLetters(text: string): readonly number[] {
    return [...new Set(text.toLowerCase().match(WORD) ?? [])].map((word) => this.of(word));
  }

  #tell(word: number): void {
    if (this.#foundIn[word] === this.#texts) return;
    this.#foundIn[word] = this.#texts;
    this.#found[this.#count++] = word;
  }

  /** The number of what stands in a text, which is cut out only where it was never seen. */
  #find(text: string, start: number, end: number, hash: number): number {
    let slot = this.#slotOf(hash);
    for (let number = this.#at(slot); number >= 0; number = this.#at(slot)) {
      if (this.#hashes[number] === hash && isWord(this.#words[number] ?? "", text, start, end)) return number;
      slot = this.#next(slot);
    }
    return this.#enter(text.slice(start, end).toLowerCase(), hash, slot);
  }

  #enter(word: string, hash: number, slot: number): number {
    const number = this.#words.push(word) - 1;
    this.#slots[slot] = number + 1;
    this.#hashes[number] = hash;
    this.#traits[number] = bitsOf(word);
    if (this.#words.length === this.#hashes.length) this.#grow();
    return number;
  }

  #slotOf(hash: number): number {
    return Math.imul(hash, SCATTER) >>> (Math.clz32(this.#slots.length) + 1);
  }

  #at(slot: number): number {
    return (this.#slots[slot] ?? 0) - 1;
  }

  #next(slot: number): number {
    return (slot + 1) & (this.#slots.length - 1);
  }

  #grow(): void {
    const size = 2 * this.#hashes.length;
    const hashes = new Int32Array(size);
    const traits = new Uint8Array(size);
    const foundIn = new Int32Array(size);
    hashes.set(this.#hashes);
    traits.set(this.#traits);
    foundIn.set(this.#foundIn);
    [this.#hashes, this.#traits, this.#foundIn] = [hashes, traits, foundIn];
    this.#slots = new Int32Array(2 * size);
    for (let number = 0; number < size / 2; number++) {
      let slot = this.#slotOf(hashes[number] ?? 0);
      while (this.#slots[slot] !== 0) slot = this.#next(slot);
      this.#slots[slot] = number + 1;
    }
  }
}

const FIRST_SIZE = 1024;
const [TELLS, NAME_WITH_NUMBER, HAS_DIGIT] = [1, 2, 4];

function bitsOf(word: string): number {
  const { tells, isNameWithNumber, hasDigit } = traitsOf(word);
  return (tells ? TELLS : 0) | (isNameWithNumber ? NAME_WITH_NUMBER : 0) | (hasDigit ? HAS_DIGIT : 0);
}

const [SEED, PRIME, SCATTER] = [0x811c_9dc5 | 0, 0x0100_0193, 0x9e37_79b1];

const withLetter = (hash: number, code: number): number => Math.imul(hash ^ code, PRIME);

/** By ASCII code: the letter or digit in lower case, 0 for what is none. */
const LOWER = Uint8Array.from({ length: 128 }, (_, code) => {
  const letter = String.fromCharCode(code).toLowerCase();
  return /[a-z0-9]/.test(letter) ? letter.charCodeAt(0) : 0;
});

/** Whether a part of a text of ASCII letters is a word, whatever its case. */
function isWord(word: string, text: string, start: number, end: number): boolean {
  if (word.length !== end - start) return false;
  for (let at = 0; at < word.length; at++) if (word.charCodeAt(at) !== LOWER[text.charCodeAt(start + at)]) return false;
  return true;
}
