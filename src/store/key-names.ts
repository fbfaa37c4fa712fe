/** Which keys are former names of others (`formerKeys`): of several keys that claim one, the least has it. */
export class KeyNames {
  /** By former key. */
  readonly #present = new Map<string, string>();
  readonly #formers = new Map<string, Set<string>>();
  /** Those that claim a former key and do not have it. */
  readonly #others = new Map<string, Set<string>>();

  /** Returns the keys that stand differently now: the new name and the one before; null where nothing changed. */
  rename(former: string, key: string): readonly string[] | null {
    const before = this.#present.get(former);
    if (former === key) return null;
    if (before !== undefined && before <= key) {
      if (before < key) this.#outdo(former, key);
      return null;
    }
    this.#present.set(former, key);
    this.#formers.getOrInsertComputed(key, () => new Set()).add(former);
    if (before === undefined) return [key];
    this.#formers.get(before)?.delete(former);
    this.#outdo(former, before);
    return [key, before];
  }

  /** Takes back what a key claimed. Returns the keys that stand differently now: those that it had, and who has them instead. */
  forget(key: string, claimed: readonly string[]): readonly string[] {
    return [...new Set(claimed)].flatMap((former) => {
      if (this.#present.get(former) === key) return [former, ...this.#passOn(former)];
      this.#others.get(former)?.delete(key);
      return [];
    });
  }

  /** To the least of the others that claim it. */
  #passOn(former: string): readonly string[] {
    this.#formers.get(String(this.#present.get(former)))?.delete(former);
    this.#present.delete(former);
    const others = this.#others.get(former);
    this.#others.delete(former);
    for (const other of others ?? []) this.rename(former, other);
    return [...(others ?? [])];
  }

  #outdo(former: string, key: string): void {
    this.#others.getOrInsertComputed(former, () => new Set()).add(key);
  }

  isFormer(key: string): boolean {
    return this.#present.has(key);
  }

  presentOf(key: string): string {
    return this.#present.get(key) ?? key;
  }

  formersOf(key: string): readonly string[] {
    const formers = this.#formers.get(key);
    return formers ? [...formers] : NONE;
  }
}

const NONE: readonly never[] = [];
