import type { Seconding } from "../../../reading.ts";
import { MINUTE, type Span } from "../../../time.ts";
import type { WordNumbers } from "../../../words/word-numbers.ts";
import type { Teller } from "./teller.ts";

/** Two visible happenings near each other, before their words are compared. */
export interface Meeting {
  readonly earlier: Teller;
  readonly later: Teller;
  readonly gap: Span;
  /** Whether one hand is in both; `none` where a hand is not known. */
  readonly hand: "same" | "other" | "none";
  /** Both are words, of people or bots. */
  readonly isTalk: boolean;
  /** How many visible happenings stand between them. */
  readonly between: number;
  /** How the later, of another hand, seconds what it sees as well; null where it does not, or later than one does. */
  readonly seconds: Seconding | null;
}

/** The same, with what their words have in common. */
export interface Pair extends Meeting {
  /** The weight of the words that both have: see {@link Rarity.shared}. */
  readonly shared: number;
  /** Of what holds a digit (hosts, versions, figures): whether both name any, and the same. */
  readonly numbers: "none" | "one" | "apart" | "shared";
  /** Each names some that the other does not, whether they share others or not. */
  readonly numbersDiffer: boolean;
}

export function meetingOf(earlier: Teller, later: Teller, between: number): Meeting {
  const gap = later.of.at - earlier.of.at;
  const hand = handOf(earlier, later);
  const isTalk = earlier.voice !== "machine" && later.voice !== "machine";
  const seconds = isTalk && hand !== "same" && gap <= SAID_TOO ? secondingOf(later) : null;
  return { earlier, later, gap, hand, isTalk, between, seconds };
}

/** One agrees so soon with what another says. */
const SAID_TOO: Span = 3 * MINUTE;

/** What people see and find; what somebody does or decides beside another is theirs. */
const SEEN: ReadonlySet<string> = new Set(["finding", "relief", "trouble"]);

const secondingOf = ({ act, of: { reading } }: Teller): Seconding | null =>
  SEEN.has(act) ? (reading?.seconds?.() ?? null) : null;

function handOf({ hands }: Teller, later: Teller): Pair["hand"] {
  if (hands.length === 0 || later.hands.length === 0) return "none";
  return hands.some((hand) => later.hands.includes(hand)) ? "same" : "other";
}

export function numbersOf(earlier: Teller, later: Teller, words: WordNumbers): Pair["numbers"] {
  const isNamed = later.words.some((word) => words.hasDigit(word));
  let isNamedBefore = false;
  for (const word of earlier.words) {
    if (!words.hasDigit(word)) continue;
    if (later.words.includes(word)) return "shared";
    isNamedBefore = true;
  }
  if (isNamed && isNamedBefore) return "apart";
  return isNamed || isNamedBefore ? "one" : "none";
}

export function haveOwnNumbers(earlier: Teller, later: Teller, words: WordNumbers): boolean {
  const hasOwn = (one: Teller, other: Teller) =>
    one.words.some((word) => words.hasDigit(word) && !other.words.includes(word));
  return hasOwn(earlier, later) && hasOwn(later, earlier);
}
