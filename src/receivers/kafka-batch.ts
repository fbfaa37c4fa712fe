import { type KafkaPlace, writeKafkaPlace } from "../domain/kafka-place.ts";
import { reasonOf } from "../domain/outcome.ts";
import type { Instant } from "../domain/time.ts";
import { type Ingest, type Receipt, troubleOf } from "../ingest/delivery.ts";
import type { QuarantineRecord } from "../store/store.ts";
import { type KafkaRecord, type KafkaRoute, toArrival } from "./kafka-arrival.ts";

/** Records of one partition, in the order of their offsets, and what may be done about them. */
export interface KafkaBatch {
  readonly topic: string;
  readonly partition: number;
  readonly records: readonly KafkaRecord[];
  /** The offset that the next record of the partition will get. */
  readonly end: string;
  /** The offset that the group would have gone on from when this member came; null where Kafka knew none. */
  readonly committedBefore: string | null;
  /** Asks the broker for the first offset that the partition still has, and for its end. */
  bounds(): Promise<{ readonly low: string; readonly high: string }>;
  /** False once the consumer stops or the partition is no longer read from here on: go no further. */
  isCurrent(): boolean;
  /** Tells the group that this member is alive. Throws when the group is being shared out anew. */
  heartbeat(): Promise<void>;
  /** Everything up to and including this offset is durable: never read it again. */
  commit(offset: string): Promise<void>;
  /** Nothing from this offset on was taken: read it again, not before `afterS` seconds. */
  retryFrom(offset: string, afterS: number): void;
}

export type KafkaOutcome = "accepted" | "duplicate" | "refused" | "empty";

/** Told of what became of records; for logs and metrics. */
export interface KafkaWatch {
  counted(outcome: KafkaOutcome, records: number): void;
  /** A record that never will be taken: it is passed over, and its place kept in quarantine. */
  passedOver(at: KafkaPlace, code: string, detail: string): void;
  /** Nothing can be kept just now. */
  waiting(at: KafkaPlace, detail: string, afterS: number): void;
  /** Some will never be taken, because they are gone. */
  lost(loss: LostRecords): void;
  /** Everything before `at.offset` is behind us; `left` records are not. */
  reached(at: KafkaPlace, left: bigint): void;
}

/** Records that nobody of the group read and nobody ever will. */
export interface LostRecords {
  readonly topic: string;
  readonly partition: number;
  /** How many are known to be gone; what a deleted topic held beyond what was read, nobody knows. */
  readonly records: bigint;
  readonly detail: string;
}

/** Notices records that are gone before they were read. */
export interface GapWatch {
  /**
   * To be asked before a batch is handed in; a loss is kept before this resolves.
   *
   * @returns an offset to go back to, because the reader was put past records that are still there; else null
   * @throws as `quarantine` does
   */
  look(batch: KafkaBatch, source: string): Promise<string | null>;
  /** Everything up to this record is behind us. Writes that down now and then. */
  reached(batch: KafkaBatch, last: KafkaRecord): Promise<void>;
}

/** Where records go. */
export interface KafkaOutlets {
  readonly ingest: Ingest;
  /** Resolves when the records are kept durably. */
  readonly quarantine: (records: readonly QuarantineRecord[]) => Promise<void>;
  readonly watch: KafkaWatch;
  readonly now: () => Instant;
  readonly gaps: GapWatch;
}

/** So many records are handed in at once: enough for one sync to serve many, few enough to beat the heart between. */
const AT_ONCE = 1_000;
const RETRY_S = 5;
/** Whoever waits for room looks so often whether it is still wanted. */
const LOOK_MS = 250;
/** After so many looks it is said, and after as many more how much has come since. */
const LONG = 20;

/**
 * Hands a batch in and commits what is durable, no faster than it is decoded. An offset is committed only after ingest has every record up to it, or has refused it for
 * good and its place is in quarantine. Where something cannot be kept now, nothing from that record on is committed, and the partition
 * waits.
 */
export async function receiveBatch(batch: KafkaBatch, route: KafkaRoute, outlets: KafkaOutlets): Promise<void> {
  if (!(await isWithoutGap(batch, route, outlets))) return;
  for (let start = 0; start < batch.records.length && batch.isCurrent(); start += AT_ONCE) {
    const records = batch.records.slice(start, start + AT_ONCE);
    if (!(await hasRoom(batch, records[0], outlets))) return;
    const isWhole = await receiveSome(batch, records, route, outlets);
    if (!isWhole) return;
    await batch.heartbeat();
  }
}

/** Waits until more should be handed in; false where it is no longer wanted meanwhile. Until then the records stay in Kafka, and their offsets uncommitted. */
async function hasRoom(
  batch: KafkaBatch,
  next: KafkaRecord | undefined,
  { ingest, watch }: KafkaOutlets,
): Promise<boolean> {
  for (let looks = 1; ; looks += 1) {
    const obstacle = await ingest.room(LOOK_MS);
    if (obstacle === null) return true;
    if (looks === LONG && next) watch.waiting(placeOf(batch, next), obstacle, LOOK_MS / 1_000);
    if (looks % LONG === 0 && next) await measureLag(batch, next, watch);
    await batch.heartbeat();
    if (!batch.isCurrent()) return false;
  }
}

