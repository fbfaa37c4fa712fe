import { type HandedOver, lastOf, pendingAt } from "./hand-over.ts";
import type { Pending } from "./inbox.ts";

/** Deliveries that were handed over and wait to be decoded, in their order. There may be gaps between those of one commit and the next. */
export class HandedQueue {
  #waiting: HandedOver[] = [];

  add(handed: HandedOver): void {
    this.#waiting.push(handed);
  }

  /**
   * What comes after a place, as {@link Inbox.pending} gives it: none left out. Empty where what comes next is not known to be here: then the
   * inbox has to be read. What lies before the place is forgotten.
   */
  pending(sequence: number, most: number, mostBytes: number): Pending[] {
    const first = this.#waiting.findIndex((handed) => lastOf(handed) > sequence);
    this.#waiting = first < 0 ? [] : this.#waiting.slice(first);
    const found: Pending[] = [];
    let [through, bytes] = [sequence, 0];
    for (const handed of this.#waiting) {
      if (handed.after > through) return found;
      for (let index = indexAfter(handed.sequences, through); index < handed.sequences.length; index += 1) {
        if (found.length >= most || bytes >= mostBytes) return found;
        const pending = pendingAt(handed, index);
        found.push(pending);
        bytes += pending.delivery.body.byteLength;
      }
      through = lastOf(handed);
    }
    return found;
  }
}

/** Of ascending places, the index of the first that comes after another. */
function indexAfter(sequences: readonly number[], sequence: number): number {
  let [low, high] = [0, sequences.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sequences[middle] ?? 0) <= sequence) low = middle + 1;
    else high = middle;
  }
  return low;
}
