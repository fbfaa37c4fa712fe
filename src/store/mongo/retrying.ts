import { reasonOf } from "../../domain/outcome.ts";
import { StoreMisconfigured, StoreUnavailable } from "../unavailable.ts";
import { isOutage, isPassing, isRefusal } from "./failures.ts";

/** Chance and waiting come from outside, so that tests need neither. */
export interface Patience {
  /** From 0 up to 1. */
  readonly random: () => number;
  readonly pause: (ms: number) => Promise<void>;
  /** Monotonic, in ms. */
  readonly clockMs: () => number;
  /** Waits no longer for one attempt than is sensible: see {@link inTime}. */
  readonly limit: <T>(attempt: Promise<T>) => Promise<T>;
  /** Whether nothing is worth another attempt, because the process is about to end. */
  readonly isOver: () => boolean;
}

const ATTEMPTS = 6;
/** After so long no further attempt is begun: whoever waits is told before they give up. */
const ENOUGH_MS = 5_000;
const FIRST_MS = 40;
const LONGEST_MS = 1_000;

/** Waits a random time before the n-th further attempt, on average twice as long each time: those who collided part. */
export async function backOff({ random, pause }: Patience, attempt: number): Promise<void> {
  await pause(random() * Math.min(LONGEST_MS, FIRST_MS * 2 ** attempt));
}

/**
 * Does an operation that may safely be done twice, again after each passing failure, at most six times within five seconds, and only until the
 * process is asked to end. (The driver would do it twice, and only in a session, which not every server has.)
 *
 * @throws StoreUnavailable where the server could not be reached or did not recover in time
 */
export async function retrying<T>(patience: Patience, operation: () => Promise<T>): Promise<T> {
  const started = patience.clockMs();
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await patience.limit(operation());
    } catch (error) {
      const isEnough = patience.isOver() || attempt === ATTEMPTS || patience.clockMs() - started > ENOUGH_MS;
      if (!isPassing(error) || isEnough) throw inWords(error);
    }
    await backOff(patience, attempt);
  }
}

function inWords(error: unknown): unknown {
  const reason = reasonOf(error);
  if (isRefusal(error)) {
    return new StoreMisconfigured(
      `MongoDB refuses the user of store.url (${reason}). Check user, password and authSource; the user needs the role readWrite on the database.`,
      { cause: error },
    );
  }
  if (!isOutage(error)) return error;
  return new StoreUnavailable(`MongoDB cannot be reached or does not answer (${reason}).`, { cause: error });
}
