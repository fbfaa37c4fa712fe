import { END, LONGEST, type Need } from "./needs.ts";

const CHILDREN = 32;
const LETTERS = 26;

/** By ASCII code: which of a node's children it leads to, whatever its case; 0, which is none, where it is of no word. */
const CHILD = new Uint8Array(128);
for (let letter = 0; letter < LETTERS; letter++) {
  CHILD[97 + letter] = letter + 1;
  CHILD[65 + letter] = letter + 1;
}
const [AT_APOSTROPHE, AT_NUMBER, AT_END] = [27, 28, 29];
const [APOSTROPHE, UNDERSCORE] = [39, 95];
CHILD[APOSTROPHE] = AT_APOSTROPHE;
for (let digit = 48; digit < 58; digit++) CHILD[digit] = AT_NUMBER;

/** By ASCII code: whether it is of a word, as patterns see words. */
const WORD = CHILD.map((child, code) => ((child !== 0 && code !== APOSTROPHE) || code === UNDERSCORE ? 1 : 0));

const isOfWord = (code: number): boolean => code < WORD.length && WORD[code] === 1;

/** What alternatives need, as a tree of letters: a text is walked through once for all of them. */
export class NeedTree {
  /** By node and child, the next node; 0, which is the root, where none is. */
  #next = new Uint16Array(CHILDREN);
  /** By mark, its node. */
  readonly #marks = new Uint16Array(CHILD.length);
  /** By node: what was entered there. */
  readonly #entered: number[][] = [[]];

  /** @param as what is told of a text that meets the need */
  enter(need: Need, as: number): void {
    for (const one of need) this.#entered[this.#nodeOf(one)]?.push(as);
  }

  /** Tells of all needs that a text meets, of some more than once. */
  walk(text: string, tell: (met: readonly number[]) => void): void {
    let isInWord = false;
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at);
      const isNowInWord = isOfWord(code);
      if (!isNowInWord) this.#tell(this.#marks[code] ?? 0, tell);
      else if (!isInWord) this.#follow(text, at, tell);
      isInWord = isNowInWord;
    }
  }

  #follow(text: string, start: number, tell: (met: readonly number[]) => void): void {
    let node = 0;
    for (let at = start; at < start + LONGEST; at++) {
      const code = text.charCodeAt(at);
      node = code < CHILD.length ? (this.#next[node * CHILDREN + (CHILD[code] ?? 0)] ?? 0) : 0;
      if (node === 0) return;
      this.#tell(node, tell);
      if (!isOfWord(text.charCodeAt(at + 1))) this.#tell(this.#next[node * CHILDREN + AT_END] ?? 0, tell);
    }
  }

  #tell(node: number, tell: (met: readonly number[]) => void): void {
    const entered = this.#entered[node];
    if (node !== 0 && entered && entered.length > 0) tell(entered);
  }

  #nodeOf(one: string): number {
    const code = one.charCodeAt(0);
    if (CHILD[code] === 0) {
      this.#marks[code] ||= this.#entered.push([]) - 1;
      return this.#marks[code] ?? 0;
    }
    let node = 0;
    for (const letter of one) {
      const child = node * CHILDREN + (letter === END ? AT_END : (CHILD[letter.charCodeAt(0)] ?? 0));
      node = this.#next[child] || this.#grow(child);
    }
    return node;
  }

  #grow(child: number): number {
    const node = this.#entered.push([]) - 1;
    const size = CHILDREN * (node + 1);
    if (size > this.#next.length) {
      const next = new Uint16Array(2 * size);
      next.set(this.#next);
      this.#next = next;
    }
    this.#next[child] = node;
    return node;
  }
}
