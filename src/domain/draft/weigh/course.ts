import type { EntryKind } from "../../kinds.ts";
import type { Instant, Span } from "../../time.ts";
import type { Remark, Signal } from "./remark.ts";
import { Telling } from "./telling.ts";

/** What a speaker says in all. */
interface Speaker {
  count: number;
  worth: number;
}

/** When machines told something of one kind. */
interface Signals {
  readonly kind: EntryKind;
  readonly instants: Float64Array;
}

/** The course of an incident, looked up: who said what before and after, and what machines told near an instant. */
export class Course {
  readonly remarks: readonly Remark[];
  readonly start: Instant;
  /** When a machine told of the end, Infinity if none did. */
  readonly closed: Instant;
  readonly speakers: ReadonlyMap<string, Speaker>;
  readonly mainChannel: string;
  /** When machines told something, by kind. */
  readonly signals: readonly Signals[];
  readonly #before: readonly (Remark | undefined)[];
  readonly #after: readonly (Remark | undefined)[];
  readonly #telling: Telling;

  /**
   * @param remarks of one incident, in order of time
   * @param signals likewise
   */
  constructor(remarks: readonly Remark[], signals: readonly Signal[]) {
    this.remarks = remarks;
    this.start = signals.find(({ kind }) => OPENS.has(kind))?.at ?? remarks[0]?.at ?? 0;
    this.closed = signals.findLast(({ kind }) => kind === "resolution")?.at ?? Infinity;
    this.speakers = speakersOf(remarks);
    this.mainChannel = mostly(remarks.map(({ channel }) => channel));
    this.signals = Array.from(
      Map.groupBy(signals, ({ kind }) => kind),
      ([kind, of]) => ({
        kind,
        instants: Float64Array.from(of, ({ at }) => at),
      }),
    );
    this.#before = neighbours(remarks);
    this.#after = neighbours([...remarks].reverse()).reverse();
    this.#telling = new Telling(remarks);
  }

  /** What the same person said last before it. */
  ownBefore = (index: number): Remark | undefined => this.#before[index];

  /** What the same person said next. */
  ownAfter = (index: number): Remark | undefined => this.#after[index];

  /** How many of its telling words nobody had used before. */
  freshWords = (index: number): number => this.#telling.fresh(index);

  /**
   * How much of its words one remark before it shares, 0 to 1: the most of so many remarks of the time `within`, where it is less than
   * `enough`.
   */
  saidAlready = (index: number, most: number, within: Span, enough: number): number =>
    this.#telling.overlap(index, most, within, enough);
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
