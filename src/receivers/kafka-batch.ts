import type { Instant } from "../domain/time.ts";
import type { Ingest, Receipt } from "../ingest/delivery.ts";
import { type KafkaRecord, type KafkaRoute, toArrival } from "./kafka-arrival.ts";

/** Records of one partition, in the order of their offsets, and what may be done about them. */
export interface KafkaBatch {
  readonly topic: string;
  readonly partition: number;
  readonly records: readonly KafkaRecord[];
  /** False once the consumer stops or the partition is no longer read from here on: go no further. */
  isCurrent(): boolean;
  /** Tells the group that this member is alive. Throws when the group is being shared out anew. */
  heartbeat(): Promise<void>;
  /** Everything up to and including this offset is durable: never read it again. */
  commit(offset: string): Promise<void>;
  /** Nothing from this offset on was taken: read it again, not before `afterS` seconds. */
  retryFrom(offset: string, afterS: number): void;
}

/** Told of what became of records; for logs and metrics. */
export interface KafkaWatch {
  counted(outcome: "accepted" | "duplicate" | "refused" | "empty"): void;
  /** A record that never will be taken: it is passed over. */
  passedOver(at: KafkaPlace, code: string, detail: string): void;
  /** Nothing can be kept just now. */
  waiting(at: KafkaPlace, detail: string, afterS: number): void;
}

export interface KafkaPlace {
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
}

/** So many records are handed in at once: enough for one sync to serve many, few enough to beat the heart between. */
const AT_ONCE = 500;

/**
 * Hands a batch in and commits what is durable. An offset is committed only after ingest has every record up to it, or has refused it for
 * good. Where something cannot be kept now, nothing from that record on is committed, and the partition waits.
 */
export async function receiveBatch(
  batch: KafkaBatch,
  route: KafkaRoute,
  ingest: Ingest,
  watch: KafkaWatch,
  now: () => Instant,
): Promise<void> {
  for (let start = 0; start < batch.records.length && batch.isCurrent(); start += AT_ONCE) {
    const records = batch.records.slice(start, start + AT_ONCE);
    const receipts = await Promise.all(records.map((record) => receive(record, route, ingest, now())));
    const stop = receipts.findIndex((receipt) => receipt?.is === "unavailable");
    const taken = stop < 0 ? records.length : stop;
    for (let index = 0; index < taken; index += 1) tell(batch, records[index], receipts[index] ?? null, watch);
    const last = records[taken - 1];
    if (last) await batch.commit(last.offset);
    const failed = receipts[stop];
    const offset = records[stop]?.offset;
    if (failed?.is === "unavailable" && offset !== undefined) {
      watch.waiting({ ...placeOf(batch), offset }, failed.rejection.detail, failed.retryAfterS);
      batch.retryFrom(offset, failed.retryAfterS);
      return;
    }
    await batch.heartbeat();
  }
}

/** Null for a tombstone. */
async function receive(record: KafkaRecord, route: KafkaRoute, ingest: Ingest, now: Instant): Promise<Receipt | null> {
  const arrival = toArrival(record, route, now);
  if (!arrival) return null;
  return route.trusted ? ingest.receiveTrusted(arrival) : ingest.receive(arrival);
}

function tell(batch: KafkaBatch, record: KafkaRecord | undefined, receipt: Receipt | null, watch: KafkaWatch): void {
  const place = { ...placeOf(batch), offset: record?.offset ?? "" };
  if (receipt === null) {
    watch.counted("empty");
    watch.passedOver(place, "empty_record", "The record has no value.");
  } else if (receipt.is === "refused") {
    watch.counted("refused");
    watch.passedOver(place, receipt.rejection.code, receipt.rejection.detail);
  } else if (receipt.is === "accepted" || receipt.is === "duplicate") {
    watch.counted(receipt.is);
  }
}

const placeOf = ({ topic, partition }: KafkaBatch) => ({ topic, partition });
