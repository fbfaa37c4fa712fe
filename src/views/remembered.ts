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
    this.forget(name);
    this.#values.set(name, value);
    this.#weight += this.#weigh(value);
    for (const oldest of this.#values.keys()) {
      if (this.#weight <= this.#most || oldest === name) return;
      this.forget(oldest);
    }
  }

  /** Keeps it in the place of an older value of the name, or where nothing has to be forgotten for it. */
  keepIfRoom(name: string, value: T): void {
    if (this.#values.has(name) || this.#weight + this.#weigh(value) <= this.#most) this.keep(name, value);
  }

  recall(name: string): T | null {
    const value = this.#values.get(name);
    if (value === undefined) return null;
    this.#values.delete(name);
    this.#values.set(name, value);
    return value;
  }

  names(): Iterable<string> {
    return this.#values.keys();
  }

  forget(name: string): void {
    const value = this.#values.get(name);
    if (value === undefined) return;
    this.#values.delete(name);
    this.#weight -= this.#weigh(value);
  }
}
