/** What the log of events forgot: names of keys, each with the position from which on it counts as never told before. */
export class Forgotten {
  readonly #positions = new Map<string, number>();

  note(key: string, position: number): void {
    this.#positions.set(key, position);
  }

  /** Whether what stands at a position under this name was forgotten later. */
  isForgotten(key: string, position: number): boolean {
    return (this.#positions.get(key) ?? 0) > position;
  }

  /** To be told where the log begins: what was forgotten before stands nowhere any more. */
  dropBefore(beginning: number): void {
    for (const [key, position] of this.#positions) if (position < beginning) this.#positions.delete(key);
  }

  clear(): void {
    this.#positions.clear();
  }
}
