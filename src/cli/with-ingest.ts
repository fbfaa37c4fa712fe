import type { Config } from "../config/config.ts";
import type { Inbox } from "../ingest/inbox/inbox.ts";
import { createIngest, type RunningIngest } from "../ingest/ingest.ts";
import { type Log, SILENT } from "../telemetry/log.ts";
import { openStore, refuseLostStore } from "./adapters.ts";
import type { Shell } from "./shell.ts";

/**
 * Hands something in without a server, and waits until all of it is decoded and stored. Closes everything at the end, the inbox too.
 *
 * @throws CommandError where the store's file was lost
 * @throws StoreUnavailable where the store cannot be reached at the start; one that goes away later is noted, and waited for
 */
export async function withIngest<T>(
  config: Config,
  inbox: Inbox,
  shell: Shell,
  handIn: (ingest: RunningIngest) => Promise<T>,
): Promise<T> {
  refuseLostStore(config, inbox);
  const { store, archive, check } = await openStore(config);
  try {
    await check();
    const log: Log = { ...SILENT, error: (fields, message) => shell.note(`${message} ${JSON.stringify(fields)}`) };
    const kept = archive ? { archive } : {};
    const ingest = createIngest({ ...kept, sources: config.sources, inbox, store, now: shell.now, log });
    try {
      const handed = await handIn(ingest);
      await ingest.drained();
      return handed;
    } finally {
      await ingest.close();
    }
  } finally {
    await store.close();
    await inbox.close();
  }
}
