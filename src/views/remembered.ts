/** The last few values by name; the one not asked for longest is forgotten first. */
export class Remembered<T> {
  readonly #most: number;
  readonly #values = new Map<string, T>();

  constructor(most: number) {
    this.#most = most;
  }

  keep(name: string, value: T): void {
    this.#values.delete(name);
    this.#values.set(name, value);
    const oldest = this.#values.keys().next();
    if (this.#values.size > this.#most && !oldest.done) this.#values.delete(oldest.value);
  }

  recall(name: string): T | null {
    const value = this.#values.get(name);
    if (value === undefined) return null;
    this.keep(name, value);
    return value;
  }
}
