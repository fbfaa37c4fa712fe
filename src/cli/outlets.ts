import { randomUUID } from "node:crypto";
import type { Logger } from "pino";
import type { Config } from "../config/config.ts";
import { Outbox } from "../outlets/outbox.ts";
import { keepTelling, type Telling } from "../outlets/telling.ts";
import { Lease } from "../store/lease.ts";
import type { Store } from "../store/store.ts";

const LOOK_EVERY_MS = 1_000;

/** Begins to tell the outlets that the configuration names. Of all processes on one store one tells each; null where there is none. */
export async function startOutlets(
  { kafka }: Config,
  store: Store,
  log: Logger,
  clockMs: () => number,
): Promise<Telling | null> {
  if (kafka?.changesTo === undefined) return null;
  const { createKafkaOutlet } = await import("../outlets/kafka.ts");
  const outlet = createKafkaOutlet(kafka, kafka.changesTo, log);
  const lease = new Lease({ claims: store, name: `lease:${outlet.name}`, holder: randomUUID(), clockMs });
  const outbox = new Outbox({ store, outlet, isHeld: () => lease.isHeld() });
  const telling = keepTelling({ outbox, log, everyMs: LOOK_EVERY_MS });
  return {
    async stop() {
      const hasEnded = await telling.stop();
      // Who may still be telling is not to be overtaken at once: then the lease runs out by itself.
      if (!hasEnded) {
        log.warn({ outlet: outlet.name }, "An outlet does not answer; changes that were not told are told again.");
        return false;
      }
      await lease
        .release()
        .catch((error: unknown) => log.warn({ reason: String(error) }, "A lease runs out by itself."));
      await outlet.close();
      return true;
    },
  };
}
