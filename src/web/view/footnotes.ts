import type { Entry, Evidence } from "../../domain/draft/schema.ts";
import { spell } from "../../domain/spell.ts";
import { type SafeLink, safeLink } from "./links.ts";
import { exactUtc, secondsBetween } from "./times.ts";
import { counted } from "./words.ts";

/** A piece of evidence in words. */
export interface Proof {
  readonly source: string;
  readonly delivery: string;
  readonly happened: string;
  /** With how much later that was. */
  readonly received: string;
  readonly quote: string | null;
  /** Why it is not quoted, though words were said: they do not stand any more. Empty for all else. */
  readonly unquoted: string;
  readonly link: SafeLink | null;
  /** How many pieces it stands for: those of one delivery may read the same. */
  readonly pieces: number;
}

export interface Footnote {
  /** What people wrote beside the line, a sentence each. */
  readonly notes: readonly string[];
  readonly proofs: readonly Proof[];
  /** Pieces that are not listed. */
  readonly more: number;
  /** For a line that rests on nothing. */
  readonly without: string | null;
}

/** A storm has thousands; the draft holds them all. */
const MOST_PROOFS = 20;
/** Whether pieces read the same is looked at for so many: each is spelled out for it. */
const MOST_LOOKED_AT = 200;

/** The proof of an entry: its evidence in at most twenty lines, of which no two read the same, or a sentence that there is none. */
export function footnoteOf({ evidence, origin, precision, evidenceTotal, notes }: Entry): Footnote {
  const alike = Map.groupBy(evidence.slice(0, MOST_LOOKED_AT), (piece) => JSON.stringify(proofOf(piece, precision)));
  const shown = [...alike.values()].slice(0, MOST_PROOFS);
  const proofs = shown.flatMap(([first, ...others]) =>
    first ? [{ ...proofOf(first, precision), pieces: 1 + others.length }] : [],
  );
  const without =
    origin === "person" ? "Written by a person, without evidence in the record." : "No evidence in the record.";
  return {
    notes: notes.map(noteSentence),
    proofs,
    more: (evidenceTotal ?? evidence.length) - proofs.reduce((all, { pieces }) => all + pieces, 0),
    without: evidence.length === 0 ? without : null,
  };
}

/** Who noted what, and when. */
export const noteSentence = ({ by, at, text }: Entry["notes"][number]): string =>
  `Note by ${by}, ${exactUtc({ at, precision: "s" }).replace(/\.\d+ /, " ")}: ${text}`;

const UNQUOTED: Readonly<Record<NonNullable<Evidence["withdrawn"]>, string>> = {
  edited: "; edited later: these words are not quoted",
  deleted: "; the message was deleted: its words are not quoted",
};

function proofOf(piece: Evidence, precision: Entry["precision"]): Omit<Proof, "pieces"> {
  const { occurredAt: at, receivedAt } = piece;
  const seconds = secondsBetween(at, receivedAt);
  const later = seconds >= 1 ? `, ${spell(seconds)} later` : "";
  return {
    source: piece.source,
    delivery: piece.delivery,
    happened:
      precision === "unknown"
        ? "at a time that its sender did not tell"
        : exactUtc({ at, precision: precisionAsWritten(at, precision) }),
    received: `${exactUtc({ at: receivedAt, precision: "ms" })}${later}`,
    quote: piece.withdrawn === undefined ? (piece.quote ?? null) : null,
    unquoted: piece.withdrawn === undefined ? "" : UNQUOTED[piece.withdrawn],
    link: safeLink(piece.url),
  };
}

/** What a line that stands for several pieces says of them: empty for one. */
export const piecesSentence = ({ pieces }: Proof): string =>
  pieces === 1 ? "" : ` (${counted(pieces, "piece", "pieces")} that read the same)`;

/** A piece may be told more finely than the entry, which goes by its first: what its time shows is what was told. */
function precisionAsWritten(at: string, precision: Entry["precision"]): Entry["precision"] {
  const isWholeMinute = at.endsWith(":00Z");
  return isWholeMinute && (precision === "m" || precision === "day") ? precision : "s";
}
