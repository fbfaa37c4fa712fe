import { reasonOf } from "../domain/outcome.ts";
import type { Log } from "../telemetry/log.ts";

export type Close = () => Promise<unknown>;

/**
 * Closes what was opened, the last first, one after the other. What cannot be closed is logged and keeps nothing else open: a broker that fails
 * while it is left must not keep what was acknowledged from being finished.
 */
export async function closeAll(opened: readonly Close[], log: Log): Promise<void> {
  for (const close of opened.toReversed()) {
    try {
      await close();
    } catch (error) {
      log.error({ reason: reasonOf(error) }, "Something could not be closed; the rest is.");
    }
  }
}
