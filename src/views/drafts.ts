import { setImmediate } from "node:timers/promises";
import type { IncidentView } from "../domain/correlate/incident-view.ts";
import type { DecisionRecord } from "../domain/decision.ts";
import { foldDecisions } from "../domain/draft/decided/fold.ts";
import { configDigest } from "../domain/draft/digest.ts";
import { draftInSteps } from "../domain/draft/draft-incident.ts";
import type { MachineDraft } from "../domain/draft/machine.ts";
import type { DraftContext } from "../domain/draft/scene.ts";
import type { Draft, Missing } from "../domain/draft/schema.ts";
import { buildCatalogue } from "../domain/services.ts";
import type { Settings } from "../domain/settings.ts";
import type { PublicationRecord, QuarantineRecord, Store } from "../store/store.ts";
import type { Derived } from "./derive.ts";
import { inSlices } from "./in-slices.ts";
import { type IncidentLine, incidentLine } from "./incident-line.ts";
import { missingDuring } from "./missing.ts";
import { Remembered } from "./remembered.ts";
import { isSameView } from "./same-view.ts";

/** A draft and what it was folded of. */
export interface Drafted {
  readonly view: IncidentView;
  readonly machine: MachineDraft;
  readonly records: readonly DecisionRecord[];
  /** The last publication. */
  readonly publication: PublicationRecord | null;
  /** Former event keys, each with the key that the event has now. */
  readonly renamed: ReadonlyMap<string, string>;
  /** Evidence is whole. */
  readonly draft: Draft;
}

/** What all drafts of one occasion are made with: whoever drafts many incidents reads it once for all. */
export interface Occasion {
  readonly renamed: Derived["renamed"];
  /** Keys of the openers that have decisions or publications now. */
  readonly pinned: ReadonlySet<string>;
  /** As the store lists it. */
  readonly quarantine: readonly QuarantineRecord[];
}

interface Known {
  readonly view: IncidentView;
  readonly machine: Promise<MachineDraft>;
  folded?: Folded;
}

interface Folded {
  /** The layers that it is of. */
  readonly of: string;
  readonly drafted: Drafted;
  readonly line: IncidentLine;
}

/** The line of a state of an incident. */
interface Line extends Pick<Folded, "of" | "line"> {
  readonly view: IncidentView;
}

const lined = (view: IncidentView, { of, line }: Folded): Line => ({ view, of, line });

const isGone = (derived: Derived, id: string): boolean => derived.byName.get(id)?.id !== id;

/** What is folded over the machine's draft. */
interface Layers extends Pick<Drafted, "records" | "publication"> {
  readonly missing: readonly Missing[];
  /** Equal for equal layers of one incident. */
  readonly of: string;
}

/** What knows the words of those who write. */
export type Understanding = Pick<DraftContext, "read" | "lint">;

/** Drafts of so many events are held; a piece of evidence is about 300 bytes. Of all others only the line in the list is. */
const EVENTS_HELD = 30_000;

/** Drafts incidents when they are read: the machine's part once per state of the incident, the fold once per decision on top of it. */
export class Drafts {
  readonly configDigest: string;
  readonly #store: Store;
  readonly #context: DraftContext;
  /** By incident id. */
  readonly #known: Remembered<Known>;
  /** By incident id. */
  #lines = new Map<string, Line>();
  /** By the key of the pinned opener. */
  readonly #publications = new Map<string, PublicationRecord>();

  /** @param eventsHeld how many events the drafts that are held may be of, together */
  constructor(store: Store, settings: Settings, { read, lint }: Understanding, eventsHeld: number = EVENTS_HELD) {
    this.#known = new Remembered(eventsHeld, ({ view }) => view.attached.length);
    this.configDigest = configDigest(settings);
    this.#store = store;
    this.#context = { settings, read, lint, catalogue: buildCatalogue(settings.services) };
  }

