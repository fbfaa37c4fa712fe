import { alternativesOf } from "./alternatives.ts";
import { NeedTree } from "./need-tree.ts";
import { needsOf } from "./needs.ts";

/** Where a pattern matches a text. */
export interface Match {
  readonly index: number;
  readonly length: number;
}

/** What was seen of a text. What a text has is noted by its number, so that nothing is to be forgotten for the next one. */
class Sight {
  text: string | undefined;
  /** How many texts were seen here. */
  number = 0;
  /** By pattern: whether an alternative of it may match. */
  readonly may: Uint8Array;
  /** By need: the text that met it last. */
  readonly metIn: Int32Array;
  /** By alternative: the text that it may match. */
  readonly foundIn: Int32Array;
  /** By alternative: the text that it was tried on in vain. */
  readonly failedIn: Int32Array;

  constructor(patterns: number, alternatives: number) {
    this.may = new Uint8Array(patterns);
    this.metIn = new Int32Array(2 * alternatives);
    this.foundIn = new Int32Array(alternatives);
    this.failedIn = new Int32Array(alternatives);
  }
}

/** So many texts are remembered: most messages have no more sentences, and each sentence is asked about several times. */
const SEEN = 4;

/** Patterns by the words and marks that they need: for a text, most of their alternatives are told to be no match without being tried. */
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
  readonly #sights: readonly Sight[];
  #sight: Sight;
  /** Where the next text goes. */
  #next = 0;

  /** @param common words that most texts hold */
  constructor(patterns: readonly RegExp[], common: ReadonlySet<string>) {
    for (const [place, pattern] of patterns.entries()) {
      this.#first.push(this.#alternatives.length);
      for (const alternative of alternativesOf(pattern)) this.#enter(alternative, place, common);
    }
    this.#first.push(this.#alternatives.length);
    this.#sights = Array.from({ length: SEEN }, () => new Sight(patterns.length, this.#alternatives.length));
    this.#sight = this.#sights[0] ?? new Sight(patterns.length, this.#alternatives.length);
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
    return this.#see(text).may;
  }

  #see(text: string): Sight {
    if (this.#sight.text === text) return this.#sight;
    for (const sight of this.#sights)
      if (sight.text === text) {
        this.#sight = sight;
        return sight;
      }
    return this.#lookAt(text);
  }

  #lookAt(text: string): Sight {
    const sight = this.#sights[this.#next] ?? this.#sight;
    this.#next = (this.#next + 1) % SEEN;
    this.#sight = sight;
    sight.text = text;
    sight.number++;
    sight.may.fill(0);
    for (const of of this.#always) this.#find(of);
    this.#tree.walk(text, this.#meet);
    return sight;
  }

  readonly #meet = (needs: readonly number[]): void => {
    const { metIn, number } = this.#sight;
    for (const need of needs) {
      metIn[need] = number;
      if (metIn[this.#other[need] ?? need] === number) this.#find(need >> 1);
    }
  };

  #find(alternative: number): void {
    this.#sight.foundIn[alternative] = this.#sight.number;
    this.#sight.may[this.#patternOf[alternative] ?? 0] = 1;
  }

  /** What a pattern matches in a text, by its place; null where it does not. */
  match(place: number, text: string): Match | null {
    const sight = this.#see(text);
    let best: Match | null = null;
    if (sight.may[place] !== 1) return best;
    for (let of = this.#first[place] ?? 0; of < (this.#first[place + 1] ?? 0); of++) {
      if (!isWorthTrying(of, sight)) continue;
      const found = this.#alternatives[of]?.exec(text);
      if (!found) sight.failedIn[of] = sight.number;
      else if (!best || found.index < best.index) best = { index: found.index, length: found[0].length };
    }
    return best;
  }

  /** Whether a pattern matches a text, by its place. */
  matches(place: number, text: string): boolean {
    const sight = this.#see(text);
    if (sight.may[place] !== 1) return false;
    for (let of = this.#first[place] ?? 0; of < (this.#first[place + 1] ?? 0); of++) {
      if (!isWorthTrying(of, sight)) continue;
      if (this.#alternatives[of]?.test(text)) return true;
      sight.failedIn[of] = sight.number;
    }
    return false;
  }

  /**
   * Whether a pattern matches a part of a text, by its place.
   *
   * @param part cuts no word; it may match where the text does not
   */
  matchesIn(place: number, text: string, part: string): boolean {
    const sight = this.#see(text);
    if (sight.may[place] !== 1) return false;
    for (let of = this.#first[place] ?? 0; of < (this.#first[place + 1] ?? 0); of++)
      if (sight.foundIn[of] === sight.number && this.#alternatives[of]?.test(part)) return true;
    return false;
  }
}

const isWorthTrying = (alternative: number, { number, foundIn, failedIn }: Sight): boolean =>
  foundIn[alternative] === number && failedIn[alternative] !== number;
