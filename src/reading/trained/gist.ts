import type { EntryKind } from "../../domain/kinds.ts";
import { openModel } from "../../domain/linear.ts";
import type { Gist, Reading } from "../../domain/reading.ts";
import type { Language } from "../language.ts";
import { type Lexicon, openLexicon } from "./lexicon.ts";
import { signsOf } from "./signs.ts";
import { wordsOf } from "./words.ts";

/** Makes what takes the gist of a person's words: by trained weights where no rule is sure. */
export function createGister(language: Language): (text: string, ruled: Reading) => Gist {
  const lexicon = openLexicon(language.lexicon);
  const worth = openModel(language.trained.worth);
  const kinds = openModel(language.trained.kinds);
  return (text, ruled) => {
    const { signs, words } = seenIn(text, ruled, lexicon);
    const likely = kinds.judge(signs);
    return {
      kind: (kinds.classes[likeliest(likely)] ?? "message") as EntryKind,
      likely: kinds.classes.flatMap((kind, k) => {
        const chance = likely[k] ?? 0;
        return chance < HARDLY ? [] : [[kind as EntryKind, chance] as const];
      }),
      ruled: ruled.kind,
      states: 1 - (likely[0] ?? 0),
      worth: worth.judge(signs)[1] ?? 0,
      plain: isPlain(ruled),
      asks: words.at(-1)?.startsWith("?") ?? false,
      words: new Set(words.filter((word) => TELLING.test(word) && !language.common.has(word))),
      length: words.length,
      decisive: (speaksFor) => worth.decisive(signs, speaksFor ? 1 : 0, DECISIVE),
    };
  };
}

/** Less likely kinds are not worth a sign. */
const HARDLY = 0.1;
/** How many signs a reason names. */
const DECISIVE = 3;
const TELLING = /^[\p{L}⟨]/u;

/** What training and reading both look at. */
export function seenIn(text: string, ruled: Reading, lexicon: Lexicon): { signs: string[]; words: string[] } {
  const words = wordsOf(text);
  return { signs: signsOf(words, lexicon, ruled), words };
}

export const isPlain = ({ certain, declares, reports }: Reading): boolean => certain === true || declares || reports;

/** The best class that is not talk, which comes first. */
function likeliest(likely: Float64Array): number {
  let best = 1;
  for (let k = 2; k < likely.length; k++) if ((likely[k] ?? 0) > (likely[best] ?? 0)) best = k;
  return best;
}
