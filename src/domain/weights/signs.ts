/**
 * Signs: what trained weights go by. A sign has a name ("^ i restarted"), put together of pieces, and a number that is made of the name.
 * Names are for people and for training; whoever only weighs takes numbers, for which no string is made.
 */

/** A piece of names. */
export interface Piece {
  readonly name: string;
  readonly number: number;
  /** What the number of a name is multiplied by when this piece is put behind it. */
  readonly power: number;
  /** Of its letters. Two names of one number hardly have one sum as well. */
  readonly sum: number;
}

/** Where the signs of something go, each as the pieces of its name, up to four. */
export interface Signs {
  add(first: Piece, second?: Piece, third?: Piece, fourth?: Piece): void;
}

/** Odd, and of bits without a pattern. */
const BASE = 0x2c1b_3c6d;

/** A letter's bits, scattered: neighbours of the alphabet are no neighbours. */
function scatter(code: number): number {
  const mixed = Math.imul(code + 1, 0x9e37_79b1);
  return Math.imul(mixed ^ (mixed >>> 15), 0x85eb_ca6b);
}

/** Makes a piece of a name. Costs a walk over its letters: made once for each, where a module is loaded. */
export function pieceOf(name: string): Piece {
  let [number, power, sum] = [0, 1, 0];
  for (let at = 0; at < name.length; at++) {
    const code = name.charCodeAt(at);
    number = (Math.imul(number, BASE) + scatter(code)) | 0;
    power = Math.imul(power, BASE);
    sum = (sum + scatter(code + 0x1_0000)) | 0;
  }
  return { name, number, power, sum };
}

const NOTHING = pieceOf("");

/** Signs as numbers, in a list that is used again for whatever is looked at next. One sign may stand in it more than once. */
export class SignNumbers implements Signs {
  /** The number of each sign, behind it the sum. */
  #numbers = new Int32Array(1024);
  #count = 0;

  add(first: Piece, second = NOTHING, third = NOTHING, fourth = NOTHING): void {
    if (2 * this.#count === this.#numbers.length) this.#grow();
    const two = (Math.imul(first.number, second.power) + second.number) | 0;
    const three = (Math.imul(two, third.power) + third.number) | 0;
    this.#numbers[2 * this.#count] = (Math.imul(three, fourth.power) + fourth.number) | 0;
    this.#numbers[2 * this.#count + 1] = (first.sum + second.sum + third.sum + fourth.sum) | 0;
    this.#count++;
  }

  /** Forgets what was added. */
  clear(): void {
    this.#count = 0;
  }

  get count(): number {
    return this.#count;
  }

  numberAt(index: number): number {
    return this.#numbers[2 * index] ?? 0;
  }

  sumAt(index: number): number {
    return this.#numbers[2 * index + 1] ?? 0;
  }

  #grow(): void {
    const numbers = new Int32Array(2 * this.#numbers.length);
    numbers.set(this.#numbers);
    this.#numbers = numbers;
  }
}
