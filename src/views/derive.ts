import { correlateInSteps } from "../domain/correlate/correlate.ts";
import type { IncidentView } from "../domain/correlate/incident-view.ts";
import type { RecordedEvent } from "../domain/event.ts";
import type { Reader } from "../domain/reading.ts";
import { incidentId } from "../domain/served-names.ts";
import type { Settings } from "../domain/settings.ts";
import type { Store } from "../store/store.ts";
import { inSlices } from "./in-slices.ts";

/** What follows from all events and the pinned openers. Immutable: a reader goes on with the one it took, whatever is appended meanwhile. */
export interface Derived {
  /** In the total order. */
  readonly events: readonly RecordedEvent[];
  /** By (start, id). */
  readonly incidents: readonly IncidentView[];
  readonly unattached: readonly RecordedEvent[];
  /** By id and by every alias. */
  readonly byName: ReadonlyMap<string, IncidentView>;
  /** Former event keys, each with the key that the event has now. */
  readonly renamed: ReadonlyMap<string, string>;
}

/** Sets up to this size are derived before a read of them is answered: nobody waits long for that. */
const SMALL = 5_000;

interface Latest {
  readonly state: string;
  /** The openers that were pinned. */
  readonly pinned: ReadonlySet<string>;
  readonly derived: Derived;
}

interface Running {
  readonly state: string;
  readonly derived: Promise<Derived>;
  /** Resolves when the set has turned out to be large. */
  readonly isLarge: Promise<void>;
}

interface Recent {
  readonly derived: Derived;
  readonly isCurrent: boolean;
}

/** Derives incidents once per state of the store, one after the other, in slices. */
export class Derivation {
  readonly #store: Store;
  readonly #settings: Settings;
  readonly #read: Reader;
  readonly #prepare: (derived: Derived) => Promise<() => void>;
  readonly #small: number;
  #latest: Latest | null = null;
  #running: Running | null = null;

  /**
   * @param prepare what is done with a large set before it is given to anybody who can have the one before; what it gives is called when
   * readers get the new one; what it throws, `current` throws
   * @param small how many events make no large set
   */
  constructor(
    store: Store,
    settings: Settings,
    read: Reader,
    prepare: (derived: Derived) => Promise<() => void> = async () => () => {},
    small: number = SMALL,
  ) {
    this.#store = store;
    this.#settings = settings;
    this.#read = read;
    this.#prepare = prepare;
    this.#small = small;
  }

  /** Never older than what was durable when it was asked for. */
  async current(): Promise<Derived> {
    for (;;) {
      const { state, pinned } = await this.#state();
      if (this.#latest?.state === state) return this.#latest.derived;
      const running = this.#running ?? this.#start(state, pinned);
      if (running.state === state) return running.derived;
      // Another one is over soon; whether it failed is for those who asked for it.
      await running.derived.catch(() => {});
    }
  }

  /**
   * The same, except that of a large set it is the last one that there is, unless that knows an incident by another name than it was
   * decided on meanwhile: `isCurrent` tells whether something came since.
   */
  async recent(): Promise<Recent> {
    const latest = this.#latest;
    if (!latest) return { derived: await this.current(), isCurrent: true };
    const { state, pinned } = await this.#state();
    const last = { derived: latest.derived, isCurrent: latest.state === state };
    const namesAll = namesPinned(latest, pinned);
    if (last.isCurrent || (namesAll && last.derived.events.length > this.#small)) return last;
    const running = this.#running ?? this.#start(state, pinned);
    const next =
      running.state === state
        ? running.derived.then((derived) => ({ derived, isCurrent: true }))
        : running.derived.catch(() => {}).then(() => this.recent());
    if (!namesAll) return await next;
    // A small set may have grown large since: then nobody waits for it either.
    return await Promise.race([next, running.isLarge.then(() => last)]);
  }

  async #state(): Promise<{ readonly state: string; readonly pinned: readonly string[] }> {
    const version = await this.#store.eventsVersion();
    const pinned = await this.#store.listPinned();
    return { state: JSON.stringify([version, pinned]), pinned };
  }

  #start(state: string, pinned: readonly string[]): Running {
    const { promise: isLarge, resolve: tellLarge } = Promise.withResolvers<void>();
    const derived = this.#derive(pinned, tellLarge).then(
      ({ made, adopt }) => {
        this.#latest = { state, pinned: new Set(pinned), derived: made };
        this.#running = null;
        adopt();
        return made;
      },
      (error: unknown) => {
        this.#running = null;
        throw error;
      },
    );
    this.#running = { state, derived, isLarge };
    return this.#running;
  }

  async #derive(
    pinned: readonly string[],
    tellLarge: () => void,
  ): Promise<{ readonly made: Derived; readonly adopt: () => void }> {
    const events = await this.#store.readEvents();
    const isLarge = events.length > this.#small;
    if (isLarge) tellLarge();
    const { incidents, unattached } = await inSlices(correlateInSteps(events, pinned, this.#settings, this.#read));
    const made = { events, incidents, unattached, ...index(events, incidents) };
    return { made, adopt: this.#latest && isLarge ? await this.#prepare(made) : () => {} };
  }
}

/** Whether what was pinned since it was derived names its incidents in it, too; an event that came later is for the next to name. */
function namesPinned({ pinned: known, derived }: Latest, pinned: readonly string[]): boolean {
  const isNamed = (opener: string) => derived.byName.get(incidentId(opener))?.opener === opener;
  const isThere = (key: string) => derived.events.some(({ event }) => event.key === key);
  return pinned.every((opener) => known.has(opener) || isNamed(opener) || !isThere(opener));
}

function index(
  events: readonly RecordedEvent[],
  incidents: readonly IncidentView[],
): Pick<Derived, "byName" | "renamed"> {
  const byName = new Map<string, IncidentView>();
  for (const view of incidents) for (const alias of view.aliases) byName.set(alias, view);
  for (const view of incidents) byName.set(view.id, view);
  const renamed = new Map<string, string>();
  for (const { event } of events) for (const former of event.formerKeys) renamed.set(former, event.key);
  return { byName, renamed };
}
