import type { Logger } from "pino";
import type { Config } from "../config/config.ts";
import { pauseLonger } from "../ingest/drain/pause.ts";
import { StoreMisconfigured, StoreUnavailable } from "../store/unavailable.ts";
import { CommandError } from "./shell.ts";

/** That the store could not be reached at the start. */
export interface Away {
  readonly reason: string;
  /** Resolves when it is reached, or nobody waits for that any more. */
  readonly back: Promise<void>;
}

/**
 * Reaches for the store. One that cannot be reached now keeps no server from starting: deliveries wait in the inbox, or with their senders; and
 * it is looked for until it is there.
 *
 * @returns null where it is there, or nothing waits here for it
 * @throws CommandError where it never could be used: a person must mend something
 */
export async function reach(
  check: () => Promise<void>,
  { store }: Pick<Config, "store">,
  { log, stopping }: { readonly log: Logger; readonly stopping: AbortSignal },
): Promise<Away | null> {
  try {
    await check();
    return null;
  } catch (error) {
    if (error instanceof StoreMisconfigured) throw new CommandError(error.message);
    if (!(error instanceof StoreUnavailable)) throw error;
    // Then there is no inbox where anything could wait, and what stands in its place looks for the store itself.
    const isTaken = store.kind !== "mongodb" || store.ack !== "store";
    const meanwhile = isTaken ? "deliveries are taken, and wait in the inbox." : "no delivery is taken until it can.";
    log.warn({ reason: error.message }, `The store cannot be reached: ${meanwhile}`);
    return isTaken ? { reason: error.message, back: lookAgain(check, stopping) } : null;
  }
}

async function lookAgain(check: () => Promise<void>, stopping: AbortSignal): Promise<void> {
  for (let attempt = 1; !stopping.aborted; attempt += 1) {
    await pauseLonger(attempt, stopping);
    try {
      if (!stopping.aborted) await check();
      return;
    } catch {
      // Not yet. What a person must mend is told by whatever wants to store something.
    }
  }
}
