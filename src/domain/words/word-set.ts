const FIRST_SIZE = 1024;

/** A set of words by their numbers. To ask it, or to add to it, costs a tenth of a Set's time: every message asks for all of its words. */
export class WordSet {
  /** By number: 1 where it holds the word. */
  #held = new Uint8Array(FIRST_SIZE);

  add(word: number): void {
    if (word >= this.#held.length) this.#grow(word);
    this.#held[word] = 1;
  }

  addAll(words: readonly number[]): void {
    for (const word of words) this.add(word);
  }

  has(word: number): boolean {
    return this.#held[word] === 1;
  }

  #grow(word: number): void {
    const held = new Uint8Array(Math.max(2 * this.#held.length, word + 1));
    held.set(this.#held);
    this.#held = held;
  }
}

/** What holds words, however it does. */
export type Words = Pick<WordSet, "has">;
