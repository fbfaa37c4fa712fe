import type { EntryKind } from "../../domain/kinds.ts";
import type { Gist, Reading } from "../../domain/reading.ts";
import { openPair } from "../../domain/weights/linear.ts";
import { SignNumbers } from "../../domain/weights/signs.ts";
import type { Language } from "../language.ts";
import { openLexicon } from "./lexicon.ts";
import { addTextSigns } from "./signs.ts";
import { openVocabulary, type Word } from "./vocabulary.ts";
import { readWords } from "./words.ts";

export type Gister = (text: string, ruled: Reading) => Gist;

const made = new WeakMap<Language, Gister>();

/** What takes the gist of a person's words: by trained weights where no rule is sure. One for a language: opening its weights takes a while. */
export const gisterOf = (language: Language): Gister => made.getOrInsertComputed(language, createGister);

export function createGister(language: Language): Gister {
  const vocabulary = openVocabulary(openLexicon(language.lexicon), language.common);
  const { first: worth, second: kinds, known } = openPair(language.trained.worth, language.trained.kinds);
  const wordAt = (whole: string, start: number, end: number) => vocabulary.at(whole, start, end);
  const signs = new SignNumbers();
  return (text, ruled) => {
    const words = readWords(text, wordAt);
    signs.clear();
    addTextSigns(signs, words, ruled);
    const seen = known(signs);
    const likely = kinds.judge(seen);
    return {
      kind: (kinds.classes[likeliest(likely)] ?? "message") as EntryKind,
      likely: likelyKinds(kinds.classes as readonly EntryKind[], likely),
      ruled: ruled.kind,
      states: 1 - (likely[0] ?? 0),
      worth: worth.judge(seen)[1] ?? 0,
      plain: isPlain(ruled),
      asks: words.at(-1)?.text.startsWith("?") ?? false,
      words: tellingOf(words),
      length: words.length,
      decisive: (speaksFor) => worth.decisive(seen, speaksFor ? 1 : 0, DECISIVE),
    };
  };
}

/** Less likely kinds are not worth a sign. */
const HARDLY = 0.1;
/** How many signs a reason names. */
const DECISIVE = 3;

export const isPlain = ({ certain, declares, reports }: Reading): boolean => certain === true || declares || reports;

function tellingOf(words: readonly Word[]): readonly string[] {
  const telling: string[] = [];
  for (const { text, tells } of words)
    if (tells && (telling.length > FEW || !telling.includes(text))) telling.push(text);
  return telling.length > FEW ? [...new Set(telling)] : telling;
}

/** Among so many words one that stands there twice is found soonest by looking at all. */
const FEW = 30;

function likelyKinds(classes: readonly EntryKind[], likely: Float64Array): Gist["likely"] {
  const kinds: [EntryKind, number][] = [];
  for (let k = 0; k < likely.length; k++) {
    const chance = likely[k] ?? 0;
    if (chance >= HARDLY) kinds.push([classes[k] as EntryKind, chance]);
  }
  return kinds;
}

/** The best class that is not talk, which comes first. */
function likeliest(likely: Float64Array): number {
  let best = 1;
  for (let k = 2; k < likely.length; k++) if ((likely[k] ?? 0) > (likely[best] ?? 0)) best = k;
  return best;
}
