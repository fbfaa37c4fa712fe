import { type Piece, pieceOf } from "../../domain/weights/signs.ts";
import type { Lexicon } from "./lexicon.ts";
import { WordTable } from "./word-table.ts";

/** A word with all that its signs are made of, looked up once for all texts that hold it. */
export interface Word {
  readonly text: string;
  readonly piece: Piece;
  /** The word as it stands behind another one. */
  readonly next: Piece;
  /** A mark between words, and not a word or the sort of a name. */
  readonly isMark: boolean;
  /** Clauses end with it. */
  readonly endsClause: boolean;
  /** What it shows by itself: it, what it begins with and how it ends. */
  readonly own: readonly Piece[];
  /** The form that its ending tells, of those that tell who did what. */
  readonly ending: Piece | undefined;
  readonly classes: readonly WordClass[];
  /** Whether it tells what a text is about. */
  readonly tells: boolean;
}

export interface WordClass {
  readonly piece: Piece;
  /** It turns other words round. */
  readonly negates: boolean;
}

export type Vocabulary = WordTable<Word>;

/** Bounds what a process keeps, whatever is written in its chats. */
const MOST_KEPT = 20_000;

/** @param common words that do not tell what a text is about */
export function openVocabulary(lexicon: Lexicon, common: ReadonlySet<string>): Vocabulary {
  const classes = new Map<string, WordClass>();
  const classOf = (name: string): WordClass =>
    classes.getOrInsertComputed(name, () => ({ piece: pieceOf(name), negates: name === NEGATION }));
  const know = (text: string): Word => ({
    ...wordOf(text),
    classes: lexicon.classesOf(text).map(classOf),
    tells: !MARK.test(text) && !common.has(text),
  });
  return new WordTable(know, MOST_KEPT);
}

/** The class of words that turn others round. */
const NEGATION = "helpless";

const MARK = /^[^\p{L}⟨]/u;
const CLAUSE_END = /^[.?!;:,…]/;

function wordOf(text: string): Omit<Word, "classes" | "tells"> {
  const isMark = MARK.test(text);
  return {
    text,
    piece: pieceOf(text),
    next: pieceOf(` ${text}`),
    isMark,
    endsClause: CLAUSE_END.test(text),
    own: (isMark ? marksOf(text) : beginningsOf(text)).map(pieceOf),
    ending: endingOf(text),
  };
}

const marksOf = (mark: string): string[] => (mark === "," ? [] : [`m:${mark.slice(0, 2)}`]);

const STEM = 5;

/** A word, what it begins with and how it ends: forms of a verb that training never saw are like those that it saw. */
function beginningsOf(word: string): string[] {
  const names = [word];
  if (word.startsWith("⟨")) return names;
  if (word.length > STEM) names.push(`${word.slice(0, STEM)}-`);
  if (word.length > STEM + 2) names.push(`${word.slice(0, STEM + 2)}-`);
  if (word.length > STEM - 1) names.push(`-${word.slice(-3)}`);
  return names;
}

const [ING, ED] = [pieceOf("-ing"), pieceOf("-ed")];

function endingOf(word: string): Piece | undefined {
  if (word.endsWith("ing")) return ING;
  return word.endsWith("ed") ? ED : undefined;
}
