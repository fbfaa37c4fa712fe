import { setTimeout as sleep } from "node:timers/promises";
import type { Worker } from "node:worker_threads";

/** Time for what a thread is at: a batch, an answer, a derivation. */
const ENDING_MS = 3_000;

/**
 * Resolves when a thread that was told to end has ended; after three seconds, or `ms`, it is cut off. Only for threads that may be cut off at any moment,
 * as a crash would: what they were at is done again, or is held by others.
 */
export async function endThread(worker: Worker, ended: Promise<void>, ms: number = ENDING_MS): Promise<void> {
  await Promise.race([ended, sleep(ms, undefined, { ref: false })]);
  await worker.terminate();
}
