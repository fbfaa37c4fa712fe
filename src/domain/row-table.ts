import { pieceOf, type SignNumbers } from "./signs.ts";

/** Signs that were seen. */
type Numbered = Pick<SignNumbers, "count" | "numberAt" | "sumAt">;

/** The places of signs by their numbers: open addressing in typed arrays. */
export class RowTable {
  readonly #numbers: Int32Array;
  readonly #sums: Int32Array;
  /** One more than the row; 0 where nothing stands. */
  readonly #rows: Int32Array;
  /** When a row was last found: each is found once a turn. */
  readonly #found: Int32Array;
  readonly #shift: number;
  #turn = 0;

  constructor(signs: readonly string[]) {
    const bits = Math.ceil(Math.log2(2 * signs.length + 2));
    this.#numbers = new Int32Array(1 << bits);
    this.#sums = new Int32Array(1 << bits);
    this.#rows = new Int32Array(1 << bits);
    this.#found = new Int32Array(signs.length);
    this.#shift = 32 - bits;
    for (const [row, sign] of signs.entries()) {
      const { number, sum } = pieceOf(sign);
      const at = this.#placeOf(number, sum);
      this.#numbers[at] = number;
      this.#sums[at] = sum;
      this.#rows[at] = row + 1;
    }
  }

  /** The rows of those that are known, each once, in the order in which they were first seen. */
  find(seen: Numbered): number[] {
    const rows: number[] = [];
    const turn = this.#nextTurn();
    for (let index = 0; index < seen.count; index++) {
      const row = (this.#rows[this.#placeOf(seen.numberAt(index), seen.sumAt(index))] ?? 0) - 1;
      if (row < 0 || this.#found[row] === turn) continue;
      this.#found[row] = turn;
      rows.push(row);
    }
    return rows;
  }

  #nextTurn(): number {
    if (this.#turn === 0x7fff_ffff) {
      this.#found.fill(0);
      this.#turn = 0;
    }
    return ++this.#turn;
  }

  /** Where it stands, or the free place where it would. */
  #placeOf(number: number, sum: number): number {
    const last = this.#rows.length - 1;
    let at = Math.imul(number, 0x9e37_79b1) >>> this.#shift;
    while (this.#rows[at] !== 0 && (this.#numbers[at] !== number || this.#sums[at] !== sum)) at = (at + 1) & last;
    return at;
  }
}
