import type { SweepLimits, SweepStep } from "../../domain/retention.ts";
import type { Instant } from "../../domain/time.ts";
import type { SweptDelivery } from "../../store/store.ts";
import type { StoredDelivery } from "../delivery.ts";

/** A verified delivery on its way into the inbox. */
export interface NewDelivery {
  readonly source: string;
  /** Only those that the source kind reads. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  readonly receivedAt: Instant;
  /** A name that a trusted carrier gave it. */
  readonly id?: string;
  /** Where it lies in Kafka, where it came from there. */
  readonly place?: string | undefined;
}

/** `duplicate`: the same source sent the same content before; `delivery` names what holds it. */
export interface Kept {
  readonly is: "accepted" | "duplicate";
  readonly delivery: string;
}

/** That, and when, a content came. */
export interface ReceiptRecord {
  readonly id: string;
  readonly receivedAt: Instant;
}

/** A delivery waiting to be decoded, with its place in the inbox. */
export interface Pending {
  readonly sequence: number;
  readonly delivery: StoredDelivery;
}

/** What one commit kept that is to be decoded: all that comes after a place, up to the last of these. */
export interface Committed {
  readonly after: number;
  /** In the order of their places; not empty. */
  readonly pending: readonly Pending[];
}

export interface Selection {
  readonly source?: string;
  /** Received at or after. */
  readonly since?: Instant;
}

/** The inbox could not keep a delivery now, and may keep it later: nothing was lost, the sender should come again. */
export class InboxUnavailable extends Error {
  override readonly name = "InboxUnavailable";
  readonly code: "disk_full" | "inbox_busy" | "inbox_failed" | "shutting_down" | "store_unavailable";

  constructor(code: InboxUnavailable["code"], message: string) {
    super(message);
    this.code = code;
  }
}

/**
 * Where raw deliveries are kept before anything else happens to them: the truth that events are derived from, again if need be.
 *
 * Contents are kept once per (source, relevant headers, body). The same content again leaves a small receipt, so that how often and when
 * it came stays known; a receipt is decoded as a delivery of its own where a carrier named it, or where it came earlier than those known.
 */
export interface Inbox {
  /**
   * Resolves after the delivery is committed and synced, never before.
   *
   * @throws InboxUnavailable where it is not kept, and may be later
   */
  append(delivery: NewDelivery): Promise<Kept>;

  /**
   * The same for many, in their order, with one sync.
   *
   * @throws InboxUnavailable where one of them is not kept; the others may be, and are duplicates when they come again
   */
  appendAll(deliveries: readonly NewDelivery[]): Promise<readonly Kept[]>;

  /** Deliveries to decode that come after `sequence`, in the order of their arrival: at most `most`, and about `mostBytes` of bodies. */
  pending(sequence: number, most: number, mostBytes: number): readonly Pending[];

  /** The place up to which everything was decoded, as last told by {@link settle}: may lag behind after a crash. */
  settled(): number;

  /** Remembers that everything up to this place was decoded. Need not be durable at once: decoding again changes nothing. */
  settle(sequence: number): void;

  /** How many places wait to be decoded. */
  backlog(): number;

  /** A delivery by any of its names; null where there is none, or its bytes were swept. */
  read(id: string): StoredDelivery | null;

  /** What is left of a delivery whose bytes were swept; null for any other. */
  readSwept(id: string): SweptDelivery | null;

  /** When the content of a delivery came, each time, by (receivedAt, id). Empty for an unknown id. */
  receipts(id: string): readonly ReceiptRecord[];

  /** All that are decoded as deliveries of their own, after `sequence`, for replaying; but those whose bytes were swept. */
  select(selection: Selection, sequence: number, most: number): readonly Pending[];

  /** How many {@link select} leaves out because their bytes were swept. */
  countSwept(selection: Selection): number;

  /**
   * Deletes some of what is older than the limits: first bytes, then receipts. Never of what waits to be decoded. To be called again until
   * `isDone`; each call is one synced commit, and so small that no sender waits for it. A content of which receipts are left is known as a duplicate
   * when it comes again; if it has to be decoded then, its bytes are kept again, until the next sweep.
   *
   * @throws InboxUnavailable where nothing can be written now: nothing was deleted by this call
   */
  sweep(limits: SweepLimits): SweepStep;

  /** Null where a delivery can be kept now, else a sentence that says why not. Tries to write where the last attempt failed. */
  trouble(): string | null;

  /** Flushes what is queued, then closes. May be called twice. */
  close(): Promise<void>;
}

/** An inbox that tells what it keeps, so that whoever decodes need not read it back. */
export interface TellingInbox extends Inbox {
  /** From now on `listener` is told of every commit that kept something to decode, in their order; and nobody else any more. */
  onCommitted(listener: (committed: Committed) => void): void;
}
