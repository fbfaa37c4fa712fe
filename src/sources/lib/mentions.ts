const ADDRESS = /https?:\/\/[^\s<>"|]+/gi;
const SENTENCE_MARKS: ReadonlySet<string> = new Set([..."().,;:!?'[]{}"]);

/** An address in running text does not end in the sentence's own marks. */
function withoutMarks(address: string): string {
  let end = address.length;
  while (end > 0 && SENTENCE_MARKS.has(address.charAt(end - 1))) end -= 1;
  return address.slice(0, end);
}

/** The web addresses that stand in a text, in their order, each once. */
export function addressesIn(text: string): string[] {
  return [...new Set([...text.matchAll(ADDRESS)].map(([address]) => withoutMarks(address)))];
}