  async occasion({ renamed }: Derived): Promise<Occasion> {
    const pinned = new Set(await this.#store.listPinned());
    return { renamed, pinned, quarantine: await this.#store.listQuarantine() };
  }

  /** The draft as it is now, which is held for those who ask again. */
  async of(view: IncidentView, occasion: Occasion): Promise<Drafted> {
    const known = this.#knownOf(view);
    this.#known.keep(view.id, known);
    const folded = await this.#fold(known, occasion, await this.#layersOf(view, occasion));
    this.#lines.set(view.id, lined(view, folded));
    return folded.drafted;
  }

  /** Its line in the list; of many incidents that is all that is held. */
  async lineOf(view: IncidentView, occasion: Occasion): Promise<IncidentLine> {
    const layers = await this.#layersOf(view, occasion);
    const told = this.#told(view, layers);
    if (told) return told.line;
    const known = this.#knownOf(view);
    this.#known.keepIfRoom(view.id, known);
    const folded = await this.#fold(known, occasion, layers);
    this.#lines.set(view.id, lined(view, folded));
    return folded.line;
  }

  /**
   * Makes the lines of all incidents of a set that is to come, and the drafts of those that are held, while others read the set before.
   * Returns what puts them in the place of those.
   */
  async prepare(derived: Derived): Promise<() => void> {
    const occasion = await this.occasion(derived);
    const lines = new Map<string, Line>();
    const drafts = new Map<string, Known>();
    for (const view of derived.incidents) {
      const layers = await this.#layersOf(view, occasion);
      const told = this.#told(view, layers);
      if (told) {
        lines.set(view.id, { ...told, view });
        continue;
      }
      const known = this.#knownOf(view);
      lines.set(view.id, lined(view, await this.#fold(known, occasion, layers)));
      if (this.#known.recall(view.id)) drafts.set(view.id, known);
      await setImmediate();
    }
    return () => {
      this.#lines = lines;
      for (const [id, known] of drafts) this.#known.keepIfRoom(id, known);
      this.#forgetGone(derived);
    };
  }

  /** Forgets incidents that are no more. */
  keepOnly(derived: Derived): void {
    for (const id of this.#lines.keys()) if (isGone(derived, id)) this.#lines.delete(id);
    this.#forgetGone(derived);
  }

  #forgetGone(derived: Derived): void {
    for (const id of [...this.#known.names()]) if (isGone(derived, id)) this.#known.forget(id);
  }

  /** Its line, where it still holds. */
  #told(view: IncidentView, { of }: Layers): Line | null {
    const told = this.#lines.get(view.id);
    return told && told.of === of && isSameView(told.view, view) ? told : null;
  }

  #knownOf(view: IncidentView): Known {
    const known = this.#known.recall(view.id);
    if (known && isSameView(known.view, view)) return known;
    const machine = inSlices(draftInSteps(view, this.#context));
    return { view, machine };
  }

  async #layersOf(view: IncidentView, { pinned, quarantine }: Occasion): Promise<Layers> {
    const isPinned = pinned.has(view.opener);
    const records = isPinned ? await this.#store.listDecisions(view.opener) : [];
    const publication = isPinned ? await this.#lastPublication(view.opener) : null;
    const missing = missingDuring(quarantine, view, this.#context.settings.incidents);
    return { records, publication, missing, of: JSON.stringify([records.length, publication?.number ?? 0, missing]) };
  }

  async #fold(known: Known, { renamed }: Occasion, { of, records, publication, missing }: Layers): Promise<Folded> {
    const machine = await known.machine;
    if (known.folded?.of === of) return known.folded;
    const { view } = known;
    const rest = { missing, configDigest: this.configDigest, renamed };
    const draft = foldDecisions(machine, records, publication, rest);
    const drafted = { view, machine, records, publication, renamed, draft };
    known.folded = { of, drafted, line: incidentLine(drafted) };
    return known.folded;
  }

  /** A publication never changes: it is read from the store once. */
  async #lastPublication(opener: string): Promise<PublicationRecord | null> {
    const number = await this.#store.lastPublication(opener);
    if (number === 0) return null;
    const known = this.#publications.get(opener);
    if (known?.number === number) return known;
    const publication = await this.#store.readPublication(opener, number);
    if (publication) this.#publications.set(opener, publication);
    return publication;
  }
}
