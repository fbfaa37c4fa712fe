import { setTimeout as sleep } from "node:timers/promises";

/** Waits after so many failures in a row; no longer than until the signal. */
export type Pause = (attempt: number, until?: AbortSignal) => Promise<void>;

const LONGEST_MS = 2_000;

/** Waits 200 ms, 400 ms, … up to 2 s before the next attempt. */
export const pauseLonger: Pause = (attempt, until) =>
  sleep(Math.min(LONGEST_MS, 100 * 2 ** attempt), undefined, until ? { signal: until } : {}).catch(() => undefined);
