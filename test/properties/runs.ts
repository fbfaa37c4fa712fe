/** How often a property is tried: `usual` times, or ANNALIST_RUNS times as often. */
export function runs(usual: number): { readonly numRuns: number } {
  return { numRuns: usual * Number(process.env["ANNALIST_RUNS"] ?? 1) };
}
