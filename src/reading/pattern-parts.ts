/** A part of a pattern: what stands there, and whether it may be left out or come again. */
export type Part = {
  readonly isOptional: boolean;
  readonly isRepeated: boolean;
} & (
  | { readonly is: "boundary" | "look" | "other" }
  | { readonly is: "characters"; readonly characters: readonly string[] }
  | { readonly is: "group"; readonly alternatives: readonly (readonly Part[])[] }
);

type Atom = Part extends infer P ? (P extends Part ? Omit<P, "isOptional" | "isRepeated"> : never) : never;

/**
 * Takes a pattern's source apart: its alternatives, each a row of parts, letters in lower case. Null for what is not understood. Only so much
 * is known of a part as tells how a match may begin: everything but letters, digits and groups of them is `other`.
 */
export function partsOf(source: string): readonly (readonly Part[])[] | null {
  const reader = new Reader(source);
  const alternatives = reader.alternatives();
  return reader.isAtEnd ? alternatives : null;
}

class Reader {
  readonly #source: string;
  #at = 0;

  constructor(source: string) {
    this.#source = source;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#source.length;
  }

  alternatives(): Part[][] {
    const rows: Part[][] = [[]];
    while (!this.isAtEnd && this.#source[this.#at] !== ")") {
      if (this.#take("|")) rows.push([]);
      else rows.at(-1)?.push(this.#part());
    }
    return rows;
  }

  #part(): Part {
    const atom = this.#atom();
    const count = this.#match(/[*+?]|\{\d+(?:,\d*)?\}/y);
    if (count !== "") this.#take("?");
    const isOptional = count === "*" || count === "?" || count.startsWith("{0");
    return { ...atom, isOptional, isRepeated: count !== "" && count !== "?" };
  }

  #atom(): Atom {
    if (this.#take("(")) return this.#group();
    if (this.#source[this.#at] === "[") return setOf(this.#match(/\[(?:\\.|[^\]\\])*\]/y));
    if (this.#source[this.#at] === "\\") return escaped(this.#match(/\\(?:[pP]\{[^}]*\}|u[\da-f]{4}|.)/iy));
    const character = this.#match(/[\s\S]/y);
    if (character === "^") return { is: "boundary" };
    if (character === "$") return { is: "look" };
    return character === "." ? { is: "other" } : { is: "characters", characters: [character.toLowerCase()] };
  }

  #group(): Atom {
    const kind = this.#match(/\?(?:[:=!]|<[=!]|<\w+>)/y);
    const alternatives = this.alternatives();
    this.#take(")");
    return /^\?<?[=!]$/.test(kind) ? { is: "look" } : { is: "group", alternatives };
  }

  #take(character: string): boolean {
    const isThere = this.#source[this.#at] === character;
    if (isThere) this.#at++;
    return isThere;
  }

  #match(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#source)?.[0] ?? "";
    this.#at += found.length;
    return found;
  }
}

/** A set of single letters, digits and blanks; of others only that it is one. */
function setOf(set: string): Atom {
  const inner = set.slice(1, -1).replaceAll("\\s", " ").toLowerCase();
  return /^-?[a-z\d ,;:.!?]+$/.test(inner) ? { is: "characters", characters: [...inner] } : { is: "other" };
}

function escaped(text: string): Atom {
  if (text === "\\b") return { is: "boundary" };
  if (text === "\\s" || text === "\\W") return { is: "characters", characters: [" "] };
  if (text === "\\d") return { is: "characters", characters: ["0"] };
  const character = text.slice(1);
  return /^[^\w]$/.test(character) ? { is: "characters", characters: [character] } : { is: "other" };
}
