import { alternativesOf } from "./alternatives.ts";
import { NeedTree } from "./need-tree.ts";
import { needsOf } from "./needs.ts";

/** Where a pattern matches a text. */
export interface Match {
  readonly index: number;
  readonly length: number;
}

/**
 * Patterns by the words and marks that they need: for a text, most of their alternatives are told to be no match without being tried.
 * Asked about one text after the other.
 */
export class PatternIndex {
  readonly #tree = new NeedTree();
  readonly #alternatives: RegExp[] = [];
  /** By alternative: the place of its pattern. */
  readonly #patternOf: number[] = [];
  /** By pattern: its first alternative; behind the last pattern, how many alternatives there are. */
  readonly #first: number[] = [];
  /** By need, two an alternative: the other one of its alternative, itself where there is one only. */
  readonly #other: number[] = [];
  /** Alternatives that need nothing. */
  readonly #always: number[] = [];
  /** By pattern: whether an alternative of it may match the text. */
  readonly #may: Uint8Array;
  /** By need: the text, as they are counted, that met it last. */
  readonly #metIn: Int32Array;
  /** By alternative: the text that it was last found to match, perhaps. */
  readonly #foundIn: Int32Array;
  /** By alternative: the text that it was last tried on in vain. */
  readonly #failedIn: Int32Array;
  #text: string | undefined;
  #texts = 0;

  /** @param common words that most texts hold */
  constructor(patterns: readonly RegExp[], common: ReadonlySet<string>) {
    for (const [place, pattern] of patterns.entries()) {
      this.#first.push(this.#alternatives.length);
      for (const alternative of alternativesOf(pattern)) this.#enter(alternative, place, common);
    }
    this.#first.push(this.#alternatives.length);
    this.#may = new Uint8Array(patterns.length);
    this.#metIn = new Int32Array(2 * this.#alternatives.length);
    this.#foundIn = new Int32Array(this.#alternatives.length);
    this.#failedIn = new Int32Array(this.#alternatives.length);
  }

  #enter(alternative: RegExp, place: number, common: ReadonlySet<string>): void {
    const of = this.#alternatives.push(alternative) - 1;
    this.#patternOf.push(place);
    const needs = needsOf(alternative, common);
    if (needs.length === 0) this.#always.push(of);
    for (const [nth, need] of needs.entries()) this.#tree.enter(need, 2 * of + nth);
    if (needs.length === 2) this.#other.push(2 * of + 1, 2 * of);
    else this.#other.push(2 * of, 2 * of + 1);
  }

  /** By a pattern's place, 1 where it may match the text, 0 where it does not. Valid until another text is asked about. */
  mayMatch(text: string): Uint8Array {
    if (text === this.#text) return this.#may;
    this.#text = text;
    this.#texts++;
    this.#may.fill(0);
    for (const of of this.#always) this.#find(of);
    this.#tree.walk(text, this.#meet);
    return this.#may;
  }

  readonly #meet = (needs: readonly number[]): void => {
    for (const need of needs) {
      this.#metIn[need] = this.#texts;
      if (this.#metIn[this.#other[need] ?? need] === this.#texts) this.#find(need >> 1);
    }
  };

  #find(alternative: number): void {
    this.#foundIn[alternative] = this.#texts;
    this.#may[this.#patternOf[alternative] ?? 0] = 1;
  }

  /** What a pattern matches in a text, by its place; null where it does not. */
  match(place: number, text: string): Match | null {
    let best: Match | null = null;
    if (this.mayMatch(text)[place] !== 1) return best;
    for (let of = this.#first[place] ?? 0; of < (this.#first[place + 1] ?? 0); of++) {
      if (!this.#isWorthTrying(of)) continue;
      const found = this.#alternatives[of]?.exec(text);
      if (!found) this.#failedIn[of] = this.#texts;
      else if (!best || found.index < best.index) best = { index: found.index, length: found[0].length };
    }
    return best;
  }

  /** Whether a pattern matches a text, by its place. */
  matches(place: number, text: string): boolean {
    if (this.mayMatch(text)[place] !== 1) return false;
    for (let of = this.#first[place] ?? 0; of < (this.#first[place + 1] ?? 0); of++) {
      if (!this.#isWorthTrying(of)) continue;
      if (this.#alternatives[of]?.test(text)) return true;
      this.#failedIn[of] = this.#texts;
    }
    return false;
  }

  /**
   * Whether a pattern matches a part of a text, by its place.
   *
   * @param part cuts no word; it may match where the text does not
   */
  matchesIn(place: number, text: string, part: string): boolean {
    if (this.mayMatch(text)[place] !== 1) return false;
    for (let of = this.#first[place] ?? 0; of < (this.#first[place + 1] ?? 0); of++)
      if (this.#foundIn[of] === this.#texts && this.#alternatives[of]?.test(part)) return true;
    return false;
  }

  #isWorthTrying(alternative: number): boolean {
    return this.#foundIn[alternative] === this.#texts && this.#failedIn[alternative] !== this.#texts;
  }
}
