import type { Instant, Span } from "./time.ts";

/** For how long things are kept; null: for ever. */
export interface Retention {
  /** The bytes of deliveries. */
  readonly raw: Span | null;
  /** Events with their sightings. */
  readonly events: Span | null;
  /** What tells that a delivery came before, and when: its receipts. */
  readonly keys: Span | null;
}

/** What may be deleted of deliveries: what was received before these instants; null: nothing. `at` is noted as the time of the deletion. */
export interface SweepLimits {
  readonly rawBefore: Instant | null;
  readonly keysBefore: Instant | null;
  readonly at: Instant;
}

/** What one step of a sweep deleted. `isDone`: nothing more is to be deleted now. */
export interface SweepStep {
  readonly bodies: number;
  readonly receipts: number;
  readonly isDone: boolean;
}

/** Before which instants bytes and keys are deleted, as of now; null where they are kept for ever. */
export function sweepLimits({ raw, keys }: Retention, at: Instant): SweepLimits {
  const before = (span: Span | null) => (span === null ? null : at - span);
  return { rawBefore: before(raw), keysBefore: before(keys), at };
}