/** While a batch waits, the end that came with it grows old. */
async function measureLag(batch: KafkaBatch, next: KafkaRecord, watch: KafkaWatch): Promise<void> {
  try {
    const { high } = await batch.bounds();
    watch.reached(placeOf(batch, next), BigInt(high) - BigInt(next.offset));
  } catch {
    // Kafka does not say just now: whether this member still belongs to it, the next heartbeat tells.
  }
}

/** Whether to go on with this batch: not where what lies before it has to be read first, or its loss cannot be kept. */
async function isWithoutGap(
  batch: KafkaBatch,
  { source }: KafkaRoute,
  { gaps, watch }: KafkaOutlets,
): Promise<boolean> {
  const [first] = batch.records;
  try {
    const back = await gaps.look(batch, source ?? batch.topic);
    if (back !== null) batch.retryFrom(back, 0);
    return back === null;
  } catch (error) {
    return wait(batch, first, reasonOf(error), RETRY_S, watch);
  }
}

/** Whether all of the records were taken or passed over. */
async function receiveSome(
  batch: KafkaBatch,
  records: readonly KafkaRecord[],
  route: KafkaRoute,
  outlets: KafkaOutlets,
): Promise<boolean> {
  const { watch } = outlets;
  const received = await receiveRecords(batch, records, route, outlets);
  const stop = received.findIndex(({ receipt }) => receipt?.is === "unavailable");
  const settled = stop < 0 ? received : received.slice(0, stop);
  const trouble = await setAside(batch, settled, route, outlets);
  if (trouble !== null) return wait(batch, records[0], trouble, RETRY_S, watch);
  count(settled, watch);
  const last = settled.at(-1)?.record;
  if (last) {
    await batch.commit(last.offset);
    await outlets.gaps.reached(batch, last);
    watch.reached(placeOf(batch, last), BigInt(batch.end) - BigInt(last.offset) - 1n);
  }
  const failed = received[stop];
  if (failed?.receipt?.is !== "unavailable") return true;
  return wait(batch, failed.record, troubleOf(failed.receipt), failed.receipt.retryAfterS, watch);
}

interface Received {
  readonly record: KafkaRecord;
  /** Null for a tombstone, and for a record that cannot be read. */
  readonly receipt: Receipt | null;
}

async function receiveRecords(
  { topic, partition }: KafkaBatch,
  records: readonly KafkaRecord[],
  route: KafkaRoute,
  { ingest, now }: KafkaOutlets,
): Promise<readonly Received[]> {
  const origin = { topic, partition, receivedAt: now() };
  const arrivals = records.map((record) => toArrival(record, route, origin));
  const receipts = await ingest.receiveAll(
    arrivals.filter((arrival) => arrival !== null),
    { trusted: route.trusted },
  );
  let next = 0;
  return records.map((record, index) => {
    if (arrivals[index] === null) return { record, receipt: null };
    next += 1;
    return { record, receipt: receipts[next - 1] as Receipt };
  });
}

/**
 * Puts the places of what never will be taken into quarantine. The bytes stay where they are, in Kafka. Returns what keeps it from that.
 */
async function setAside(
  batch: KafkaBatch,
  received: readonly Received[],
  route: KafkaRoute,
  { quarantine, watch, now }: KafkaOutlets,
): Promise<string | null> {
  const lost = received.flatMap(({ record, receipt }) => {
    const rejection = rejectionOf(record, receipt);
    return rejection ? [{ place: placeOf(batch, record), ...rejection }] : [];
  });
  if (lost.length === 0) return null;
  const receivedAt = now();
  try {
    await quarantine(
      lost.map(({ place, code, detail }) => ({
        delivery: `kafka:${writeKafkaPlace(place)}`,
        source: route.source ?? place.topic,
        receivedAt,
        code,
        detail,
        place,
      })),
    );
  } catch (error) {
    return reasonOf(error);
  }
  for (const { place, code, detail } of lost) watch.passedOver(place, code, detail);
  return null;
}

function rejectionOf(
  { unreadable }: KafkaRecord,
  receipt: Receipt | null,
): { readonly code: string; readonly detail: string } | null {
  if (unreadable !== undefined) return { code: "unreadable_batch", detail: unreadable };
  if (receipt === null) return { code: "empty_record", detail: "The record has no value." };
  return receipt.is === "refused" ? receipt.rejection : null;
}

function count(settled: readonly Received[], watch: KafkaWatch): void {
  const outcomes = new Map<KafkaOutcome, number>();
  for (const { record, receipt } of settled) {
    const outcome = outcomeOf(record, receipt);
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
  }
  for (const [outcome, records] of outcomes) watch.counted(outcome, records);
}

/** What ended otherwise was taken: a handshake asks for an answer that nobody here waits for. */
function outcomeOf({ unreadable }: KafkaRecord, receipt: Receipt | null): KafkaOutcome {
  if (unreadable !== undefined) return "refused";
  if (receipt === null) return "empty";
  return receipt.is === "refused" || receipt.is === "duplicate" ? receipt.is : "accepted";
}

function wait(
  batch: KafkaBatch,
  from: KafkaRecord | undefined,
  detail: string,
  afterS: number,
  watch: KafkaWatch,
): false {
  if (!from) return false;
  watch.waiting(placeOf(batch, from), detail, afterS);
  watch.reached(placeOf(batch, from), BigInt(batch.end) - BigInt(from.offset));
  batch.retryFrom(from.offset, afterS);
  return false;
}

const placeOf = ({ topic, partition }: KafkaBatch, { offset }: KafkaRecord): KafkaPlace => ({
  topic,
  partition,
  offset,
});
