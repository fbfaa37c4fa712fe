import type { Ignored } from "./store.ts";

/** So many types of a source are told apart; what is beyond them is counted together. Types are the sender's words, and may be any number. */
export const MOST_IGNORED_TYPES = 100;
export const OTHER_TYPES = "(other types)";

/** A repeat after a crash comes soon: so many deliveries are remembered for it, in about 100 bytes each. */
const MOST_REMEMBERED = 100_000;

type Written = Omit<Ignored, "receivedAt"> & Partial<Pick<Ignored, "receivedAt">>;

/** What came from a source that was no event. */
export interface IgnoredSum {
  /** How many parts, by type. */
  readonly types: ReadonlyMap<string, number>;
  /** Null: what counted them did not say. */
  readonly lastReceivedAt: number | null;
}

/** Counts parts of no interest in memory, each delivery once. */
export class IgnoredTally {
  readonly #sums = new Map<string, { readonly types: Map<string, number>; lastReceivedAt: number | null }>();
  readonly #counted = new Set<string>();

  has(delivery: string): boolean {
    return this.#counted.has(delivery);
  }

  /** @param ignored as it was written: earlier versions did not say when it came */
  add({ delivery, source, types, receivedAt }: Written): void {
    if (this.#counted.has(delivery)) return;
    this.#remember(delivery);
    const sum = this.#sums.getOrInsertComputed(source, () => ({ types: new Map(), lastReceivedAt: null }));
    const { types: counts } = sum;
    sum.lastReceivedAt = latestOf(sum.lastReceivedAt, receivedAt ?? null);
    for (const type of types) {
      const told = counts.has(type) || counts.size < MOST_IGNORED_TYPES ? type : OTHER_TYPES;
      counts.set(told, (counts.get(told) ?? 0) + 1);
    }
  }

  /** By source. */
  get sums(): ReadonlyMap<string, IgnoredSum> {
    return this.#sums;
  }

  #remember(delivery: string): void {
    this.#counted.add(delivery);
    if (this.#counted.size <= MOST_REMEMBERED) return;
    const [oldest = ""] = this.#counted;
    this.#counted.delete(oldest);
  }
}

/** The later of two times, of which either may not be known. */
export function latestOf(one: number | null, other: number | null): number | null {
  return one === null || other === null ? (one ?? other) : Math.max(one, other);
}
