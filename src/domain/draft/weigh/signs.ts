import type { EntryKind } from "../../kinds.ts";
import { MINUTE, SECOND, type Span } from "../../time.ts";
import { Course } from "./course.ts";
import type { Remark, Signal } from "./remark.ts";

/**
 * What the surroundings of each message say about it, as named signs: who spoke before, what machines told at that minute, whether it was said
 * already. Training and drafting share this function. Both lists are of one incident, in order of time.
 */
export function contextSigns(remarks: readonly Remark[], signals: readonly Signal[]): string[][] {
  const course = new Course(remarks, signals);
  return remarks.map((remark, index) => [
    ...itself(remark, course),
    ...speaker(remark, index, course),
    ...neighbours(remark, index, course),
    ...sameKind(remark, index, course),
    ...machines(remark, course),
    ...phase(remark, course),
  ]);
}

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

const familyOf = ({ kind }: Remark): string => FAMILY[kind] ?? "other";

/** The place of a value among ends of ranges. */
function range(value: number, ends: readonly number[]): number {
  const found = ends.findIndex((end) => value < end);
  return found < 0 ? ends.length : found;
}

const GAPS: readonly Span[] = [20 * SECOND, 60 * SECOND, 3 * MINUTE, 10 * MINUTE, 40 * MINUTE];
/** What lies further away has nothing to do with it. */
const NEAR: Span = 10 * MINUTE;
/** How many messages before and after are looked at: enough for the busiest minutes, and a bound. */
const MOST = 40;

const gap = (from: Remark | undefined, to: Remark | undefined): number | "none" =>
  from && to ? range(to.at - from.at, GAPS) : "none";

function* itself(remark: Remark, { mainChannel }: Course): Generator<string> {
  const { kind, worth, states, plain, asks, reply, channel, length } = remark;
  const family = familyOf(remark);
  yield `worth ${range(worth, [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9])}`;
  yield `kind ${kind}`;
  yield `${family} worth ${range(worth, [0.25, 0.5, 0.75])}`;
  for (const [maybe, chance] of remark.likely) yield `maybe ${maybe} ${range(chance, [0.2, 0.35, 0.5, 0.7])}`;
  yield `ruled ${remark.ruled}${plain ? ", plain" : ""}`;
  yield `states ${range(states, [0.2, 0.4, 0.6, 0.8, 0.9])}`;
  yield `length ${range(length, [3, 6, 10, 16, 25, 40])}`;
  if (plain) yield `plain, ${family}`;
  if (asks) yield `asks, ${family}`;
  if (reply) yield `reply, ${family}`;
  if (channel !== mainChannel) yield `aside, ${family}`;
}

function* speaker(remark: Remark, index: number, course: Course): Generator<string> {
  const family = familyOf(remark);
  const { count = 1, worth = 0 } = course.speakers.get(remark.who) ?? {};
  yield `speaks ${range(count, [2, 4, 8, 16])} of ${range(course.speakers.size, [3, 6])}`;
  const others = count > 1 ? (worth - remark.worth) / (count - 1) : -1;
  yield `speaker's worth ${range(others, [0, 0.2, 0.3, 0.4, 0.5, 0.6])}`;
  const before = course.ownBefore(index);
  const since = gap(before, remark);
  if (!before) yield `first words, ${family}`;
  else {
    yield `own before ${since}${before.kind === remark.kind ? " same kind" : ""}`;
    if (Number(since) < 3) yield `own before worth ${range(before.worth, [0.3, 0.5, 0.7])}, ${family}`;
  }
  const after = course.ownAfter(index);
  if (!after) return;
  const until = gap(remark, after);
  yield `own after ${until}${after.kind === remark.kind ? " same kind" : ""}`;
  if (Number(until) < 3 && after.worth > remark.worth) yield `own after is worth more, ${family}`;
}

function* neighbours(remark: Remark, index: number, { remarks }: Course): Generator<string> {
  const [two, before, after] = [remarks[index - 2], remarks[index - 1], remarks[index + 1]];
  yield `gap before ${gap(before, remark)}`;
  yield `gap after ${gap(remark, after)}`;
  if (two && remark.at - two.at < NEAR) yield `two before ${familyOf(two)} ${range(two.worth, [0.3, 0.6])}`;
  if (before && remark.at - before.at < NEAR) yield* saidBefore(remark, before);
  if (after && after.at - remark.at < NEAR) yield* saidAfter(remark, after);
}

function* saidBefore(remark: Remark, before: Remark): Generator<string> {
  const family = familyOf(remark);
  if (before.asks && before.who !== remark.who) yield `answers, ${family}`;
  if (before.worth > 0.3) yield `after a ${before.kind}, ${remark.kind === before.kind ? "same" : family}`;
  yield `after ${familyOf(before)} ${range(before.worth, [0.3, 0.6])}, ${family}`;
  if (before.worth > remark.worth) yield "before is worth more";
}

function* saidAfter(remark: Remark, after: Remark): Generator<string> {
  yield `then ${familyOf(after)} ${range(after.worth, [0.3, 0.6])}, ${familyOf(remark)}`;
  if (after.worth > remark.worth) yield "after is worth more";
}

function* sameKind(remark: Remark, index: number, course: Course): Generator<string> {
  const family = familyOf(remark);
  const near = (one: Remark) => Math.abs(one.at - remark.at) <= NEAR;
  const before = course.remarks.slice(Math.max(0, index - MOST), index).filter(near);
  const after = course.remarks.slice(index + 1, index + 1 + MOST).filter(near);
  const best = (of: readonly Remark[]) =>
    of.reduce((most, { kind, worth }) => (kind === remark.kind ? Math.max(most, worth) : most), 0);
  const overlap = before.reduce((most, { words }) => Math.max(most, shared(remark.words, words)), 0);
  yield `same kind before ${range(best(before), [0.01, 0.4, 0.6, 0.8])}, ${family}`;
  yield `same kind after ${range(best(after), [0.01, 0.4, 0.6, 0.8])}, ${family}`;
  yield `said already ${range(overlap, [0.01, 0.15, 0.3, 0.5])}`;
  yield `new words ${range(course.freshWords(index), [1, 2, 4, 7, 12])}`;
}

function* machines(remark: Remark, course: Course): Generator<string> {
  const family = familyOf(remark);
  let alone = true;
  for (const [kind, off] of course.signalsNear(remark.at)) {
    if (off > NEAR) continue;
    alone = false;
    const distance = range(off, [MINUTE, 3 * MINUTE]);
    yield `machine ${kind} ${distance}, ${family}`;
    if (kind === remark.kind) yield `machine tells the same ${distance}`;
  }
  if (alone) yield `no machine near, ${family}`;
}

function* phase(remark: Remark, { start, closed }: Course): Generator<string> {
  const family = familyOf(remark);
  const minutes = (remark.at - start) / MINUTE;
  if (minutes < 0) yield `before the start, ${family}`;
  else yield `minutes in ${range(minutes, [2, 5, 10, 30, 90, 360])}, ${family}`;
  if (remark.at > closed) yield `after the end, ${family}`;
}

function shared(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  if (a.size === 0 || b.size === 0) return 0;
  let both = 0;
  for (const word of a) if (b.has(word)) both++;
  return both / Math.min(a.size, b.size);
}
