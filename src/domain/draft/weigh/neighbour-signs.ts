import { MINUTE, SECOND, type Span } from "../../time.ts";
import type { Piece, Signs } from "../../weights/signs.ts";
import type { Course } from "./course.ts";
import { NAMED } from "./named.ts";
import { familyOf, NONE, placed, spaced } from "./pieces.ts";
import type { Remark } from "./remark.ts";

const GAPS: readonly Span[] = [20 * SECOND, 60 * SECOND, 3 * MINUTE, 10 * MINUTE, 40 * MINUTE];
/** What lies further away has nothing to do with it. */
export const NEAR: Span = 10 * MINUTE;
/** How many messages before and after are looked at: enough for the busiest minutes, and a bound. */
const MOST = 40;

/** How signs name the time between two messages. */
export const gap = (from: Remark | undefined, to: Remark | undefined): Piece =>
  from && to ? placed(to.at - from.at, GAPS) : NONE;

const THIRDS = [0.3, 0.6];

/** What was said right before and after. */
export function addNeighbours(to: Signs, remark: Remark, index: number, { remarks }: Course): void {
  const two = remarks[index - 2];
  const before = remarks[index - 1];
  const after = remarks[index + 1];
  to.add(NAMED.gapBefore, gap(before, remark));
  to.add(NAMED.gapAfter, gap(remark, after));
  if (two && remark.at - two.at < NEAR) to.add(NAMED.twoBefore, familyOf(two).family, spaced(two.worth, THIRDS));
  if (before && remark.at - before.at < NEAR) addSaidBefore(to, remark, before);
  if (after && after.at - remark.at < NEAR) addSaidAfter(to, remark, after);
}

function addSaidBefore(to: Signs, remark: Remark, before: Remark): void {
  const { ofFamily } = familyOf(remark);
  const { kind, family } = familyOf(before);
  if (before.asks && before.who !== remark.who) to.add(NAMED.answers, ofFamily);
  if (before.worth > 0.3) to.add(NAMED.afterA, kind, remark.kind === before.kind ? NAMED.same : ofFamily);
  to.add(NAMED.after, family, spaced(before.worth, THIRDS), ofFamily);
  if (before.worth > remark.worth) to.add(NAMED.beforeIsWorthMore);
}

function addSaidAfter(to: Signs, remark: Remark, after: Remark): void {
  to.add(NAMED.then, familyOf(after).family, spaced(after.worth, THIRDS), familyOf(remark).ofFamily);
  if (after.worth > remark.worth) to.add(NAMED.afterIsWorthMore);
}

const ALIKE = [0.01, 0.4, 0.6, 0.8];
const OVERLAPS = [0.01, 0.15, 0.3, 0.5];
const FRESH = [1, 2, 4, 7, 12];

/** What of the same kind was said near it, and how much of it was said before. */
export function addAlike(to: Signs, remark: Remark, index: number, course: Course): void {
  const { ofFamily } = familyOf(remark);
  const last = Math.min(course.remarks.length - 1, index + MOST);
  to.add(NAMED.sameKindBefore, placed(bestAlike(remark, index - MOST, index - 1, course), ALIKE), ofFamily);
  to.add(NAMED.sameKindAfter, placed(bestAlike(remark, index + 1, last, course), ALIKE), ofFamily);
  to.add(NAMED.saidAlready, placed(course.saidAlready(index, MOST, NEAR, lastOf(OVERLAPS)), OVERLAPS));
  to.add(NAMED.newWords, placed(course.freshWords(index), FRESH));
}

/** Beyond the last end of ranges all is the same. */
const lastOf = (ends: readonly number[]): number => ends.at(-1) ?? 0;
const LIKEST = lastOf(ALIKE);

function bestAlike({ kind, at }: Remark, from: number, to: number, { remarks }: Course): number {
  let best = 0;
  for (let index = Math.max(0, from); index <= to && best < LIKEST; index++) {
    const one = remarks[index];
    if (one?.kind === kind && one.worth > best && Math.abs(one.at - at) <= NEAR) best = one.worth;
  }
  return best;
}
