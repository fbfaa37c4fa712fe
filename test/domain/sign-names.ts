import type { Piece, Signs } from "../../src/domain/weights/signs.ts";

/** Signs as names, each once, in the order in which they were first added. */
export class SignNames implements Signs {
  readonly #names = new Set<string>();

  add(...pieces: Piece[]): void {
    this.#names.add(pieces.map(({ name }) => name).join(""));
  }

  get names(): string[] {
    return [...this.#names];
  }
}
