import type { WordNumbers } from "../../../words/word-numbers.ts";
import type { Teller } from "./teller.ts";

/** Among fewer tellers nobody knows which words are rare: it is reckoned as if there were so many. */
const FEW = 20;

/** How much words tell one thing from another within an incident. */
export class Rarity {
  /** In how many of the tellers a word stands. */
  readonly #tellers = new Map<number, number>();
  readonly #count: number;
  readonly #words: WordNumbers;

  constructor(tellers: readonly Teller[], words: WordNumbers) {
    this.#count = Math.max(tellers.length, FEW);
    this.#words = words;
    for (const { words } of tellers)
      for (const word of words) this.#tellers.set(word, (this.#tellers.get(word) ?? 0) + 1);
  }

  /** The weight of the words that two share: each counts the more, the fewer others have it. 0 where they share none. */
  shared(one: Teller, other: Teller): number {
    let weight = 0;
    for (const word of this.#words.shared(one.words, other.words))
      weight += Math.log((this.#count + 1) / (this.#tellers.get(word) ?? 1));
    return weight;
  }
}
