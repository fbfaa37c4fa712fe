import { explain as explainIn, type Known, type KnownDelivery } from "../domain/explain/explain.ts";
import { buildCatalogue } from "../domain/services.ts";
import type { Settings } from "../domain/settings.ts";
import { openInboxReader } from "../ingest/inbox/sqlite-inbox-reader.ts";
import { createLinter } from "../reading/lint.ts";
import { createReader } from "../reading/read.ts";
import type { Store } from "../store/store.ts";
import { Derivation, type Derived } from "../views/derive.ts";
import { type Drafted, Drafts } from "../views/drafts.ts";
import { findEntry } from "../views/find-entry.ts";
import { attachedBecause } from "../web/pages/words.ts";
import { openCaptures } from "./captured.ts";
import { explanationLines } from "./explanation-lines.ts";
import { forTerminal } from "./for-terminal.ts";
import { renderValue } from "./render.ts";
import { CommandError, DONE, FAILED, type Shell } from "./shell.ts";
import { readIncident } from "./stored.ts";

export interface ExplainOptions {
  readonly config?: string;
  readonly format: "text" | "json";
}

/** An incident as it was drafted, and the look-up of deliveries where it came from. */
interface Explained {
  readonly settings: Settings;
  readonly derived: Derived;
  readonly drafted: Drafted;
  readonly deliveryOf: (id: string) => Promise<KnownDelivery>;
  readonly close: () => Promise<void>;
}

/**
 * `annalist explain INCIDENT SUBJECT [CAPTURE…]`: why something stands where it stands, or what keeps it out, in the words of the rules that
 * decided; out of the store, or of captures.
 */
export async function explain(
  [name, subject, captures]: readonly [string, string, readonly string[]],
  { config, format }: ExplainOptions,
  shell: Shell,
): Promise<number> {
  const open = captures.length > 0 ? openCaptured(name, captures, config, shell) : openStored(name, config, shell);
  const { settings, derived, drafted, deliveryOf, close } = await open;
  const { view, draft } = drafted;
  const known: Known = {
    ...{ draft, view, renamed: derived.renamed, unattached: derived.unattached, attachedBecause },
    others: derived.incidents.filter(({ id }) => id !== view.id),
    rules: { incidents: settings.incidents, catalogue: buildCatalogue(settings.services) },
  };
  const entry = findEntry(drafted, subject);
  const explanation = { ...explainIn(entry?.id ?? subject, await deliveryOf(subject), known), subject };
  await close();
  const lines = explanationLines(explanation).map(forTerminal).join("\n");
  await shell.write(format === "json" ? renderValue(explanation) : `${lines}\n`);
  return explanation.is === "unknown" ? FAILED : DONE;
}

async function openStored(name: string, config: string | undefined, shell: Shell): Promise<Explained> {
  const { store, archive, config: configured, derived, drafted } = await readIncident(name, config, shell);
  const inbox = openInboxReader(configured.store.path);
  return {
    ...{ settings: configured.settings, derived, drafted },
    deliveryOf: async (id) => ({
      ...(await storedOf(store, id)),
      isReceived: (inbox.read(id) ?? (await archive?.readDelivery(id)) ?? null) !== null,
      isSwept: (inbox.readSwept(id) ?? (await archive?.readSwept(id)) ?? null) !== null,
    }),
    close: async () => {
      inbox.close();
      await store.close();
    },
  };
}

async function openCaptured(
  name: string,
  captures: readonly string[],
  config: string | undefined,
  shell: Shell,
): Promise<Explained> {
  const { read: captured, settings, store } = await openCaptures(captures, config, shell);
  const read = createReader();
  const derived = await new Derivation(store, settings, read).current();
  const view = derived.byName.get(name);
  if (!view) throw new CommandError(`There is no incident "${name}" in these captures: ${listOf(derived)}.`);
  const drafts = new Drafts(store, settings, { read, lint: createLinter() });
  return {
    ...{ settings, derived, drafted: await drafts.of(view, await drafts.occasion(derived)) },
    deliveryOf: async (id) => ({
      ...(await storedOf(store, id)),
      ...{ isReceived: captured.names.has(id), isSwept: false },
    }),
    close: () => store.close(),
  };
}

const MOST_NAMED = 10;

function listOf({ incidents }: Derived): string {
  if (incidents.length === 0) return "nothing in them opens one";
  const named = incidents
    .slice(0, MOST_NAMED)
    .map(({ id, openers }) => `${id} (${openers[0]?.event.event.title ?? ""})`);
  return `there ${incidents.length === 1 ? "is" : "are"} ${named.join(", ")}`;
}

async function storedOf(store: Store, id: string): Promise<Omit<KnownDelivery, "isReceived" | "isSwept">> {
  const quarantined = (await store.listQuarantine()).filter(({ delivery }) => delivery === id);
  return { id, sightings: await store.readSightingsOf(id), quarantined };
}
