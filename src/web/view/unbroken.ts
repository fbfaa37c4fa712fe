/** What stands in quotes is somebody's own, and stays as it was written. */
const QUOTED = /(“[^”]*”|"[^"]*")/;

const FIGURE = /(\d) (?=(?:%|s|min|h|d)(?![\p{L}\p{N}]))/gu;

/**
 * A sentence of ours as HTML shows it: no line ends between a figure and its unit. For words that we write alone; what a program reads, and what
 * people wrote, keeps its blanks.
 */
export function unbroken(sentence: string): string {
  const parts = sentence.split(QUOTED);
  return parts.map((part, index) => (index % 2 === 0 ? part.replace(FIGURE, "$1\u00A0") : part)).join("");
}
