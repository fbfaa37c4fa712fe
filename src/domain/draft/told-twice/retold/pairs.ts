import { MINUTE, type Span } from "../../../time.ts";
import { byStart, type Happening } from "../../happenings/happening.ts";
import type { Voices } from "../../scene.ts";
import { areComparable, canBeOne } from "./comparable.ts";
import { haveOwnNumbers, meetingOf, numbersOf, type Pair } from "./pair.ts";
import { Rarity } from "./rarity.ts";
import { saySameOfTwo } from "./swapped.ts";
import { type Teller, tellerOf } from "./teller.ts";

/** Two that lie further apart tell of two happenings: what takes longer has a beginning and an end of its own. */
const NEAR: Span = 20 * MINUTE;
/** So many lines further on everybody is at something else. */
const LINES_ON = 6;

/** Finds the visible happenings that may be one, two by two, in the order of the later. Training and drafting share this function. */
export function pairsAmong(happenings: readonly Happening[], voices: Voices): Pair[] {
  const tellers = happenings
    .filter(({ shown }) => shown)
    .sort(byStart)
    .map((one) => tellerOf(one, voices));
  const rarity = new Rarity(tellers, voices.words);
  return tellers.flatMap((later, index) => comparableBefore(later, index, { tellers, rarity, words: voices.words }));
}

interface Company {
  readonly tellers: readonly Teller[];
  readonly rarity: Rarity;
  readonly words: Voices["words"];
}

function comparableBefore(later: Teller, index: number, { tellers, rarity, words }: Company): Pair[] {
  const found: Pair[] = [];
  for (let place = index - 1; place >= Math.max(0, index - LINES_ON); place--) {
    const earlier = tellers[place];
    if (!earlier || later.of.at - earlier.of.at > NEAR) break;
    if (earlier.voice !== "person" && later.voice !== "person") continue;
    const meeting = meetingOf(earlier, later, index - place - 1);
    if (!canBeOne(meeting)) continue;
    const { gap, hand, isTalk, between, seconds } = meeting;
    const [shared, numbers] = [rarity.shared(earlier, later), numbersOf(earlier, later, words)];
    const numbersDiffer = numbers === "apart" || (numbers === "shared" && haveOwnNumbers(earlier, later, words));
    const pair: Pair = { earlier, later, gap, hand, isTalk, between, seconds, shared, numbers, numbersDiffer };
    if (areComparable(pair) && !(isTalk && seconds === null && saySameOfTwo(earlier, later, words))) found.push(pair);
  }
  return found;
}
