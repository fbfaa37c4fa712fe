import type { EntryKind } from "../../kinds.ts";
import { type Piece, pieceOf } from "../../weights/signs.ts";
import type { Remark } from "./remark.ts";

/** Kinds that stand in like surroundings. */
const FAMILY: Readonly<Partial<Record<EntryKind, string>>> = {
  change: "deed",
  rollback: "deed",
  mitigation: "deed",
  failed_attempt: "deed",
  symptom: "state",
  human_report: "state",
  recovery: "state",
  observation: "finding",
  hypothesis: "finding",
  decision: "plan",
  follow_up: "plan",
  escalation: "word",
  communication: "word",
  declaration: "word",
  resolution: "word",
  acknowledgement: "word",
};

interface KindPieces {
  readonly kind: Piece;
  readonly family: Piece;
  /** The family as it stands at the end of a sign. */
  readonly ofFamily: Piece;
}

const kinds = new Map<EntryKind, KindPieces>();

/** How signs name a kind and its family. */
export const piecesOf = (kind: EntryKind): KindPieces => kinds.getOrInsertComputed(kind, makePieces);

export const familyOf = ({ kind }: Remark): KindPieces => piecesOf(kind);

function makePieces(kind: EntryKind): KindPieces {
  const family = FAMILY[kind] ?? "other";
  return { kind: pieceOf(kind), family: pieceOf(family), ofFamily: pieceOf(`, ${family}`) };
}

const PLACES = Array.from({ length: 10 }, (_, place) => pieceOf(String(place)));
const SPACED = PLACES.map(({ name }) => pieceOf(` ${name}`));
export const NONE = pieceOf("none");

/** The place of a value among the ends of ranges, of which there are nine at most. */
function range(value: number, ends: readonly number[]): number {
  let place = 0;
  while (place < ends.length && value >= (ends[place] ?? 0)) place++;
  return place;
}

/** How signs name a place. */
export const placed = (value: number, ends: readonly number[]): Piece => PLACES[range(value, ends)] ?? NONE;

/** The same behind a word. */
export const spaced = (value: number, ends: readonly number[]): Piece => SPACED[range(value, ends)] ?? NONE;
