import type { IncidentView } from "../domain/correlate/incident-view.ts";
import type { DecisionRecord } from "../domain/decision.ts";
import { configDigest } from "../domain/draft/digest.ts";
import { draftIncident } from "../domain/draft/draft-incident.ts";
import { foldDecisions } from "../domain/draft/fold.ts";
import type { MachineDraft } from "../domain/draft/machine.ts";
import type { DraftContext } from "../domain/draft/scene.ts";
import type { Draft } from "../domain/draft/schema.ts";
import type { Reader } from "../domain/reading.ts";
import { buildCatalogue } from "../domain/services.ts";
import type { Settings } from "../domain/settings.ts";
import type { PublicationRecord, QuarantineRecord, Store } from "../store/store.ts";
import type { Derived } from "./derive.ts";
import { missingDuring } from "./missing.ts";
import { signatureOf } from "./signature.ts";

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

interface Known {
  readonly signature: string;
  readonly machine: MachineDraft;
  readonly folded?: { readonly of: string; readonly drafted: Drafted };
}

/** Drafts incidents when they are read: the machine's part once per state of the incident, the fold once per decision on top of it. */
export class Drafts {
  readonly configDigest: string;
  readonly #store: Store;
  readonly #context: DraftContext;
  /** By incident id. */
  readonly #known = new Map<string, Known>();
  readonly #signatures = new WeakMap<IncidentView, string>();
  /** By the key of the pinned opener. */
  readonly #publications = new Map<string, PublicationRecord>();

  constructor(store: Store, settings: Settings, read: Reader) {
    this.configDigest = configDigest(settings);
    this.#store = store;
    this.#context = { settings, read, catalogue: buildCatalogue(settings.services) };
  }

  /** `quarantine`, as the store lists it: whoever drafts many incidents reads it once for all. Left out, it is read here. */
  async of(view: IncidentView, derived: Derived, quarantine?: readonly QuarantineRecord[]): Promise<Drafted> {
    const isPinned = derived.pinned.has(view.opener);
    const records = isPinned ? await this.#store.listDecisions(view.opener) : [];
    const publication = isPinned ? await this.#lastPublication(view.opener) : null;
    const { incidents } = this.#context.settings;
    const missing = missingDuring(quarantine ?? (await this.#store.listQuarantine()), view, incidents);
    const known = this.#knownOf(view);
    const of = JSON.stringify([records.length, publication?.number ?? 0, missing]);
    if (known.folded?.of === of) return known.folded.drafted;
    const { configDigest: digest } = this;
    const { renamed } = derived;
    const rest = { missing, configDigest: digest, renamed };
    const draft = foldDecisions(known.machine, records, publication, rest);
    const drafted = { view, machine: known.machine, records, publication, renamed, draft };
    this.#known.set(view.id, { ...known, folded: { of, drafted } });
    return drafted;
  }

  /** Forgets incidents that are no more. */
  keepOnly(derived: Derived): void {
    for (const id of this.#known.keys()) if (derived.byName.get(id)?.id !== id) this.#known.delete(id);
  }

  #knownOf(view: IncidentView): Known {
    const signature = this.#signatures.get(view) ?? signatureOf(view);
    this.#signatures.set(view, signature);
    const known = this.#known.get(view.id);
    if (known?.signature === signature) return known;
    const drafted = { signature, machine: draftIncident(view, this.#context) };
    this.#known.set(view.id, drafted);
    return drafted;
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
