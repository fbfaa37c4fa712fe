/** Rows of weights, one a sign and a weight a class, added up fast: two classes at once, each in half of a number of 32 bits. */
export class WeightRows {
  readonly #width: number;
  readonly #weights: Int8Array;
  readonly #isThere: Uint8Array;
  /** By row: the sum of its weights. */
  readonly #totals: Int32Array;
  readonly #pairs: Int32Array;
  /** How many pairs a row has. */
  readonly #half: number;
  readonly #sumsOfPairs: Int32Array;
  readonly #sums: Int32Array;

  /**
   * @param weights a byte each, row after row: base64
   * @param width how many weights a row has
   * @param order which of those rows stands in each place; -1 for none, which weighs nothing
   */
  constructor(weights: string, width: number, order: Int32Array) {
    this.#width = width;
    this.#half = Math.ceil(width / 2);
    const stored = bytesOf(weights);
    this.#weights = new Int8Array(order.length * width);
    this.#isThere = new Uint8Array(order.length);
    this.#totals = new Int32Array(order.length);
    this.#pairs = new Int32Array(order.length * this.#half);
    for (let row = 0; row < order.length; row++) {
      const from = order[row] ?? -1;
      if (from >= 0) this.#enter(row, stored, from * width);
    }
    this.#sumsOfPairs = new Int32Array(this.#half);
    this.#sums = new Int32Array(2 * this.#half);
  }

  #enter(row: number, stored: Int8Array, from: number): void {
    this.#isThere[row] = 1;
    for (let k = 0; k < this.#width; k++) {
      const weight = stored[from + k] ?? 0;
      const pair = row * this.#half + (k >> 1);
      this.#weights[row * this.#width + k] = weight;
      this.#totals[row] = (this.#totals[row] ?? 0) + weight;
      this.#pairs[pair] = (this.#pairs[pair] ?? 0) + (k % 2 === 0 ? weight : weight << 16);
    }
  }

  /** How much more a row weighs for one class than for all of them in the mean. */
  liftOf(row: number, of: number): number {
    return (this.#weights[row * this.#width + of] ?? 0) - (this.#totals[row] ?? 0) / this.#width;
  }

  /** How many of these rows there are. */
  countOf(rows: readonly number[]): number {
    let count = 0;
    for (const row of rows) count += this.#isThere[row] ?? 0;
    return count;
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

function bytesOf(base64: string): Int8Array {
  const letters = atob(base64);
  const bytes = new Int8Array(letters.length);
  for (let at = 0; at < letters.length; at++) bytes[at] = letters.charCodeAt(at);
  return bytes;
}

/** So many weights of a byte add up to less than half of a number of 32 bits holds. */
const ROWS_AT_ONCE = 256;
