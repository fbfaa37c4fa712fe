import type { Config } from "../config/config.ts";
import { createLinter } from "../reading/lint.ts";
import { createReader } from "../reading/read.ts";
import type { DeliveryArchive, Store } from "../store/store.ts";
import { Derivation, type Derived } from "../views/derive.ts";
import { type Drafted, Drafts } from "../views/drafts.ts";
import { seekDraft } from "../views/seek.ts";
import { openStore } from "./adapters.ts";
import { FIRST_RUN_FILE, readConfiguration } from "./configuration.ts";
import { CommandError, type Shell } from "./shell.ts";

/** An incident out of the store, with what it was drafted of. */
export interface StoredIncident {
  readonly config: Config;
  readonly store: Store;
  /** Raw deliveries that other processes took in, where the store has them. */
  readonly archive: DeliveryArchive | null;
  readonly derived: Derived;
  readonly drafted: Drafted;
}

/** The configuration of a command that works on a store: the named one, else that of the first start. */
export function readStoreConfiguration(file: string | undefined, shell: Shell): Promise<Config> {
  return readConfiguration(file ?? FIRST_RUN_FILE, "serve", shell);
}

/**
 * Drafts a stored incident by its id or an alias. A server may be running on the same store.
 *
 * @throws CommandError for an unknown incident, naming those that there are
 */
export async function readIncident(name: string, file: string | undefined, shell: Shell): Promise<StoredIncident> {
  const config = await readStoreConfiguration(file, shell);
  const { store, archive = null } = await openStore(config);
  const read = createReader();
  const derived = await new Derivation(store, config.settings, read).current();
  const drafts = new Drafts(store, config.settings, { read, lint: createLinter() });
  const sought = await seekDraft(drafts, derived, derived.byName.get(name)?.id ?? name);
  if (sought.is === "found") return { config, store, archive, derived, drafted: sought.drafted };
  const known = derived.incidents.slice(-10).map(({ id }) => id);
  const list = known.length === 0 ? "there is none yet" : `the latest are ${known.reverse().join(", ")}`;
  throw new CommandError(`There is no incident "${name}" in ${config.store.path}: ${list}.`);
}
