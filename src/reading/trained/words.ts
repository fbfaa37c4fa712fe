import {
  mayHoldMarkup,
  withoutCode,
  withoutEntities,
  withoutQuotes,
  withPlainApostrophes,
} from "../../domain/chat-markup.ts";
import { withSorts } from "./sorts.ts";

/**
 * The words of a chat text as the trained reader counts them: lower case; what names one thing of one shop (hosts, numbers, versions,
 * tickets, people, addresses) stands as the sort of thing that it is, since a model that knew the names would know those shops only.
 *
 * @internal for training, which names what reading only looks up
 */
export const wordsWithSorts = (text: string): string[] =>
  readWords(text, (whole, start, end) => whole.slice(start, end));

/**
 * The same, as whatever is read of each.
 *
 * @param read is told where in a text the word stands
 */
export function readWords<Read>(text: string, read: (text: string, start: number, end: number) => Read): Read[] {
  const bare = mayHoldMarkup(text) ? withoutMarkup(text) : text;
  const plain = withSorts(bare).toLowerCase();
  return readPlain(plain, read) ?? (plain.match(WORD) ?? []).map((word) => read(word, 0, word.length));
}

const withoutMarkup = (text: string): string =>
  withPlainApostrophes(withoutEntities(withoutQuotes(withoutInlineCode(withoutCode(text)))));

/** Blocks of code are left out altogether. */
const withoutInlineCode = (text: string): string =>
  text.includes("`") ? text.replaceAll(/`[^`\n]*`/g, " ⟨code⟩ ") : text;

/** A sort, a word with what is inside it, or a mark that tells how a sentence is meant. */
const WORD = /⟨[a-z]+⟩|\p{L}[\p{L}\p{M}]*(?:['-]\p{L}+)*|[?!]+|\.{2,}|…|[,:;.()]/gu;

/** The same for texts of plain letters and sorts, in a fraction of the time; null for others. */
function readPlain<Read>(text: string, read: (text: string, start: number, end: number) => Read): Read[] | null {
  const words: Read[] = [];
  for (let at = 0, end = 0; at < text.length; at = Math.max(end, at + 1)) {
    const code = text.charCodeAt(at);
    if (code >= CHARACTERS.length && code !== OPENING) return null;
    end = endOf(text, at, code);
    if (end > at) words.push(read(text, at, end));
  }
  return words;
}

/** Where what begins at a place ends; the place itself where nothing begins that counts. */
function endOf(text: string, at: number, code: number): number {
  switch (CHARACTERS[code]) {
    case LETTER:
      return wordEnd(text, at);
    case SINGLE:
      return at + 1;
    case ASKS:
      return runEnd(text, at, ASKS);
    case STOP:
      return runEnd(text, at, STOP);
    case undefined:
      return sortEnd(text, at);
    default:
      return at;
  }
}

const [OPENING, CLOSING] = [0x27e8, 0x27e9];
const [LETTER, SINGLE, ASKS, STOP, APOSTROPHE] = [1, 2, 3, 4, 5];

/** What an ASCII character is. */
const CHARACTERS = new Uint8Array(128);
for (const [characters, is] of [
  ["abcdefghijklmnopqrstuvwxyz", LETTER],
  [",:;()", SINGLE],
  ["?!", ASKS],
  [".", STOP],
  ["'-", APOSTROPHE],
] as const)
  for (const character of characters) CHARACTERS[character.charCodeAt(0)] = is;

/** Letters, and an apostrophe or a hyphen between two of them. */
function wordEnd(text: string, start: number): number {
  let end = start + 1;
  for (;;) {
    const is = CHARACTERS[text.charCodeAt(end)];
    if (is === LETTER) end++;
    else if (is === APOSTROPHE && CHARACTERS[text.charCodeAt(end + 1)] === LETTER) end += 2;
    else return end;
  }
}

function runEnd(text: string, start: number, of: number): number {
  let end = start + 1;
  while (CHARACTERS[text.charCodeAt(end)] === of) end++;
  return end;
}

function sortEnd(text: string, start: number): number {
  const end = runEnd(text, start, LETTER);
  return end > start + 1 && text.charCodeAt(end) === CLOSING ? end + 1 : start;
}
