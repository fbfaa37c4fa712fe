import type { Span } from "../../time.ts";
import type { Remark } from "./remark.ts";

/** The telling words of remarks, numbered, so that many pairs of remarks are compared without looking at a letter. */
export class Telling {
  readonly #remarks: readonly Remark[];
  readonly #words: readonly (readonly number[])[];
  readonly #fresh: readonly number[];
  /** By word: the remark that was last asked about and holds it, counted from one. */
  readonly #holder: Int32Array;

  /** @param remarks in order of time */
  constructor(remarks: readonly Remark[]) {
    const numbers = new Map<string, number>();
    const fresh: number[] = [];
    this.#remarks = remarks;
    this.#words = remarks.map(({ words }) => {
      const known = numbers.size;
      const numbered = words.map((word) => numbers.getOrInsert(word, numbers.size));
      fresh.push(numbers.size - known);
      return numbered;
    });
    this.#fresh = fresh;
    this.#holder = new Int32Array(numbers.size);
  }

  /** How many words of a remark stand in none before it. */
  fresh(index: number): number {
    return this.#fresh[index] ?? 0;
  }

  /**
   * How much of its words it shares with one of `most` remarks before it and within a time, 0 to 1. Whether more than `enough` is not looked at.
   */
  overlap(index: number, most: number, within: Span, enough: number): number {
    const own = this.#words[index] ?? [];
    for (const word of own) this.#holder[word] = index + 1;
    const at = this.#remarks[index]?.at ?? 0;
    let best = 0;
    for (let before = index - 1; before >= Math.max(0, index - most) && best < enough; before--) {
      if (Math.abs(at - (this.#remarks[before]?.at ?? 0)) > within) continue;
      best = Math.max(best, this.#shared(own.length, this.#words[before] ?? [], index + 1));
    }
    return best;
  }

  #shared(own: number, words: readonly number[], holder: number): number {
    if (own === 0 || words.length === 0) return 0;
    let both = 0;
    for (const word of words) if (this.#holder[word] === holder) both++;
    return both / Math.min(own, words.length);
  }
}
