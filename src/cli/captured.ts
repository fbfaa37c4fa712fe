import { DEFAULT_INCIDENTS, DEFAULT_TARGETS, type Settings } from "../domain/settings.ts";
import type { Source } from "../ingest/source.ts";
import { loadSources } from "../sources/lib/load.ts";
import { openMemoryStore } from "../store/memory/memory-store.ts";
import type { Store } from "../store/store.ts";
import { decodeCaptures, type ReadCaptures } from "./captures.ts";
import { readConfiguration } from "./configuration.ts";
import type { Shell } from "./shell.ts";

/** Captures as a store of their own. */
export interface Captured {
  readonly read: ReadCaptures;
  readonly settings: Settings;
  readonly store: Store;
}

/**
 * Reads captures into memory, by the configuration or without one.
 *
 * @throws CommandError where a file cannot be read
 */
export async function openCaptures(
  captures: readonly string[],
  config: string | undefined,
  shell: Shell,
): Promise<Captured> {
  const configured = await readSettings(config, shell);
  const read = await decodeCaptures(captures, new Map(configured.sources.map((one) => [one.name, one])), shell);
  const store = openMemoryStore();
  await store.appendSightings(read.sightings);
  await store.quarantine(read.quarantine);
  return { read, settings: config === undefined ? expectOnly(read, configured.settings) : configured.settings, store };
}

async function readSettings(
  file: string | undefined,
  shell: Shell,
): Promise<{ readonly sources: readonly Source[]; readonly settings: Settings }> {
  if (file !== undefined) return readConfiguration(file, "draft", shell);
  const kinds = [...(await loadSources()).values()];
  const sources = kinds.map((kind) => ({ name: kind.name, kind, auth: [], keyName: kind.name, options: {} }));
  const names = kinds.map(({ name }) => ({ name, kind: name }));
  const rules = { incidents: DEFAULT_INCIDENTS, targets: DEFAULT_TARGETS };
  return { sources, settings: { sources: names, services: [], people: [], ...rules } };
}

/** Without a configuration nobody said which sources there are: those of the captures, and no other is missed. */
function expectOnly({ sightings, quarantine }: ReadCaptures, settings: Settings): Settings {
  const heard = new Set([...sightings, ...quarantine].map(({ source }) => source));
  return { ...settings, sources: settings.sources.filter(({ name }) => heard.has(name)) };
}
