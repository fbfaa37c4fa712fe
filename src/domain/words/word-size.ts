/** Beyond ASCII, and so long, words share a place. */
const LETTERS = 129;
const LONG = 31;

/**
 * The first letters and lengths of words. Words that are looked for are few: nearly every other word of a text is told from all of them by
 * these, without being cut out of the text.
 */
export class WordSizes {
  /** By first letter: a bit for each length. */
  readonly #lengths = new Int32Array(LETTERS);

  constructor(words: Iterable<string>) {
    for (const word of words) {
      const first = placeOf(word, 0);
      this.#lengths[first] = (this.#lengths[first] ?? 0) | bitOf(word.length);
    }
  }

  /** Whether one of the words may stand between two places of a text. */
  mayHold(text: string, start: number, end: number): boolean {
    return ((this.#lengths[placeOf(text, start)] ?? 0) & bitOf(end - start)) !== 0;
  }
}

const placeOf = (text: string, at: number): number => Math.min(text.charCodeAt(at), LETTERS - 1);
const bitOf = (length: number): number => 1 << Math.min(length, LONG);
