import type { DecisionRecord } from "../domain/decision.ts";
import type { RecordedEvent, Sighting } from "../domain/event.ts";
import type { KafkaPlace } from "../domain/kafka-place.ts";
import type { SweepLimits, SweepStep } from "../domain/retention.ts";
import type { Instant } from "../domain/time.ts";

/** `appended`: a new event; `variant`: a known key with new content; `duplicate`: known content (the sighting is kept if it is new). */
export type AppendOutcome = "appended" | "variant" | "duplicate";

/** A sighting to append. What else is known of it is no part of it. */
export interface NewSighting extends Sighting {
  /** The JSON of its event, where it was written for the hash: a store need not write it again. */
  readonly json?: string;
  /** The key of its event, where that need not be read for it. */
  readonly key?: string;
}

/** An authentic delivery, or a part of one, that could not be normalised. Kept, listed, replayable. */
export interface QuarantineRecord {
  readonly delivery: string;
  readonly source: string;
  /** µs since 1970 */
  readonly receivedAt: number;
  readonly code: string;
  readonly detail: string;
  /** A hash of the source and the bytes: deliveries that carried the same count as one in a draft. */
  readonly content?: string;
  /** Where it lies in Kafka, where it came from there. */
  readonly place?: KafkaPlace;
}

/** What tells the records of one delivery apart. */
export type Reason = Pick<QuarantineRecord, "code" | "detail">;

/** An immutable, numbered version of a draft that people agreed on. Stored as bytes and served from them. */
export interface PublicationRecord {
  /** The key of the pinned opener. */
  readonly incident: string;
  readonly number: number;
  readonly by: string;
  /** RFC 3339, UTC */
  readonly at: string;
  /** SHA-256 of `json`. */
  readonly digest: string;
  /** Number of the last decision that it holds. */
  readonly revision: number;
  /** Event keys that it was made of, each with the content hash of the variant in force. */
  readonly events: Readonly<Record<string, string>>;
  /** Canonical JSON of the draft as published. */
  readonly json: string;
  readonly markdown: string;
  readonly html: string;
  /** Hashes of the request's `Idempotency-Key` (with its caller) and body, so that sending it again is recognised. */
  readonly request?: { readonly key: string; readonly body: string };
}

/**
 * What became of an attempt to append under a number that somebody else may have taken meanwhile. `gone`: the incident's events were forgotten before; a store
 * that says so says it instead of appending.
 */
export type Numbered<T> =
  | { readonly is: "appended"; readonly records: readonly T[] }
  | { readonly is: "taken" | "gone" };

/** A line of the feed of changes. */
export interface Change {
  readonly cursor: number;
  readonly type: "draft_changed" | "decided" | "published";
  /** Incident id as served. */
  readonly incident: string;
  readonly revision: number;
  readonly digest: string;
  /** RFC 3339, UTC */
  readonly at: string;
}

/** The parts of no interest that a delivery carried. */
export interface Ignored {
  readonly delivery: string;
  readonly source: string;
  /** µs since 1970 */
  readonly receivedAt: number;
  /** By the sender's name, one for each part; none: it is only said that the delivery came. */
  readonly types: readonly string[];
}

export interface SourceCounts {
  readonly source: string;
  /** Those that carried at least one event. */
  readonly deliveries: number;
  /** Event keys that it brought first; variants are not counted. */
  readonly events: number;
  /** Authentic parts of no interest, by the sender's name. */
  readonly ignored: Readonly<Record<string, number>>;
  /** Of deliveries with an event, and of those that {@link Store.countIgnored} was told of. */
  readonly lastReceivedAt: number | null;
}

/** A delivery as it came: the bytes behind an event. */
export interface RawDelivery {
  readonly id: string;
  readonly source: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** µs since 1970 */
  readonly receivedAt: number;
  /** Where it lies in Kafka, where it came from there: as `writeKafkaPlace` writes it. Earlier versions did not keep it. */
  readonly place?: string | undefined;
}

/** What is left of a delivery whose bytes were deleted because they had been kept for long enough. Times in µs since 1970. */
export interface SweptDelivery {
  readonly id: string;
  readonly source: string;
  readonly receivedAt: number;
  /** As in {@link RawDelivery}: Kafka may keep for longer what it holds. */
  readonly place?: string | undefined;
  /** When the bytes were deleted. */
  readonly sweptAt: number;
}

/** Raw deliveries where every process that shares the store can read them. An inbox holds only what its own process took in. */
export interface DeliveryArchive {
  /** Idempotent per id: the first is kept. All are durable when this resolves. MUST be called before their sightings are appended. */
  keepDeliveries(deliveries: readonly RawDelivery[]): Promise<void>;
  /** Null where there is none, or its bytes were swept. */
  readDelivery(id: string): Promise<RawDelivery | null>;
  /** What is left of a delivery whose bytes were swept; null for any other. */
  readSwept(id: string): Promise<SweptDelivery | null>;
  /**
   * Deletes some of what is older than the limits: first bytes, then what is left of those whose bytes were swept. To be called again until
   * `isDone`. May be called by several processes at once.
   */
  sweepDeliveries(limits: SweepLimits): Promise<SweepStep>;
}

