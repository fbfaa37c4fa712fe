/** The last values by name, as many as weigh `most` together, and always the last; the one not asked for longest is forgotten first. */
export class Remembered<T> {
  readonly #most: number;
  readonly #weigh: (value: T) => number;
  readonly #values = new Map<string, T>();
  #weight = 0;

  constructor(most: number, weigh: (value: T) => number) {
    this.#most = most;
    this.#weigh = weigh;
  }

  keep(name: string, value: T): void {
    this.#forget(name);
    this.#values.set(name, value);
    this.#weight += this.#weigh(value);
    for (const oldest of this.#values.keys()) {
      if (this.#weight <= this.#most || oldest === name) return;
      this.#forget(oldest);
    }
  }

  recall(name: string): T | null {
    const value = this.#values.get(name);
    if (value === undefined) return null;
    this.keep(name, value);
    return value;
  }

  #forget(name: string): void {
    const value = this.#values.get(name);
    if (value === undefined) return;
    this.#values.delete(name);
    this.#weight -= this.#weigh(value);
  }
}
