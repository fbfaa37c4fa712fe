/**
 * A word's length and first letter as one number. Words that are looked for are few: nearly every other word of a text is told from all
 * of them by it, without being cut out of the text.
 */
export const sizeOf = (text: string, start: number, end: number): number =>
  (end - start) * 0x1_0000 + text.charCodeAt(start);

/** The sizes of words. */
export const sizesOf = (words: Iterable<string>): ReadonlySet<number> =>
  new Set(Array.from(words, (word) => sizeOf(word, 0, word.length)));
