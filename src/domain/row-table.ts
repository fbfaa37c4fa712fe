import { pieceOf, type SignNumbers } from "./signs.ts";

/** Signs that were seen. */
type Numbered = Pick<SignNumbers, "count" | "numberAt" | "sumAt">;

/** What is kept of a sign: its number, its sum, one more than its row (0 where nothing stands), and in which turn it was found last. */
const WIDTH = 4;
const [SUM, ROW, TURN] = [1, 2, 3];

/** The places of signs by their numbers: open addressing in a typed array, all of a sign side by side. */
export class RowTable {
  readonly #slots: Int32Array;
  readonly #shift: number;
  #turn = 0;

  constructor(signs: readonly string[]) {
    const bits = Math.ceil(Math.log2(2 * signs.length + 2));
    this.#slots = new Int32Array(WIDTH << bits);
    this.#shift = 32 - bits;
    for (const [row, sign] of signs.entries()) {
      const { number, sum } = pieceOf(sign);
      const at = this.#placeOf(number, sum);
      this.#slots[at] = number;
      this.#slots[at + SUM] = sum;
      this.#slots[at + ROW] = row + 1;
    }
  }

  /** The rows of those that are known, each once, in the order in which they were first seen. */
  find(seen: Numbered): number[] {
    const rows: number[] = [];
    const slots = this.#slots;
    const turn = this.#nextTurn();
    for (let index = 0; index < seen.count; index++) {
      const at = this.#placeOf(seen.numberAt(index), seen.sumAt(index));
      const row = (slots[at + ROW] ?? 0) - 1;
      if (row < 0 || slots[at + TURN] === turn) continue;
      slots[at + TURN] = turn;
      rows.push(row);
    }
    return rows;
  }

  #nextTurn(): number {
    if (this.#turn === 0x7fff_ffff) {
      for (let at = TURN; at < this.#slots.length; at += WIDTH) this.#slots[at] = 0;
      this.#turn = 0;
    }
    return ++this.#turn;
  }

  /** Where it stands, or the free place where it would. */
  #placeOf(number: number, sum: number): number {
    const slots = this.#slots;
    const last = slots.length - WIDTH;
    let at = (Math.imul(number, 0x9e37_79b1) >>> this.#shift) * WIDTH;
    while (slots[at + ROW] !== 0 && (slots[at] !== number || slots[at + SUM] !== sum)) at = (at + WIDTH) & last;
    return at;
  }
}
