import type { Config } from "../config/config.ts";
import type { DrainHooks, Draining } from "../ingest/drain/draining.ts";
import { pauseLonger } from "../ingest/drain/pause.ts";
import { drainInThread } from "../ingest/drain/sqlite-drain.ts";
import type { Inbox } from "../ingest/inbox/inbox.ts";
import type { SqliteInboxOptions } from "../ingest/inbox/sqlite-inbox.ts";
import { openStoreInbox } from "../ingest/inbox/store-inbox.ts";
import { drainOf, openInbox, openStore } from "./adapters.ts";

/** Where deliveries are kept before they are acknowledged, and what takes them on from there. */
export interface Intake {
  readonly inbox: Inbox;
  readonly drain: (hooks: DrainHooks) => Draining;
}

/**
 * Opens the inbox of the data folder; or, where the configuration wants the store to have a delivery before it is acknowledged
 * (`store.ack: store`), one without a disk.
 *
 * @throws CommandError where the folder cannot be used
 */
export async function openIntake(config: Config, options: Omit<SqliteInboxOptions, "folder">): Promise<Intake> {
  const { store: place } = config;
  if (place.kind === "sqlite" || place.ack !== "store") {
    const inbox = openInbox(config, options);
    return { inbox, drain: drainInThread({ inbox, ...drainOf(config), onFatal: options.onFatal }) };
  }
  const { store, archive } = await openStore(config);
  if (!archive) throw new Error("a store that acknowledges keeps raw deliveries");
  const { inbox, drain } = openStoreInbox({ store, archive, pause: pauseLonger });
  const close = async () => {
    await inbox.close();
    await store.close();
  };
  return { inbox: { ...inbox, close }, drain };
}
