/** Word classes by word, opened for looking up: a word's classes with the form that it stood in. */
export interface Lexicon {
  classesOf(word: string): readonly string[];
}

export function openLexicon(classes: Readonly<Record<string, string>>): Lexicon {
  const words = new Map<string, string[]>();
  for (const [name, list] of Object.entries(classes))
    for (const word of list.split(/\s+/)) words.getOrInsertComputed(word, () => []).push(name);
  return {
    classesOf(word) {
      for (const [base, form] of basesOf(word)) {
        const found = words.get(base);
        if (found) return form === "" ? found : found.flatMap((name) => [name, `${name}${form}`]);
      }
      return [];
    },
  };
}

/** What an English word may be a form of, the likeliest first, with that form. */
function basesOf(word: string): [string, string][] {
  const bases: [string, string][] = [[word, ""]];
  for (const [ending, form] of ENDINGS) {
    if (!word.endsWith(ending) || word.length < ending.length + 2) continue;
    const stem = word.slice(0, -ending.length);
    bases.push([stem, form], [`${stem}e`, form]);
    if (stem.endsWith("i")) bases.push([`${stem.slice(0, -1)}y`, form]);
    if (stem.at(-1) === stem.at(-2)) bases.push([stem.slice(0, -1), form]);
  }
  return bases;
}

const ENDINGS: readonly [string, string][] = [
  ["ing", "+ing"],
  ["ed", "+ed"],
  ["es", "+s"],
  ["s", "+s"],
  ["'s", "+s"],
  ["d", "+ed"],
];
