import type { EntryKind } from "../../kinds.ts";
import type { Instant, Span } from "../../time.ts";
import type { Remark, Signal } from "./remark.ts";
import { Telling } from "./telling.ts";

/** What a speaker says in all. */
interface Speaker {
  count: number;
  worth: number;
  /** The place of the last remark. */
  last: number;
}

/** What machines told of one kind. */
interface Signals {
  readonly kind: EntryKind;
  /** By remark: how far it lies from the nearest of them. */
  readonly distances: Float64Array;
}

/** The course of an incident, looked up: who said what before and after, and what machines told near an instant. */
export class Course {
  readonly remarks: readonly Remark[];
  readonly start: Instant;
  /** When a machine told of the end, Infinity if none did. */
  readonly closed: Instant;
  /** How many people speak. */
  readonly speakers: number;
  readonly mainChannel: string;
  /** What machines told, by kind. */
  readonly signals: readonly Signals[];
  /** By remark: its speaker, and the places of what they said before and after it; -1 where they said nothing. */
  readonly #speakers: Speaker[] = [];
  readonly #before: Int32Array;
  readonly #after: Int32Array;
  readonly #telling: Telling;

  /**
   * @param remarks of one incident, in order of time
   * @param signals likewise
   */
  constructor(remarks: readonly Remark[], signals: readonly Signal[]) {
    this.remarks = remarks;
    this.start = signals.find(({ kind }) => OPENS.has(kind))?.at ?? remarks[0]?.at ?? 0;
    this.closed = signals.findLast(({ kind }) => kind === "resolution")?.at ?? Infinity;
    this.#before = new Int32Array(remarks.length).fill(-1);
    this.#after = new Int32Array(remarks.length).fill(-1);
    this.speakers = this.#tellApart(remarks);
    this.mainChannel = mostly(remarks);
    this.signals = Array.from(
      Map.groupBy(signals, ({ kind }) => kind),
      ([kind, of]) => ({ kind, distances: distancesTo(of, remarks) }),
    );
    this.#telling = new Telling(remarks);
  }

  #tellApart(remarks: readonly Remark[]): number {
    const speakers = new Map<string, Speaker>();
    for (let place = 0; place < remarks.length; place++) {
      const { who, worth } = remarks[place] as Remark;
      const speaker = speakers.getOrInsertComputed(who, newSpeaker);
      speaker.count++;
      speaker.worth += worth;
      this.#before[place] = speaker.last;
      if (speaker.last >= 0) this.#after[speaker.last] = place;
      speaker.last = place;
      this.#speakers.push(speaker);
    }
    return speakers.size;
  }

  /** Who said it. */
  speakerOf = (index: number): Speaker | undefined => this.#speakers[index];

  /** What the same person said last before it. */
  ownBefore = (index: number): Remark | undefined => this.#at(this.#before[index]);

  /** What the same person said next. */
  ownAfter = (index: number): Remark | undefined => this.#at(this.#after[index]);

  #at(place = -1): Remark | undefined {
    return place < 0 ? undefined : this.remarks[place];
  }

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

/** How far each of some remarks lies from the nearest of some signals. Both are in the order of time. */
function distancesTo(signals: readonly Signal[], remarks: readonly Remark[]): Float64Array {
  const distances = new Float64Array(remarks.length);
  let before = Number.NEGATIVE_INFINITY;
  let next = 0;
  for (let place = 0; place < remarks.length; place++) {
    const at = remarks[place]?.at ?? 0;
    let after = signals[next]?.at ?? Number.POSITIVE_INFINITY;
    while (after < at) {
      before = after;
      after = signals[++next]?.at ?? Number.POSITIVE_INFINITY;
    }
    distances[place] = Math.min(at - before, after - at);
  }
  return distances;
}

const newSpeaker = (): Speaker => ({ count: 0, worth: 0, last: -1 });

/** The channel of most of them; of equally many the first by name. */
function mostly(remarks: readonly Remark[]): string {
  const counts = new Map<string, number>();
  for (const { channel } of remarks) counts.set(channel, (counts.get(channel) ?? 0) + 1);
  return [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))[0]?.[0] ?? "";
}
