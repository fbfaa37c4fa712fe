import type { KafkaPlace } from "../../src/domain/kafka-place.ts";
import { reject } from "../../src/domain/outcome.ts";
import type { Arrival, Ingest, Receipt } from "../../src/ingest/delivery.ts";
import type { KafkaRecord } from "../../src/receivers/kafka-arrival.ts";
import type { KafkaBatch, KafkaOutlets } from "../../src/receivers/kafka-batch.ts";
import type { QuarantineRecord } from "../../src/store/store.ts";

export const NOW = 1_772_359_200_000_000;
/** Where and when the records of a batch come. */
export const CAME = { topic: "bells", partition: 3, receivedAt: NOW };
export const record = (offset: number, text: string | null = `n${offset}`): KafkaRecord => ({
  offset: String(offset),
  value: text === null ? null : Buffer.from(text),
  headers: {},
});

/** A batch over invented records that remembers what was done to it. */
export function batchOf(records: readonly KafkaRecord[], current: () => boolean = () => true) {
  const done: string[] = [];
  const batch: KafkaBatch = {
    topic: "bells",
    partition: 3,
    records,
    end: String(Number(records.at(-1)?.offset ?? 0) + 11),
    committedBefore: null,
    bounds: () => Promise.resolve({ low: "0", high: "0" }),
    isCurrent: current,
    heartbeat: () => Promise.resolve(void done.push("heartbeat")),
    commit: (offset) => Promise.resolve(void done.push(`commit ${offset}`)),
    retryFrom: (offset, afterS) => void done.push(`retry ${offset} after ${afterS}`),
  };
  return { batch, done };
}

/** An ingest that answers by what the body says, and keeps what it accepted. */
export function ingestOf(
  answer: (text: string) => Receipt,
): Ingest & { readonly kept: string[]; readonly trusted: string[] } {
  const kept: string[] = [];
  const trusted: string[] = [];
  const receive = async (arrival: Arrival): Promise<Receipt> => {
    const text = Buffer.from(arrival.body).toString();
    await Promise.resolve();
    const receipt = answer(text);
    if (receipt.is === "accepted") kept.push(text);
    return receipt;
  };
  return {
    kept,
    trusted,
    receive,
    receiveTrusted: receive,
    room: () => Promise.resolve(null),
    receiveAll: (arrivals, how) => {
      if (how.trusted) trusted.push(...arrivals.map(({ body }) => Buffer.from(body).toString()));
      return Promise.all(arrivals.map(receive));
    },
  };
}

export const accepted: Receipt = { is: "accepted", delivery: "d" };
export const { rejection } = reject("wrong_signature", "No.");
export const refused: Receipt = { is: "refused", because: "unauthentic", rejection };
export const unavailable: Receipt = {
  is: "unavailable",
  rejection: { code: "disk_full", detail: "Full." },
  retryAfterS: 7,
};
export const route = { source: "door", trusted: false };

export function watch() {
  const passed: (KafkaPlace & { code: string })[] = [];
  const counts: Record<string, number> = {};
  const waited: KafkaPlace[] = [];
  const reached: [KafkaPlace, bigint][] = [];
  return {
    reached: (place: KafkaPlace, left: bigint) => void reached.push([place, left]),
    reachedSoFar: reached,
    passed,
    counts,
    waited,
    counted: (outcome: string, records: number) => {
      counts[outcome] = (counts[outcome] ?? 0) + records;
    },
    passedOver: (place: KafkaPlace, code: string) => void passed.push({ ...place, code }),
    lost: () => undefined,
    waiting: (place: KafkaPlace) => void waited.push(place),
  };
}

/** Where records go, with a quarantine that keeps all in `aside`. */
export function outlets(ingest: Ingest, told = watch(), aside: QuarantineRecord[] = []): KafkaOutlets {
  return {
    ...{ ingest, watch: told, now: () => NOW },
    gaps: { look: () => Promise.resolve(null), reached: () => Promise.resolve() },
    quarantine: async (records) => void aside.push(...records),
  };
}
