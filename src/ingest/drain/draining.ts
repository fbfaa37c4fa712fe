import type { AppendOutcome } from "../../store/store.ts";
import type { Source } from "../source.ts";

/** What decodes stored deliveries behind the answers: in this thread (Drain) or in one of its own. */
export interface Draining {
  /** Starts decoding what is new, unless that is under way. */
  wake(): void;
  /** Resolves when everything that was in the inbox at the call is decoded and stored, or the drain was stopped. */
  drained(): Promise<void>;
  /** Ends after the batch under way. */
  stop(): Promise<void>;
}

/** What became of a batch of stored deliveries. Times in milliseconds, by a monotonic clock. */
export interface BatchReport {
  readonly deliveries: readonly string[];
  readonly outcomes: Readonly<Record<AppendOutcome, number>>;
  readonly rejections: readonly { readonly source: string; readonly code: string }[];
  readonly ignored: number;
  readonly decodeMs: number;
  readonly appendMs: number;
}

export interface DrainHooks {
  readonly sources: ReadonlyMap<string, Source>;
  readonly onBatch: (report: BatchReport) => void;
  /** Told when the store takes nothing at all; the drain waits and tries again. */
  readonly onOutage: (reason: string) => void;
  /** Told when a store that took nothing is seen again, where that shows before it takes something. */
  readonly onBack?: () => void;
}
