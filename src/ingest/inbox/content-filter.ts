/** 4 MiB: of three million contents one in a hundred that is new is looked up in vain. */
const WORDS = 2 ** 20;
const MASK = WORDS * 32 - 1;

/** A set of hashes in a fixed amount of memory (a Bloom filter): it may say that it has what it has not, never the other way round. */
export class ContentFilter {
  /** So many bytes of a hash are looked at. */
  static readonly LOOKED_AT = 12;
  readonly #bits = new Uint32Array(WORDS);

  /** @param heads hashes, or the first bytes of each, one after the other, `size` bytes each */
  add(heads: Buffer, size: number = heads.length): void {
    for (let at = 0; at < heads.length; at += size) {
      this.#set(heads.readUInt32LE(at));
      this.#set(heads.readUInt32LE(at + 4));
      this.#set(heads.readUInt32LE(at + 8));
    }
  }

  /** @param hash as a text, a character for each byte */
  mayHave(hash: string): boolean {
    return this.#has(wordAt(hash, 0)) && this.#has(wordAt(hash, 4)) && this.#has(wordAt(hash, 8));
  }

  #set(word: number): void {
    const bit = word & MASK;
    this.#bits[bit >>> 5] = (this.#bits[bit >>> 5] ?? 0) | (1 << (bit & 31));
  }

  #has(word: number): boolean {
    const bit = word & MASK;
    return ((this.#bits[bit >>> 5] ?? 0) & (1 << (bit & 31))) !== 0;
  }
}

/** Of four characters that are bytes, as `readUInt32LE` reads them. */
const wordAt = (text: string, at: number): number =>
  text.charCodeAt(at) |
  (text.charCodeAt(at + 1) << 8) |
  (text.charCodeAt(at + 2) << 16) |
  (text.charCodeAt(at + 3) << 24);
