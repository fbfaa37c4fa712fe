import { MINUTE, type Span } from "../../time.ts";
import type { Piece, Signs } from "../../weights/signs.ts";
import type { Course } from "./course.ts";
import { NAMED } from "./named.ts";
import { addAlike, addNeighbours, gap, NEAR } from "./neighbour-signs.ts";
import { familyOf, piecesOf, placed, spaced } from "./pieces.ts";
import type { Remark } from "./remark.ts";

/**
 * What the surroundings of a message say about it, as signs: who spoke before, what machines told at that minute, whether it was said
 * already. Training and drafting share this function.
 *
 * @param index which remark of the course
 */
export function addContextSigns(to: Signs, index: number, course: Course): void {
  const remark = course.remarks[index];
  if (!remark) return;
  addItself(to, remark, course);
  addSpeaker(to, remark, index, course);
  addNeighbours(to, remark, index, course);
  addAlike(to, remark, index, course);
  addMachines(to, remark, index, course);
  addPhase(to, remark, course);
}

/** Within it, what the same person says belongs together. */
const TOGETHER: Span = 3 * MINUTE;

const TENTHS = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];
const QUARTERS = [0.25, 0.5, 0.75];
const CHANCES = [0.2, 0.35, 0.5, 0.7];
const STATED = [0.2, 0.4, 0.6, 0.8, 0.9];
const LENGTHS = [3, 6, 10, 16, 25, 40];

function addItself(to: Signs, remark: Remark, { mainChannel }: Course): void {
  const { worth, plain } = remark;
  const { kind, family, ofFamily } = familyOf(remark);
  to.add(NAMED.worth, placed(worth, TENTHS));
  to.add(NAMED.kind, kind);
  to.add(family, NAMED.familyWorth, placed(worth, QUARTERS));
  for (const [maybe, chance] of remark.likely) to.add(NAMED.maybe, piecesOf(maybe).kind, spaced(chance, CHANCES));
  if (plain) to.add(NAMED.ruled, piecesOf(remark.ruled).kind, NAMED.plainly);
  else to.add(NAMED.ruled, piecesOf(remark.ruled).kind);
  to.add(NAMED.states, placed(remark.states, STATED));
  to.add(NAMED.length, placed(remark.length, LENGTHS));
  if (plain) to.add(NAMED.plain, ofFamily);
  if (remark.asks) to.add(NAMED.asks, ofFamily);
  if (remark.reply) to.add(NAMED.reply, ofFamily);
  if (remark.channel !== mainChannel) to.add(NAMED.aside, ofFamily);
}

const COUNTS = [2, 4, 8, 16];
const SPEAKERS = [3, 6];
const SPEAKERS_WORTH = [0, 0.2, 0.3, 0.4, 0.5, 0.6];
const OWN_WORTH = [0.3, 0.5, 0.7];

function addSpeaker(to: Signs, remark: Remark, index: number, course: Course): void {
  const { ofFamily } = familyOf(remark);
  const { count = 1, worth = 0 } = course.speakerOf(index) ?? {};
  to.add(NAMED.speaks, placed(count, COUNTS), NAMED.of, placed(course.speakers, SPEAKERS));
  const others = count > 1 ? (worth - remark.worth) / (count - 1) : -1;
  to.add(NAMED.speakersWorth, placed(others, SPEAKERS_WORTH));
  const before = course.ownBefore(index);
  if (!before) to.add(NAMED.firstWords, ofFamily);
  else {
    addOwn(to, NAMED.ownBefore, gap(before, remark), before.kind === remark.kind);
    if (remark.at - before.at < TOGETHER) to.add(NAMED.ownBeforeWorth, placed(before.worth, OWN_WORTH), ofFamily);
  }
  const after = course.ownAfter(index);
  if (!after) return;
  addOwn(to, NAMED.ownAfter, gap(remark, after), after.kind === remark.kind);
  if (after.at - remark.at < TOGETHER && after.worth > remark.worth) to.add(NAMED.ownAfterIsWorthMore, ofFamily);
}

function addOwn(to: Signs, side: Piece, distance: Piece, isSameKind: boolean): void {
  if (isSameKind) to.add(side, distance, NAMED.sameKind);
  else to.add(side, distance);
}

const DISTANCES: readonly Span[] = [MINUTE, 3 * MINUTE];

function addMachines(to: Signs, { kind }: Remark, index: number, course: Course): void {
  const { ofFamily } = piecesOf(kind);
  let isAlone = true;
  for (const { kind: told, distances } of course.signals) {
    const off = distances[index] ?? Number.POSITIVE_INFINITY;
    if (off > NEAR) continue;
    isAlone = false;
    to.add(NAMED.machine, piecesOf(told).kind, spaced(off, DISTANCES), ofFamily);
    if (told === kind) to.add(NAMED.machineTellsTheSame, placed(off, DISTANCES));
  }
  if (isAlone) to.add(NAMED.noMachineNear, ofFamily);
}

const MINUTES_IN = [2, 5, 10, 30, 90, 360];

function addPhase(to: Signs, remark: Remark, { start, closed }: Course): void {
  const { ofFamily } = familyOf(remark);
  const minutes = (remark.at - start) / MINUTE;
  if (minutes < 0) to.add(NAMED.beforeTheStart, ofFamily);
  else to.add(NAMED.minutesIn, placed(minutes, MINUTES_IN), ofFamily);
  if (remark.at > closed) to.add(NAMED.afterTheEnd, ofFamily);
}
