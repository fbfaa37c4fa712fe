import type { ClaimedNumbers } from "./claims.ts";
import { backOff, type Patience } from "./retrying.ts";

/** Before each position that this divides, writers look whether somebody asked for it: so looking costs little. */
const EVERY = 16;
/** After so many positions lost in a row somebody asks. */
const LOSSES = 4;
/** So often whoever lets others go first looks whether they went, in half a second or so: they may have died. */
const LOOKS = 4;

/**
 * Lets a writer into a log who is late each time. The next position is whose insert comes first: who is further from the server than another in full load, or
 * was merely started later, may lose every one. Such a writer asks for a position some way ahead, and the others wait a little before they take it.
 *
 * It is a courtesy: who gets a position is settled by the insert there alone, whatever of this is lost, left over, or comes late.
 */
export class Precedence {
  readonly #claims: ClaimedNumbers;
  readonly #patience: Patience;
  readonly #name: string;
  /** The position that this writer asked for last. */
  #asked = 0;

  constructor(claims: ClaimedNumbers, patience: Patience, log: string) {
    this.#claims = claims;
    this.#patience = patience;
    this.#name = `precedence/${log}`;
  }

  /** To be told of a position that another got, and how many in a row it makes. */
  async lost(position: number, inARow: number): Promise<void> {
    if (inARow < LOSSES || this.#asked > position) return;
    // Not the very next: whoever is about to take that has looked already.
    const number = (Math.floor((position + 1) / EVERY) + 1) * EVERY;
    if (await this.#claims.claim(this.#name, { number, value: "" })) this.#asked = number;
  }

  /**
   * Where another writer asked for a position, waits until somebody has it or the other had time enough.
   *
   * @param isTaken looks whether somebody has it by now
   */
  async letPass(position: number, isTaken: () => Promise<boolean>): Promise<void> {
    if (position % EVERY !== 0 || this.#asked >= position) return;
    if (((await this.#claims.last(this.#name))?.number ?? 0) < position) return;
    for (let look = 1; look <= LOOKS; look += 1) {
      await backOff(this.#patience, look);
      if (await isTaken()) return;
    }
  }
}
