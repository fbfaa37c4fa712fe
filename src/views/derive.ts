import { correlate } from "../domain/correlate/correlate.ts";
import type { IncidentView } from "../domain/correlate/incident-view.ts";
import type { RecordedEvent } from "../domain/event.ts";
import type { Reader } from "../domain/reading.ts";
import type { Settings } from "../domain/settings.ts";
import type { Store } from "../store/store.ts";

/** What follows from all events and the pinned openers. Immutable: a reader goes on with the one it took, whatever is appended meanwhile. */
export interface Derived {
  /** In the total order. */
  readonly events: readonly RecordedEvent[];
  /** By (start, id). */
  readonly incidents: readonly IncidentView[];
  readonly unattached: readonly RecordedEvent[];
  /** By id and by every alias. */
  readonly byName: ReadonlyMap<string, IncidentView>;
  /** By key and by every former key. */
  readonly byKey: ReadonlyMap<string, RecordedEvent>;
  /** Former event keys, each with the key that the event has now. */
  readonly renamed: ReadonlyMap<string, string>;
  readonly pinned: ReadonlySet<string>;
}

/** Derives incidents when they are read, once per state of the store. */
export class Derivation {
  readonly #store: Store;
  readonly #settings: Settings;
  readonly #read: Reader;
  #latest: { readonly state: string; readonly derived: Promise<Derived> } | undefined;

  constructor(store: Store, settings: Settings, read: Reader) {
    this.#store = store;
    this.#settings = settings;
    this.#read = read;
  }

  /** Never older than what was durable when it was asked for. */
  async current(): Promise<Derived> {
    const version = await this.#store.eventsVersion();
    const pinned = await this.#store.listPinned();
    const state = JSON.stringify([version, pinned]);
    if (this.#latest?.state !== state) {
      const derived = this.#derive(pinned);
      this.#latest = { state, derived };
      derived.catch(() => {
        if (this.#latest?.derived === derived) this.#latest = undefined;
      });
    }
    return await this.#latest.derived;
  }

  async #derive(pinned: readonly string[]): Promise<Derived> {
    const events = await this.#store.readEvents();
    const { incidents, unattached } = correlate(events, pinned, this.#settings, this.#read);
    return { events, incidents, unattached, pinned: new Set(pinned), ...index(events, incidents) };
  }
}

function index(
  events: readonly RecordedEvent[],
  incidents: readonly IncidentView[],
): Pick<Derived, "byName" | "byKey" | "renamed"> {
  const byName = new Map<string, IncidentView>();
  for (const view of incidents) for (const alias of view.aliases) byName.set(alias, view);
  for (const view of incidents) byName.set(view.id, view);
  const byKey = new Map<string, RecordedEvent>();
  const renamed = new Map<string, string>();
  for (const recorded of events) {
    for (const former of recorded.event.formerKeys) {
      byKey.set(former, recorded);
      renamed.set(former, recorded.event.key);
    }
  }
  for (const recorded of events) byKey.set(recorded.event.key, recorded);
  return { byName, byKey, renamed };
}
