import { writeKafkaPlace } from "../domain/kafka-place.ts";
import type { Instant } from "../domain/time.ts";
import { parseInstant } from "../domain/time.ts";
import type { Arrival } from "../ingest/delivery.ts";

/** A record as any Kafka client gives it. */
export interface KafkaRecord {
  /** A decimal number: offsets may be larger than a double holds. */
  readonly offset: string;
  /** Null: a tombstone, which is no delivery. */
  readonly value: Uint8Array | null;
  /** When it was written to the topic, as its writer or the broker says. */
  readonly writtenAt?: Instant;
  /** Why nobody can read what was written here: `value` is nothing of it. */
  readonly unreadable?: string;
  /** As text; of several headers of one name the last. */
  readonly headers: Readonly<Record<string, string>>;
}

/** What a record of a topic is taken for. */
export interface KafkaRoute {
  /** Left out where each record names its own: only on a trusted topic. */
  readonly source?: string;
  /** Whoever may write to the topic is believed, also about the source, the delivery's name and when it was received. */
  readonly trusted: boolean;
}

/** Where and when the records of a batch come. */
export interface KafkaOrigin {
  readonly topic: string;
  readonly partition: number;
  readonly receivedAt: Instant;
}

/**
 * Makes an arrival of a record; null for a tombstone, and for one that cannot be read. CloudEvents headers (`ce_…` in Kafka) get the names and the percent-encoding that
 * they have in HTTP (`ce-…`), so that a source reads both alike. On a trusted topic a bridge may state what it knows of the delivery:
 * `annalist-source`, `annalist-delivery-id`, `annalist-received-at` (RFC 3339).
 */
export function toArrival(record: KafkaRecord, route: KafkaRoute, origin: KafkaOrigin): Arrival | null {
  if (record.value === null || record.unreadable !== undefined) return null;
  const named = Object.entries(record.headers);
  const written = record.writtenAt === undefined ? {} : { writtenAt: record.writtenAt };
  const { topic, partition, receivedAt } = origin;
  const place = writeKafkaPlace({ topic, partition, offset: record.offset });
  const facts = { source: route.source ?? "", body: record.value, receivedAt, place, ...written };
  // Most records have none.
  if (named.length === 0) return { ...facts, headers: {} };
  const headers = Object.fromEntries(named.map(([name, value]) => toHttp(name, value)));
  const { "annalist-source": source, "annalist-delivery-id": id, "annalist-received-at": received, ...rest } = headers;
  if (!route.trusted) return { ...facts, headers: rest };
  return {
    ...facts,
    source: source ?? facts.source,
    headers: rest,
    receivedAt: parseInstant(received ?? "")?.at ?? receivedAt,
    ...(id ? { id } : {}),
  };
}

function toHttp(name: string, value: string): [string, string] {
  const lower = name.toLowerCase();
  if (!lower.startsWith("ce_")) return [lower, value];
  return [`ce-${lower.slice(3)}`, value.toWellFormed().replaceAll(/[^!#$&-~]/gu, encodeURIComponent)];
}