/** A claim to a number under a name. Who claimed it, and for what, is the caller's. */
export interface Claim {
  /** From 1 on. */
  readonly number: number;
  readonly value: string;
}

/** Numbers that are claimed once each, whoever asks: what leases and marks are made of. */
export interface Claims {
  /** Whether the number was free, and is the caller's now. False also where the caller itself claimed it before. */
  claim(name: string, claim: Claim): Promise<boolean>;
  /** The claim with the greatest number; null where there is none. */
  lastClaim(name: string): Promise<Claim | null>;
}

/** A store that can forget events. */
export interface Forgetting {
  /**
   * Deletes the events that these keys carry, with their variants and sightings: what is read then is what it would be had they never come.
   * All or none, and none where an incident that one of the keys names has a decision or a publication; the version grows if there were any. What
   * sources are said to have brought stays as it was counted.
   *
   * @returns how many keys were deleted
   */
  dropEvents(keys: readonly string[]): Promise<number>;

  /**
   * Gives back some of the room of what was deleted, as far as that lies among what was received before this instant; changes nothing that can be read.
   *
   * @returns whether nothing more is to be gained now
   */
  reclaim(before: Instant): Promise<boolean>;
}

/**
 * Where events, decisions and publications live. Correctness rests on inserts under a unique key only: a look-up before an insert never
 * decides, and no adapter may need an update in place or a transaction over several documents. Everything returned is a copy, or frozen.
 * An unknown incident is empty, not an error. Every method may be called after a crash at any point and by several processes.
 */
export interface Store extends Claims {
  /**
   * Appends each sighting once per (event key, content, delivery), atomically, also when several processes deliver the same.
   * Outcomes are in the order of the input. The whole batch is durable when this resolves.
   */
  appendSightings(sightings: readonly NewSighting[]): Promise<readonly AppendOutcome[]>;

  /** A number that grows with each append that changed what {@link readEvents} gives; equal numbers mean equal events. */
  eventsVersion(): Promise<number>;

  /** All events, in the total order, as `recordEvents` of all sightings would give them. Shared and frozen all the way down. */
  readEvents(): Promise<readonly RecordedEvent[]>;

  /** The sightings under exactly this key, by (receivedAt, delivery): how often and when it was delivered, and its variants. */
  readSightings(key: string): Promise<readonly Sighting[]>;

  /** The sightings that one delivery carried. */
  readSightingsOf(delivery: string): Promise<readonly Sighting[]>;

  /**
   * Appends decisions numbered `from`, `from + 1`, …, all or none. MUST give `taken`, and change nothing, if any of the numbers
   * exists: of two editors that number alike exactly one wins.
   */
  appendDecisions(
    incident: string,
    from: number,
    records: readonly DecisionRecord[],
  ): Promise<Numbered<DecisionRecord>>;

  /** Decisions of an incident (by the key of its pinned opener), by number. */
  listDecisions(incident: string): Promise<readonly DecisionRecord[]>;

  /** The keys of all pinned openers: of every incident with a decision or a publication. */
  listPinned(): Promise<readonly string[]>;

  /** MUST give `taken` if the number exists. */
  appendPublication(record: PublicationRecord): Promise<Numbered<PublicationRecord>>;
  /** By number. */
  listPublications(incident: string): Promise<readonly PublicationRecord[]>;
  /** The greatest number; 0: none. */
  lastPublication(incident: string): Promise<number>;
  readPublication(incident: string, number: number): Promise<PublicationRecord | null>;

  /** Idempotent per (delivery, code, detail): the first is kept. */
  quarantine(records: readonly QuarantineRecord[]): Promise<void>;
  /** By (receivedAt, delivery, code, detail). */
  listQuarantine(): Promise<readonly QuarantineRecord[]>;
  /** Forgets the records of a delivery that could be normalised after all, except those of a (code, detail) that still holds. */
  release(delivery: string, except?: readonly Reason[]): Promise<void>;

  /** The stored answer of a request with this `Idempotency-Key`, if there was one. The scope names caller and route. */
  readAnswer(scope: string, key: string): Promise<{ readonly bodyHash: string; readonly answer: string } | null>;
  /** Keeps the first answer; a second for the same key is ignored. */
  keepAnswer(scope: string, key: string, answer: { readonly bodyHash: string; readonly answer: string }): Promise<void>;

  appendChange(change: Omit<Change, "cursor">): Promise<Change>;
  /** Changes after a cursor (0: from the start), oldest first, at most `limit`. */
  listChanges(after: number, limit: number): Promise<readonly Change[]>;

  /**
   * Notes that deliveries came, and counts the parts of no interest of each once: a batch that is repeated after a crash counts no more. Of each source some types
   * are told apart, at least 50; the others may be counted together.
   */
  countIgnored(ignored: readonly Ignored[]): Promise<void>;
  /** By name. */
  countSources(): Promise<readonly SourceCounts[]>;

  close(): Promise<void>;
}
