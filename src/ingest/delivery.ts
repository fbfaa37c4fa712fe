import type { Rejection } from "../domain/outcome.ts";
import type { Instant } from "../domain/time.ts";
import type { Handshake } from "../sources/lib/define.ts";
import type { NewSighting } from "../store/store.ts";

/** Bytes that arrived for a source and were not verified yet. */
export interface Arrival {
  readonly source: string;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  /** The `token` of the query string, where one was sent. */
  readonly urlToken?: string;
  readonly body: Uint8Array;
  readonly receivedAt: Instant;
  /** When it was written to where it was read from, which may be long ago: a time that it was signed with is compared with this. Left out, it came just now. */
  readonly writtenAt?: Instant;
  /** A name that a trusted carrier (capture line, bridge) gave it; otherwise the inbox names it. */
  readonly id?: string;
  /** Where it lies in Kafka, where it came from there: as `writeKafkaPlace` writes it. Tells nobody's content apart, and names nothing. */
  readonly place?: string | undefined;
}

declare const verified: unique symbol;

/** An arrival whose sender proved itself, or that came by a trusted way. Only verify.ts makes one. */
export interface VerifiedDelivery extends Arrival {
  readonly [verified]: true;
}

/** A delivery as the inbox keeps it: only headers that the source kind reads, never a secret. */
export interface StoredDelivery {
  readonly id: string;
  readonly source: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  readonly receivedAt: Instant;
  /** As {@link Arrival.place}. */
  readonly place?: string | undefined;
}

/** What one delivery said. */
export interface Decoded {
  readonly sightings: readonly NewSighting[];
  readonly rejections: readonly Rejection[];
  readonly ignored: readonly string[];
}

/** What became of an arrival. Only receivers know what HTTP or Kafka call it. */
export type Receipt =
  | { readonly is: "accepted" | "duplicate"; readonly delivery: string }
  | { readonly is: "handshake"; readonly answer: Handshake }
  | {
      readonly is: "refused";
      readonly because: "unknown_source" | "unauthentic" | "too_large";
      readonly rejection: Rejection;
    }
  /**
   * Temporary trouble on our side (disk full, backlog over its bound, shutting down): the sender should come again. `reason` says more, with the
   * remedy, and is for whoever runs this and not for the sender.
   */
  | {
      readonly is: "unavailable";
      readonly rejection: Rejection;
      readonly retryAfterS: number;
      readonly reason?: string;
    };

/** What is told here of a delivery that could not be taken now. */
export const troubleOf = ({ rejection, reason }: Extract<Receipt, { is: "unavailable" }>): string =>
  reason ?? rejection.detail;

/** The transport-free port of the receivers. */
export interface Ingest {
  /** Resolves after the delivery is durable (committed and synced), or with the reason why it is not kept. */
  receive(arrival: Arrival): Promise<Receipt>;
  /** The same for carriers that are trusted by configuration (captures, trusted topics): no signature is checked. */
  receiveTrusted(arrival: Arrival): Promise<Receipt>;
  /** Many at once, as one of the two would take each: receipts in the order of the arrivals, after one sync for all. */
  receiveAll(arrivals: readonly Arrival[], how: { readonly trusted: boolean }): Promise<readonly Receipt[]>;
  /**
   * Resolves with null once little waits to be decoded, at the latest after `mostMs`: then with a sentence that says what is in the way. A carrier that
   * keeps what it has not handed in, such as Kafka, SHOULD ask before it hands in more; a sender that waits for an answer is not asked to.
   */
  room(mostMs: number): Promise<string | null>;
}
