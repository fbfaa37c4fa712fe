const LONGEST_MS = 2_000;

/** Waits 200 ms, 400 ms, … up to 2 s before the next attempt. */
export function pauseLonger(attempt: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.min(LONGEST_MS, 100 * 2 ** attempt)));
}
