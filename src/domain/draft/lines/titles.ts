import { alertNameOf } from "../../alert-name.ts";
import type { WordNumbers } from "../../words/word-numbers.ts";
import { wordsOf } from "../../words/words.ts";

/** What an alert or a page is called, by its title. */
interface Called {
  /** The words of the title, with a blank between them. */
  readonly said: string;
  /** Each of them once. */
  readonly words: ReadonlySet<string>;
  /** What a page or a post may call it: its name, or what it says in words. */
  readonly phrases: readonly string[];
  /** The first word of each phrase. */
  readonly firstWords: readonly string[];
}

/** The words of titles for one draft, each title looked at once: machines repeat theirs. */
export class Titles {
  readonly #called = new Map<string, Called>();
  readonly #telling = new Map<string, ReadonlySet<number>>();
  readonly #words: WordNumbers;

  constructor(words: WordNumbers) {
    this.#words = words;
  }

  called(title: string): Called {
    const known = this.#called.get(title);
    if (known) return known;
    const called = call(title);
    this.#called.set(title, called);
    return called;
  }

  /** Its telling words, numbered. */
  telling(title: string): ReadonlySet<number> {
    const known = this.#telling.get(title);
    if (known) return known;
    const telling = new Set(this.#words.telling(title));
    this.#telling.set(title, telling);
    return telling;
  }
}

function call(title: string): Called {
  const words = wordsOf(title);
  const name = alertNameOf({ title });
  const summary = wordsOf(title.slice(name.length));
  const phrases = [wordsOf(name).join(" "), ...(summary.length > 1 ? [summary.join(" ")] : [])];
  const firstWords = phrases.map((phrase) => phrase.split(" ", 1)[0] ?? "");
  return { said: words.join(" "), words: new Set(words), phrases, firstWords };
}
