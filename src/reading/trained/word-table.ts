/** What is known of words, bounded: a word is found in a text without being cut out of it. */
export class WordTable<Known extends { readonly text: string }> {
  readonly #know: (word: string) => Known;
  readonly #most: number;
  readonly #slots: Int32Array;
  #known: Known[] = [];

  /**
   * @param know what is known of a word that is asked about for the first time
   * @param most so many words are kept; then all of them are forgotten
   */
  constructor(know: (word: string) => Known, most: number) {
    this.#know = know;
    this.#most = most;
    this.#slots = new Int32Array(2 ** Math.ceil(Math.log2(2 * most)));
  }

  of(word: string): Known {
    return this.at(word, 0, word.length);
  }

  /** What is known of the word that stands between two places of a text. */
  at(text: string, start: number, end: number): Known {
    const last = this.#slots.length - 1;
    let slot = hashOf(text, start, end) & last;
    for (let number = this.#slots[slot] ?? 0; number !== 0; number = this.#slots[slot] ?? 0) {
      const found = this.#known[number - 1];
      if (found && isWord(found.text, text, start, end)) return found;
      slot = (slot + 1) & last;
    }
    return this.#enter(text.slice(start, end), slot);
  }

  #enter(word: string, slot: number): Known {
    const known = this.#know(word);
    if (this.#known.length === this.#most) {
      this.#known = [];
      this.#slots.fill(0);
    }
    this.#slots[slot] = this.#known.push(known);
    return known;
  }
}

function hashOf(text: string, start: number, end: number): number {
  let hash = 0x811c_9dc5 | 0;
  for (let at = start; at < end; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x0100_0193);
  return hash ^ (hash >>> 15);
}

function isWord(word: string, text: string, start: number, end: number): boolean {
  if (word.length !== end - start) return false;
  for (let at = 0; at < word.length; at++) if (word.charCodeAt(at) !== text.charCodeAt(start + at)) return false;
  return true;
}
