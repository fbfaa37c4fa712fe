import { type Piece, pieceOf, type SignNumbers } from "./signs.ts";

/** Signs that were seen. */
type Numbered = Pick<SignNumbers, "count" | "numberAt" | "sumAt">;

/** The places of signs by their numbers. Most signs that are asked about stand nowhere: a bit tells so of most of these. */
export class RowTable {
  readonly #numbers: Int32Array;
  readonly #sums: Int32Array;
  /** By row: in which turn it was found last. */
  readonly #foundIn: Int32Array;
  /** Rows by the first bits of their scattered numbers, one more than they are: open addressing. */
  readonly #slots: Int32Array;
  readonly #shift: number;
  /** A bit for some more of those bits: 0 where no sign begins so. */
  readonly #some: Int32Array;
  /** The rows that are being found: lists that are kept take no more room than they need. */
  readonly #found: number[] = [];
  #turn = 0;

  constructor(signs: readonly string[]) {
    const bits = Math.ceil(Math.log2(2 * signs.length + 2));
    this.#shift = 32 - bits;
    this.#slots = new Int32Array(1 << bits);
    this.#some = new Int32Array(1 << Math.max(0, bits + MORE - WORD));
    this.#numbers = new Int32Array(signs.length);
    this.#sums = new Int32Array(signs.length);
    this.#foundIn = new Int32Array(signs.length);
    for (const [row, sign] of signs.entries()) this.#enter(row, pieceOf(sign));
  }

  #enter(row: number, { number, sum }: Piece): void {
    this.#numbers[row] = number;
    this.#sums[row] = sum;
    this.#slots[this.#slotOf(number, sum)] = row + 1;
    const bit = Math.imul(number, SCATTER) >>> (this.#shift - MORE);
    this.#some[bit >>> WORD] = (this.#some[bit >>> WORD] ?? 0) | (1 << bit);
  }

  /** The rows of those that are known, each once, in the order in which they were first seen. */
  find(seen: Numbered): number[] {
    const rows = this.#found;
    let count = 0;
    const some = this.#some;
    const slots = this.#slots;
    const foundIn = this.#foundIn;
    const turn = this.#nextTurn();
    for (let index = 0; index < seen.count; index++) {
      const number = seen.numberAt(index);
      const bit = Math.imul(number, SCATTER) >>> (this.#shift - MORE);
      if ((((some[bit >>> WORD] ?? 0) >>> bit) & 1) === 0) continue;
      const row = (slots[this.#slotOf(number, seen.sumAt(index))] ?? 0) - 1;
      if (row < 0 || foundIn[row] === turn) continue;
      foundIn[row] = turn;
      rows[count++] = row;
    }
    return rows.slice(0, count);
  }

  #nextTurn(): number {
    if (this.#turn === 0x7fff_ffff) {
      this.#foundIn.fill(0);
      this.#turn = 0;
    }
    return ++this.#turn;
  }

  /** Where it stands, or the free place where it would. */
  #slotOf(number: number, sum: number): number {
    const slots = this.#slots;
    const numbers = this.#numbers;
    const sums = this.#sums;
    const last = slots.length - 1;
    let slot = Math.imul(number, SCATTER) >>> this.#shift;
    for (let row = (slots[slot] ?? 0) - 1; row >= 0; row = (slots[slot] ?? 0) - 1) {
      if (numbers[row] === number && sums[row] === sum) return slot;
      slot = (slot + 1) & last;
    }
    return slot;
  }
}

const SCATTER = 0x9e37_79b1;
/** Bits that a bit is told by more than a slot. */
const MORE = 3;
/** A number of 32 bits is found by all but these. */
const WORD = 5;
