import { type Instant, SECOND } from "../domain/time.ts";
import type { Log } from "../telemetry/log.ts";

/** A webhook that was not taken, as far as a log may tell of it. */
export interface Refused {
  readonly source: string;
  readonly code: string;
  /** What is the matter here, where it is no fault of the sender's. */
  readonly reason?: string;
}

interface Told {
  readonly at: Instant;
  readonly message: string;
  readonly last: Refused;
  /** How many came since, of which no line tells yet. */
  readonly untold: number;
}

const REST = 10 * SECOND;

/**
 * Logs webhooks that were not taken. Senders come again, and a full disk or a mistyped secret refuses thousands: of one source and code the first is
 * told at once, and the others in a line every ten seconds at most, which says how many `times` it stands for.
 */
export class RefusalLog {
  readonly #log: Pick<Log, "warn">;
  readonly #now: () => Instant;
  readonly #told = new Map<string, Told>();

  constructor(log: Pick<Log, "warn">, now: () => Instant) {
    this.#log = log;
    this.#now = now;
  }

  /** @param refused of a source that is configured: a line is remembered for each */
  tell(refused: Refused, message: string): void {
    const name = [message, refused.source, refused.code].join("\n");
    const before = this.#told.get(name);
    const at = this.#now();
    // A clock that was set back silences nobody.
    if (before && at >= before.at && at < before.at + REST) {
      this.#told.set(name, { ...before, last: refused, untold: before.untold + 1 });
      return;
    }
    this.#log.warn({ ...refused, times: (before?.untold ?? 0) + 1 }, message);
    this.#told.set(name, { at, message, last: refused, untold: 0 });
  }

  /** Tells what no line told of. */
  close(): void {
    for (const { message, last, untold } of this.#told.values()) {
      if (untold > 0) this.#log.warn({ ...last, times: untold }, message);
    }
    this.#told.clear();
  }
}
