import { nameLoss } from "../domain/loss.ts";
import { reasonOf } from "../domain/outcome.ts";
import type { Instant } from "../domain/time.ts";
import type { Claims, QuarantineRecord } from "../store/store.ts";
import type { Log } from "../telemetry/log.ts";
import type { KafkaRecord } from "./kafka-arrival.ts";
import type { GapWatch, KafkaBatch, LostRecords } from "./kafka-batch.ts";

export interface KafkaGapsOptions {
  /** Remembers how far a group has read, for when the broker has forgotten it. */
  readonly claims: Claims;
  readonly groupId: string;
  /** False where a reader whose place is gone is put to the end of the partition instead of its beginning. */
  readonly fromBeginning: boolean;
  /** Keeps durably what is told of a loss. */
  readonly quarantine: (records: readonly QuarantineRecord[]) => Promise<void>;
  readonly lost: (loss: LostRecords) => void;
  readonly log: Log;
  /** Elapsed ms. */
  readonly clockMs: () => number;
}

/** Up to where a partition was read, and when the last record of that was written. */
interface Mark {
  readonly number: number;
  readonly next: bigint;
  readonly at: Instant | null;
}

interface Place extends Mark {
  readonly writtenMs: number;
  readonly writtenNext: bigint;
}

/** At most so often a partition's place is written down. */
const WRITE_EVERY_MS = 5_000;

/**
 * Notices records that are gone before this group read them: their time was over (retention), or their topic was deleted and made anew.
 * The place to go on from is the group's, where Kafka still knows it, or our own, which is written down every few seconds: a broker forgets
 * a group that is away for long, and at once where a topic is deleted. Offsets that are merely missing (a compacted topic, a
 * transaction's marks) are no loss: only what lies before the partition's first offset is.
 */
export class KafkaGaps implements GapWatch {
  readonly #options: KafkaGapsOptions;
  readonly #places = new Map<string, Place>();

  constructor(options: KafkaGapsOptions) {
    this.#options = options;
  }

  async look(batch: KafkaBatch, source: string): Promise<string | null> {
    const [first] = batch.records;
    const name = nameOf(batch);
    const known = this.#places.get(name);
    if (!first || known?.next === BigInt(first.offset)) return null;
    const mark = await this.#lastMark(name);
    const before = placeBefore(known, mark, batch.committedBefore);
    const number = Math.max(known?.number ?? 0, mark?.number ?? 0);
    if (before === null) return this.#settle(name, { number, next: BigInt(first.offset), at: null });
    const { low, high } = await batch.bounds();
    const isAnew = before.next > BigInt(high);
    const start = isAnew || BigInt(low) > before.next ? BigInt(low) : before.next;
    const lost = isAnew ? BigInt(low) : start - before.next;
    const isLoss = isAnew || lost > 0n;
    if (isLoss) await this.#report(batch, source, { before, lost, isAnew, first });
    this.#settle(name, { number, next: start, at: before.at }, isLoss);
    const isPast = !this.#options.fromBeginning && BigInt(first.offset) > start && known?.next !== start;
    return isPast ? String(start) : null;
  }

  async reached(batch: KafkaBatch, last: KafkaRecord): Promise<void> {
    const name = nameOf(batch);
    const place = this.#places.get(name);
    if (!place) return;
    const moved = { ...place, next: BigInt(last.offset) + 1n, at: last.writtenAt ?? place.at };
    this.#places.set(name, moved);
    if (this.#options.clockMs() - place.writtenMs >= WRITE_EVERY_MS) await this.#write(name, moved);
  }

  /** Writes down what was not yet, all at once: a store that is away is waited for only once. */
  async close(): Promise<void> {
    const behind = [...this.#places].filter(([, place]) => place.writtenNext !== place.next);
    await Promise.all(behind.map(([name, place]) => this.#write(name, place)));
  }

  /** @param soon whether the mark that stands must not be gone by again */
  #settle(name: string, mark: Mark, soon = false): null {
    const writtenMs = soon ? Number.NEGATIVE_INFINITY : this.#options.clockMs();
    this.#places.set(name, { ...mark, writtenMs, writtenNext: -1n });
    return null;
  }

  /** Marks are a help, not a promise: where the store takes none, the next one is. */
  async #write(name: string, place: Place): Promise<void> {
    const written = { ...place, number: place.number + 1, writtenMs: this.#options.clockMs(), writtenNext: place.next };
    const value = JSON.stringify({ next: String(place.next), at: place.at });
    try {
      await this.#options.claims.claim(this.#claimOf(name), { number: written.number, value });
      this.#places.set(name, written);
    } catch (error) {
      this.#options.log.warn({ name, reason: reasonOf(error) }, "the place in a Kafka partition is not written down");
      this.#places.set(name, { ...place, writtenMs: written.writtenMs });
    }
  }

  async #lastMark(name: string): Promise<Mark | null> {
    try {
      const claim = await this.#options.claims.lastClaim(this.#claimOf(name));
      if (!claim) return null;
      const { next, at } = JSON.parse(claim.value) as { readonly next: string; readonly at: Instant | null };
      return { number: claim.number, next: BigInt(next), at };
    } catch (error) {
      this.#options.log.warn(
        { name, reason: reasonOf(error) },
        "where a Kafka partition was read to cannot be looked up",
      );
      return null;
    }
  }

  #claimOf(name: string): string {
    return `kafka place ${this.#options.groupId} ${name}`;
  }

  async #report(batch: KafkaBatch, source: string, found: Found): Promise<void> {
    const { topic, partition } = batch;
    const { before, lost, isAnew, first } = found;
    const detail = isAnew ? tellAnew(batch, found) : tellGone(batch, found);
    const to = first.writtenAt ?? before.at ?? 0;
    const from = Math.min(before.at ?? to, to);
    const delivery = nameLoss({ from, to, place: `kafka:${topic}/${partition}/${before.next}` });
    const code = isAnew ? "kafka_topic_made_anew" : "kafka_records_lost";
    await this.#options.quarantine([{ delivery, source, receivedAt: to, code, detail }]);
    this.#options.lost({ topic, partition, records: lost, detail });
  }
}

interface Found {
  readonly before: Pick<Mark, "next" | "at">;
  readonly lost: bigint;
  readonly isAnew: boolean;
  readonly first: KafkaRecord;
}

const nameOf = ({ topic, partition }: KafkaBatch): string => `${topic}/${partition}`;

/** Where the group stood: as another process told since, as this one knows, or as Kafka knew when this one came. */
function placeBefore(
  known: Place | undefined,
  mark: Mark | null,
  committed: string | null,
): Pick<Mark, "next" | "at"> | null {
  if (known) return mark && mark.number > known.number ? mark : known;
  const told = committed === null ? null : BigInt(committed);
  if (mark && (told === null || mark.next >= told)) return mark;
  return told === null ? null : { next: told, at: mark?.at ?? null };
}

function tellGone({ topic, partition }: KafkaBatch, { before, lost }: Found): string {
  return `${lost} records of topic ${topic}, partition ${partition}, from offset ${before.next} on, were deleted before they were read. Raise the topic's retention (retention.ms, retention.bytes), or keep readers running.`;
}

function tellAnew({ topic, partition }: KafkaBatch, { before, lost }: Found): string {
  const gone = lost > 0n ? ` Of the new one ${lost} records were deleted before they were read.` : "";
  return `Topic ${topic} ended before offset ${before.next} of partition ${partition}, up to which it was read: it was deleted and made anew. What the former one held beyond that was not read.${gone}`;
}
