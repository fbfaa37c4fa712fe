import { writeKafkaPlace } from "../domain/kafka-place.ts";
import { compareQuarantine } from "./orders.ts";
import type { QuarantineRecord } from "./store.ts";

/**
 * What a store keeps in quarantine, as it lists it: by (receivedAt, delivery, code, detail). Earlier versions wrote into the detail where a
 * refused record of Kafka lies; that stands in `place` here, so that what they kept and what is kept when the record is read again are one.
 */
export function listedQuarantine(kept: readonly QuarantineRecord[]): QuarantineRecord[] {
  const told = kept.map(withPlace);
  const listed = told.toSorted(compareQuarantine);
  return told.every((record, index) => record === kept[index]) ? listed : firstOfEach(listed);
}

const TOLD_IN_DETAIL = / The record is in topic ([^ ]+), partition (\d+), at offset (\d+)\.$/;

/** Only where the name says the same place: a detail may quote a sender. */
function withPlace(record: QuarantineRecord): QuarantineRecord {
  if (record.place !== undefined || !record.delivery.startsWith("kafka:")) return record;
  const [sentence = "", topic = "", partition, offset = ""] = TOLD_IN_DETAIL.exec(record.detail) ?? [];
  const place = { topic, partition: Number(partition), offset };
  if (record.delivery !== `kafka:${writeKafkaPlace(place)}`) return record;
  return { ...record, detail: record.detail.slice(0, -sentence.length), place };
}

function firstOfEach(records: readonly QuarantineRecord[]): QuarantineRecord[] {
  const first = new Map<string, QuarantineRecord>();
  for (const record of records) {
    first.getOrInsert(JSON.stringify([record.delivery, record.code, record.detail]), record);
  }
  return [...first.values()];
}
