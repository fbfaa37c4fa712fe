/** The clock, chance and patience that waiting needs. */
export interface Timing {
  /** ms since 1970 */
  now(): number;
  /** From 0, inclusive, to 1, exclusive. */
  random(): number;
  /** Resolves after so many ms; rejects when `signal` is aborted. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

/** What became of one attempt. `afterMs`: the other side said how long to wait. */
export type Attempt<T> =
  | { readonly is: "done"; readonly value: T }
  | { readonly is: "again"; readonly why: string; readonly afterMs?: number };

export interface Patience {
  readonly timing: Timing;
  readonly signal: AbortSignal;
  /** Told before each wait. */
  readonly onWait?: (why: string, ms: number) => void;
}

const MOST_ATTEMPTS = 8;
const FIRST_MS = 1_000;
const LONGEST_MS = 60_000;
/** Who asks for more than this is not obeyed to the letter: it is asked again. */
const LONGEST_ASKED_MS = 300_000;

/**
 * Tries until it is done, at most eight times. Between attempts it waits as long as the other side asked, and up to a second more, so that
 * many who were refused together do not come back together; where nothing was asked, a random part of 1 s, 2 s, 4 s, … up to a minute.
 *
 * @returns the value, or why the last attempt failed
 * @throws what `attempt` throws, and the signal's reason when it is aborted
 */
export async function persist<T>(
  attempt: () => Promise<Attempt<T>>,
  { timing, signal, onWait }: Patience,
): Promise<{ readonly ok: true; readonly value: T } | { readonly ok: false; readonly why: string }> {
  for (let failed = 1; ; failed++) {
    signal.throwIfAborted();
    const outcome = await attempt();
    if (outcome.is === "done") return { ok: true, value: outcome.value };
    if (failed >= MOST_ATTEMPTS) return { ok: false, why: outcome.why };
    const ms = waitMs(failed, outcome.afterMs, timing.random());
    onWait?.(outcome.why, ms);
    await timing.sleep(ms, signal);
  }
}

function waitMs(failed: number, asked: number | undefined, chance: number): number {
  if (asked !== undefined) return Math.round(Math.min(asked, LONGEST_ASKED_MS) + chance * FIRST_MS);
  return Math.round(chance * Math.min(LONGEST_MS, FIRST_MS * 2 ** (failed - 1)));
}

type Headers = Readonly<Record<string, string | string[] | undefined>>;

/**
 * How long a refusal asks to wait: `Retry-After` (seconds, or a date), else `ratelimit-reset` (seconds). Undefined where it says nothing
 * that can be understood.
 */
export function askedWaitMs(headers: Headers, now: number): number | undefined {
  const retry = secondsOf(headers["retry-after"]);
  if (retry !== undefined) return retry;
  const date = dateOf(headers["retry-after"]);
  if (date !== undefined) return Math.max(0, date - now);
  return secondsOf(headers["ratelimit-reset"]) ?? secondsOf(headers["x-ratelimit-reset"]);
}

/** As HTTP writes dates: they begin with a weekday. Of bare numbers, too, JavaScript makes dates. */
function dateOf(value: string | string[] | undefined): number | undefined {
  const date = typeof value === "string" && /^[A-Z][a-z]{2}/.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(date) ? undefined : date;
}

function secondsOf(value: string | string[] | undefined): number | undefined {
  return typeof value === "string" && /^\d{1,9}$/.test(value.trim()) ? Number(value) * 1_000 : undefined;
}
