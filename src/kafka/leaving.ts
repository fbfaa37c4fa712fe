import { setTimeout as sleep } from "node:timers/promises";

/** A broker that is away keeps nobody from ending: what was not acknowledged or committed is done again. */
const LEAVING_MS = 5_000;

/** Waits until work with Kafka came to its end, but no longer than `ms`; five seconds, if left out. kafkajs tries some things for ever. Says whether it did. */
export function hasEnded(work: Promise<unknown>, ms: number = LEAVING_MS): Promise<boolean> {
  return Promise.race([work.then(() => true), sleep(ms, false, { ref: false })]);
}
