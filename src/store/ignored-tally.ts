import type { Ignored } from "./store.ts";

/** So many types of a source are told apart; what is beyond them is counted together. Types are the sender's words, and may be any number. */
export const MOST_IGNORED_TYPES = 100;
export const OTHER_TYPES = "(other types)";

/** A repeat after a crash comes soon: so many deliveries are remembered for it, in about 100 bytes each. */
const MOST_REMEMBERED = 100_000;

/** Counts parts of no interest in memory, each delivery once. */
export class IgnoredTally {
  readonly #counts = new Map<string, Map<string, number>>();
  readonly #counted = new Set<string>();

  has(delivery: string): boolean {
    return this.#counted.has(delivery);
  }

  add({ delivery, source, types }: Ignored): void {
    if (this.#counted.has(delivery)) return;
    this.#remember(delivery);
    const counts = this.#counts.getOrInsertComputed(source, () => new Map<string, number>());
    for (const type of types) {
      const told = counts.has(type) || counts.size < MOST_IGNORED_TYPES ? type : OTHER_TYPES;
      counts.set(told, (counts.get(told) ?? 0) + 1);
    }
  }

  /** By source, then by type. */
  get counts(): ReadonlyMap<string, ReadonlyMap<string, number>> {
    return this.#counts;
  }

  #remember(delivery: string): void {
    this.#counted.add(delivery);
    if (this.#counted.size <= MOST_REMEMBERED) return;
    const [oldest = ""] = this.#counted;
    this.#counted.delete(oldest);
  }
}
