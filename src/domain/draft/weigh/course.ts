import type { EntryKind } from "../../kinds.ts";
import { distanceToNearest } from "../../sorted.ts";
import type { Instant } from "../../time.ts";
import type { Remark, Signal } from "./remark.ts";

/** What a speaker says in all. */
interface Speaker {
  count: number;
  worth: number;
}

/** The course of an incident, looked up: who said what before and after, and what machines told near an instant. */
export class Course {
  /** In order of time. */
  readonly remarks: readonly Remark[];
  readonly start: Instant;
  /** When a machine told of the end, Infinity if none did. */
  readonly closed: Instant;
  readonly speakers: ReadonlyMap<string, Speaker>;
  readonly mainChannel: string;
  readonly #before: readonly (Remark | undefined)[];
  readonly #after: readonly (Remark | undefined)[];
  readonly #fresh: readonly number[];
  readonly #signals: ReadonlyMap<EntryKind, readonly Instant[]>;

  constructor(remarks: readonly Remark[], signals: readonly Signal[]) {
    this.remarks = remarks;
    this.start = signals.find(({ kind }) => OPENS.has(kind))?.at ?? remarks[0]?.at ?? 0;
    this.closed = signals.findLast(({ kind }) => kind === "resolution")?.at ?? Infinity;
    this.speakers = speakersOf(remarks);
    this.mainChannel = mostly(remarks.map(({ channel }) => channel));
    this.#before = neighbours(remarks);
    this.#after = neighbours([...remarks].reverse()).reverse();
    this.#fresh = freshWords(remarks);
    this.#signals = new Map(
      [...Map.groupBy(signals, ({ kind }) => kind)].map(([kind, of]) => [kind, of.map(({ at }) => at)]),
    );
  }

  /** What the same person said last before it. */
  ownBefore = (index: number): Remark | undefined => this.#before[index];

  /** What the same person said next. */
  ownAfter = (index: number): Remark | undefined => this.#after[index];

  /** How many of its telling words nobody had used before. */
  freshWords = (index: number): number => this.#fresh[index] ?? 0;

  /** How far away the nearest signal of each kind is. */
  *signalsNear(at: Instant): Generator<[EntryKind, number]> {
    for (const [kind, instants] of this.#signals) yield [kind, distanceToNearest(instants, (one) => one, at)];
  }
}

const OPENS: ReadonlySet<EntryKind> = new Set(["alert", "page", "declaration", "communication"]);

function speakersOf(remarks: readonly Remark[]): Map<string, Speaker> {
  const speakers = new Map<string, Speaker>();
  for (const { who, worth } of remarks) {
    const speaker = speakers.getOrInsertComputed(who, () => ({ count: 0, worth: 0 }));
    speaker.count++;
    speaker.worth += worth;
  }
  return speakers;
}

function mostly(names: readonly string[]): string {
  const counts = [...Map.groupBy(names, (name) => name)].map(([name, of]) => [name, of.length] as const);
  return counts.sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))[0]?.[0] ?? "";
}

/** For each remark the same person's one before it. */
function neighbours(remarks: readonly Remark[]): (Remark | undefined)[] {
  const last = new Map<string, Remark>();
  return remarks.map((remark) => {
    const before = last.get(remark.who);
    last.set(remark.who, remark);
    return before;
  });
}

function freshWords(remarks: readonly Remark[]): number[] {
  const known = new Set<string>();
  return remarks.map(({ words }) => {
    let fresh = 0;
    for (const word of words) if (!known.has(word)) fresh++;
    for (const word of words) known.add(word);
    return fresh;
  });
}
