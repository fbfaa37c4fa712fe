import type { Reading } from "../../domain/reading.ts";
import { type Piece, pieceOf, type Signs } from "../../domain/weights/signs.ts";
import type { Word, WordClass } from "./vocabulary.ts";

/**
 * What the trained reader goes by in a text: words, neighbours, beginnings and endings, classes of words in their order, and what the rules
 * of the language make of it. The same sign counts once, however often it occurs. Training and reading share this function: a model means
 * something only for the signs that it was trained on.
 */
export function addTextSigns(to: Signs, words: readonly Word[], ruled: Reading): void {
  let letters = 0;
  for (const word of words) {
    for (const piece of word.own) to.add(piece);
    if (!word.isMark) letters++;
  }
  addNeighbours(to, words);
  addPlaces(to, words);
  addClasses(to, words);
  addRuled(to, ruled);
  to.add(LENGTH, LENGTHS[placeOf(letters)] ?? LONG);
}

function addNeighbours(to: Signs, words: readonly Word[]): void {
  let word = words[0];
  let next = words[1];
  for (let index = 2; word !== undefined && next !== undefined; index++) {
    const third = words[index];
    to.add(word.piece, next.next);
    if (third !== undefined && !next.isMark) to.add(word.piece, GAP, third.next);
    word = next;
    next = third;
  }
}

const GAP = pieceOf(" _");

/** The first words tell who did what, the last ones whether it is meant. */
function addPlaces(to: Signs, words: readonly Word[]): void {
  const first = words[0];
  const second = words[1];
  const third = words[2];
  const last = words.at(-1);
  if (first === undefined || last === undefined) return;
  to.add(START, first.next);
  if (first.ending) to.add(START, BLANK, first.ending);
  if (second !== undefined) {
    to.add(START, first.next, second.next);
    if (third !== undefined) to.add(START, first.next, second.next, third.next);
    if (second.ending) to.add(START, first.next, BLANK, second.ending);
  }
  to.add(last.piece, END);
  const beforeLast = words.at(-2);
  if (beforeLast !== undefined) to.add(beforeLast.piece, last.next, END);
}

const [START, END, BLANK] = [pieceOf("^"), pieceOf(" $"), pieceOf(" ")];

const ENDS = [1, 2, 3, 5, 8, 12, 18, 27, 40];
const LENGTH = pieceOf("length:");
const LENGTHS = ENDS.map((_, place) => pieceOf(String(place)));
const LONG = pieceOf("-1");

function placeOf(count: number): number {
  for (let place = 0; place < ENDS.length; place++) if (count <= (ENDS[place] ?? 0)) return place;
  return -1;
}

/** Which sorts of words follow each other within a clause, whatever stands between. */
function addClasses(to: Signs, words: readonly Word[]): void {
  for (const { piece } of words[0]?.classes ?? []) to.add(CLASS, START, piece);
  let before = CLAUSE;
  let negated = false;
  for (const { classes, endsClause } of words) {
    if (endsClause) {
      before = CLAUSE;
      negated = false;
    } else if (classes.length > 0) {
      addPairs(to, before, classes, negated);
      negated ||= classes.some(({ negates }) => negates);
      before = classes;
    }
  }
}

const CLAUSE: readonly WordClass[] = [{ piece: pieceOf("|"), negates: false }];
const [CLASS, NOT, THEN] = [pieceOf("L:"), pieceOf("L:not "), pieceOf(">")];

function addPairs(to: Signs, before: readonly WordClass[], classes: readonly WordClass[], negated: boolean): void {
  for (const { piece, negates } of classes) {
    to.add(CLASS, piece);
    if (negated && !negates) to.add(NOT, piece);
    for (const one of before) to.add(CLASS, one.piece, THEN, piece);
  }
}

const [RULE, RULED, PLAIN, NOT_PLAIN] = ["rule ", "ruled ", ", plain", ", not plain"].map(pieceOf) as [
  Piece,
  Piece,
  Piece,
  Piece,
];

function addRuled(to: Signs, { reason, kind, certain }: Reading): void {
  const colon = reason.indexOf(":");
  const ruled = called(kind);
  to.add(RULE, called(colon < 0 ? reason : reason.slice(0, colon)));
  to.add(RULED, ruled);
  to.add(RULED, ruled, certain ? PLAIN : NOT_PLAIN);
}

/** Names of rules and kinds are few. */
const names = new Map<string, Piece>();
const called = (name: string): Piece => names.getOrInsertComputed(name, pieceOf);
