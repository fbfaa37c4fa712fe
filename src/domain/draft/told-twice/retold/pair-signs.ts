import { MINUTE, SECOND, type Span } from "../../../time.ts";
import { type Piece, pieceOf, type Signs } from "../../../weights/signs.ts";
import type { Pair } from "./pair.ts";

/** Ends of ranges. */
const GAPS: readonly Span[] = [
  ...[15 * SECOND, 30 * SECOND, MINUTE],
  ...[2 * MINUTE, 3 * MINUTE, 5 * MINUTE, 10 * MINUTE],
];
const ROUGH_GAPS: readonly Span[] = [20 * SECOND, MINUTE, 3 * MINUTE, 10 * MINUTE];
const WEIGHTS = [0, 2, 4, 7, 11];
const ROUGH_WEIGHTS = [2, 4.5];
const MOST_BETWEEN = 5;

const PLACES = Array.from({ length: 10 }, (_, place) => pieceOf(String(place)));
const BEHIND = PLACES.map(({ name }) => pieceOf(`, ${name}`));
const named = (names: readonly string[], before: string) => new Map(names.map((one) => [one, pieceOf(before + one)]));
const HANDS = named(["same", "other", "none"], "hand ");
const OF_HANDS = named(["same", "other", "none"], ", hand ");
const NUMBERS = named(["none", "one", "apart", "shared"], "numbers ");
const SECONDS = named(["meets", "agrees", "confirms"], "seconds: ");
const [GAP, WORDS, BETWEEN] = ["gap ", "words ", "between "].map(pieceOf) as [Piece, Piece, Piece];
const [AFTER, SHARING] = [", after", ", words"].map(pieceOf) as [Piece, Piece];
const NONE = pieceOf("none");

/** How signs name which act follows on which. */
const acts = new Map<string, Piece>();

/** What two happenings show of whether they are one. Training and drafting share this function. */
export function addPairSigns(to: Signs, pair: Pair): void {
  const { earlier, later, gap, hand, shared, between, seconds } = pair;
  const both = acts.getOrInsertComputed(`${earlier.act} > ${later.act}`, pieceOf);
  to.add(both);
  to.add(both, AFTER, placed(gap, ROUGH_GAPS, BEHIND));
  to.add(both, OF_HANDS.get(hand));
  to.add(both, SHARING, placed(shared, ROUGH_WEIGHTS, BEHIND));
  to.add(GAP, placed(gap, GAPS));
  to.add(HANDS.get(hand) ?? NONE);
  to.add(WORDS, placed(shared, WEIGHTS));
  to.add(NUMBERS.get(pair.numbers) ?? NONE);
  to.add(BETWEEN, PLACES[Math.min(between, MOST_BETWEEN)]);
  if (seconds !== null) to.add(SECONDS.get(seconds) ?? NONE);
}

/** The place of a value among the ends of ranges, as signs name it; an end still belongs to its range. */
function placed(value: number, ends: readonly number[], places = PLACES): Piece {
  let place = 0;
  while (place < ends.length && value > (ends[place] ?? 0)) place++;
  return places[place] ?? NONE;
}
