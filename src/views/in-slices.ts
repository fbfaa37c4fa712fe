import { setImmediate } from "node:timers/promises";
import type { Steps } from "../domain/steps.ts";

/** Others wait no longer than this and one step. */
const SLICE_MS = 10;

/** Runs steps in slices: between two of them readers are served. */
export async function inSlices<T>(steps: Steps<T>): Promise<T> {
  let began = performance.now();
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    if (performance.now() - began < SLICE_MS) continue;
    await setImmediate();
    began = performance.now();
  }
}
