const FACTOR = Number(process.env["ANNALIST_RUNS"] ?? 1);

/** How often a property is tried: `usual` times, or ANNALIST_RUNS times as often. Looking for a smaller counterexample ends in time to tell of it. */
export function runs(usual: number): { readonly numRuns: number; readonly interruptAfterTimeLimit: number } {
  return { numRuns: usual * FACTOR, interruptAfterTimeLimit: 60_000 * FACTOR };
}

/** How long a test of properties may take, in ms: usually it takes seconds. */
export const PATIENCE = 90_000 * FACTOR;
