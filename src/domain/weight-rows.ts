/** Rows of weights, one a sign and a weight a class, added up fast: two classes at once, each in half of a number of 32 bits. */
export class WeightRows {
  readonly #width: number;
  readonly #weights: Int8Array;
  readonly #pairs: Int32Array;
  /** How many pairs a row has. */
  readonly #half: number;
  readonly #sumsOfPairs: Int32Array;
  readonly #sums: Int32Array;

  /**
   * @param weights a byte each, row after row: base64
   * @param width how many weights a row has
   */
  constructor(weights: string, width: number) {
    this.#width = width;
    this.#weights = Int8Array.from(atob(weights), (letter) => (letter.charCodeAt(0) << 24) >> 24);
    this.#half = Math.ceil(width / 2);
    const rows = this.#weights.length / width;
    this.#pairs = Int32Array.from({ length: rows * this.#half }, (_, index) => {
      const [row, first] = [Math.floor(index / this.#half), 2 * (index % this.#half)];
      return this.at(row, first) + (first + 1 < width ? this.at(row, first + 1) << 16 : 0);
    });
    this.#sumsOfPairs = new Int32Array(this.#half);
    this.#sums = new Int32Array(2 * this.#half);
  }

  at(row: number, of: number): number {
    return this.#weights[row * this.#width + of] ?? 0;
  }

  /** The sum of rows, a number a class. Valid until the next call. */
  sumOf(rows: readonly number[]): Int32Array {
    this.#sums.fill(0);
    for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) {
      this.#addPairs(rows, from, Math.min(rows.length, from + ROWS_AT_ONCE));
      for (let k = 0; k < this.#half; k++) {
        const both = this.#sumsOfPairs[k] ?? 0;
        const low = (both << 16) >> 16;
        this.#sums[2 * k] = (this.#sums[2 * k] ?? 0) + low;
        this.#sums[2 * k + 1] = (this.#sums[2 * k + 1] ?? 0) + ((both - low) >> 16);
      }
    }
    return this.#sums;
  }

  #addPairs(rows: readonly number[], from: number, to: number): void {
    const [half, pairs, sums] = [this.#half, this.#pairs, this.#sumsOfPairs];
    sums.fill(0);
    for (let index = from; index < to; index++) {
      const start = (rows[index] ?? 0) * half;
      for (let k = 0; k < half; k++) sums[k] = (sums[k] ?? 0) + (pairs[start + k] ?? 0);
    }
  }
}

/** So many weights of a byte add up to less than half of a number of 32 bits holds. */
const ROWS_AT_ONCE = 256;
