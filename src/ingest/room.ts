/** Lets whoever can wait go on once there is room. */
export class Room {
  readonly #isThere: () => boolean;
  readonly #waiting = new Set<() => void>();

  constructor(isThere: () => boolean) {
    this.#isThere = isThere;
  }

  /** Resolves once there is room: whether it came within `mostMs`. */
  async wait(mostMs: number): Promise<boolean> {
    if (this.#isThere()) return true;
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, mostMs);
    this.#waiting.add(resolve);
    await promise;
    clearTimeout(timer);
    this.#waiting.delete(resolve);
    return this.#isThere();
  }

  /** To be told whenever there may be room. */
  look(): void {
    if (this.#waiting.size > 0 && this.#isThere()) for (const go of this.#waiting) go();
  }
}
