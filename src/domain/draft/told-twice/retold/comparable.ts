import { MINUTE, type Span } from "../../../time.ts";
import type { Meeting, Pair } from "./pair.ts";

/** What machines and people tell each other's like of. */
const MATTERS: Readonly<Record<string, readonly string[]>> = {
  ...{ change: ["doing"], deed: ["doing"], "follow-up": ["doing"], "failed change": ["failing"], failure: ["failing"] },
  ...{ alert: ["trouble"], page: ["trouble", "calling"], trouble: ["trouble"] },
  ...{ clear: ["relief"], relief: ["relief", "well and over"], closing: ["end", "well and over"], end: ["end"] },
  ...{ status: ["public"], news: ["public"] },
  ...{ answer: ["taking on"], acceptance: ["taking on"], call: ["taking on", "calling"] },
};

/** There is much of these in an incident: only the same words tell that it is the same. */
const MANY: ReadonlySet<string> = new Set(["doing", "failing", "trouble", "well and over"]);
/** Or that it is somebody's own. */
const OWN: ReadonlySet<string> = new Set(["doing", "failing", "trouble"]);

/** From this weight on words tell that two speak of one thing: one that three of twenty have, or two that half of them have. */
const TELLING = 2;
/** Two that share no telling words tell the same at once, or not at all. */
const AT_ONCE: Span = 3 * MINUTE;
/** What a machine tells of begins at most so long behind the words: those that come earlier announce it, and the line would stand at their time. */
const ANNOUNCED_BEFORE: Span = 5 * MINUTE;
/** Whoever says the same again says it within this time. */
const SAID_AGAIN: Span = MINUTE;
/** What somebody remarks on their own doing, that it has got well or worse comes at once: later it is news. */
const REMARKED: Span = MINUTE;
/** Somebody tells in the same breath what they do. */
const SAME_BREATH: Span = MINUTE / 4;

/**
 * Whether two, of which one at least is what a person says, can tell of one happening, whatever their words: they tell of one matter, or one
 * remarks on its own doing, or seconds the other.
 */
export function canBeOne(meeting: Meeting): boolean {
  const { later, gap, hand, isTalk } = meeting;
  if (isTalk && hand === "same" && gap > SAID_AGAIN) return false;
  if (later.voice === "machine" && gap > ANNOUNCED_BEFORE) return false;
  return matterOf(meeting) !== undefined || isRemark(meeting) || isSeconded(meeting);
}

/** Whether the words of two that can be one allow that they are. Whether they are is judged by their signs. */
export function areComparable(pair: Pair): boolean {
  if (pair.shared < TELLING && pair.gap > AT_ONCE) return false;
  if (pair.isTalk && (areOfNumbersApart(pair) || isOfDeeds(pair)) && pair.hand === "other") return false;
  if (pair.numbers === "apart" && isOfDeeds(pair)) return false;
  if (isTakenBack(pair)) return false;
  return isOfOneMatter(pair) || isRemark(pair) || isSeconded(pair);
}

/** A host or a queue that both name does not make one of how bad it is, and how well. */
const areOfNumbersApart = ({ numbers, numbersDiffer, earlier, later }: Pair): boolean =>
  numbers === "apart" || (numbersDiffer && TURNS.has(earlier.act) && TURNS.has(later.act));

function matterOf({ earlier, later }: Meeting): string | undefined {
  const others = MATTERS[later.act];
  return others && MATTERS[earlier.act]?.find((one) => others.includes(one));
}

/** Who takes something back does not do it. */
const isTakenBack = ({ earlier, later }: Meeting): boolean =>
  (earlier.of.kind === "rollback") !== (later.of.kind === "rollback") &&
  TAKEN_FOR_DEEDS.has(earlier.of.kind) &&
  TAKEN_FOR_DEEDS.has(later.of.kind);

const TAKEN_FOR_DEEDS: ReadonlySet<string> = new Set(["rollback", "change", "mitigation"]);

/** What two people do is done twice, however alike, and what one does to things of other numbers. */
const isOfDeeds = ({ earlier, later }: Meeting): boolean => earlier.act === "deed" && later.act === "deed";

function isOfOneMatter(pair: Pair): boolean {
  const matter = matterOf(pair);
  if (matter === undefined || pair.shared >= TELLING || !MANY.has(matter)) return matter !== undefined;
  return OWN.has(matter) && pair.hand === "same" && !pair.isTalk;
}

const ANNOUNCED: ReadonlySet<string> = new Set(["closing", "declaration"]);
const TURNS: ReadonlySet<string> = new Set(["relief", "trouble"]);

function isRemark({ earlier, later, gap, hand }: Meeting): boolean {
  if (hand !== "same") return false;
  if (later.act === "change" || later.act === "failed change") return gap <= SAME_BREATH;
  if (earlier.act === "change") return gap <= REMARKED || !TURNS.has(later.act);
  return earlier.voice === "machine" && ANNOUNCED.has(earlier.act) && gap <= REMARKED;
}

/** Who confirms what outsiders have reported tells news. */
const isSeconded = ({ earlier, seconds }: Meeting): boolean =>
  seconds !== null && !(seconds === "confirms" && earlier.of.kind === "human_report");
