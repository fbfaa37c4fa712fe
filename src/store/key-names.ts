/** Which keys are former names of others (`formerKeys`): of several keys that claim one, the least has it. */
export class KeyNames {
  /** By former key. */
  readonly #present = new Map<string, string>();
  readonly #formers = new Map<string, Set<string>>();

  /** Returns the keys that stand differently now: the new name and the one before; null where nothing changed. */
  rename(former: string, key: string): readonly string[] | null {
    const before = this.#present.get(former);
    if (former === key || (before !== undefined && before <= key)) return null;
    this.#present.set(former, key);
    this.#formers.getOrInsertComputed(key, () => new Set()).add(former);
    if (before === undefined) return [key];
    this.#formers.get(before)?.delete(former);
    return [key, before];
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
