import type { Draft } from "../domain/draft/schema.ts";
import type { Change, Store } from "../store/store.ts";
import { type Delta, deltaOf } from "./delta.ts";

/** What subscribers of an incident are told. */
export interface Notice {
  readonly change: Change;
  readonly delta: Delta;
}

export type Listener = (notice: Notice) => void;

interface Watched {
  /** The draft that the listeners have. */
  draft: Draft;
  readonly listeners: Set<Listener>;
}

/** Writes the feed of changes and tells those who watch an incident. */
export class Changes {
  readonly #store: Store;
  readonly #now: () => string;
  /** The digest that the feed last told of each incident, by incident id. */
  #told: Promise<Map<string, string>> | undefined;
  readonly #watched = new Map<string, Watched>();

  constructor(store: Store, now: () => string) {
    this.#store = store;
    this.#now = now;
  }

  /** Tells of a draft if it is not what the feed last told. */
  async tellIfDifferent(draft: Draft): Promise<void> {
    const told = await this.#toldSoFar();
    if (told.get(draft.incident.id) !== draft.digest) await this.tell("draft_changed", draft);
  }

  async tell(type: Change["type"], draft: Draft): Promise<void> {
    const { id } = draft.incident;
    const { revision, digest } = draft;
    const change = await this.#append({ type, incident: id, revision, digest, at: this.#now() });
    const watched = this.#watched.get(id);
    if (!watched) return;
    const delta = deltaOf(watched.draft, draft);
    watched.draft = draft;
    for (const listener of watched.listeners) listener({ change, delta });
  }

  /** Marks the digest as told before it is, so that nobody tells of it meanwhile; takes the mark back if it could not be told. */
  async #append(change: Omit<Change, "cursor">): Promise<Change> {
    const told = await this.#toldSoFar();
    const before = told.get(change.incident) ?? "";
    told.set(change.incident, change.digest);
    try {
      return await this.#store.appendChange(change);
    } catch (error) {
      told.set(change.incident, before);
      throw error;
    }
  }

  /** Listens from the state `draft` on. Returns what ends it. */
  watch(draft: Draft, listener: Listener): () => void {
    const { id } = draft.incident;
    const watched = this.#watched.get(id) ?? { draft, listeners: new Set<Listener>() };
    this.#watched.set(id, watched);
    watched.listeners.add(listener);
    return () => {
      watched.listeners.delete(listener);
      if (watched.listeners.size === 0) this.#watched.delete(id);
    };
  }

  /** Read from the feed once, so that a restart tells of nothing twice and forgets nothing. */
  #toldSoFar(): Promise<Map<string, string>> {
    this.#told ??= readTold(this.#store).catch((error: unknown) => {
      this.#told = undefined;
      throw error;
    });
    return this.#told;
  }
}

const PAGE = 1000;

async function readTold(store: Store): Promise<Map<string, string>> {
  const told = new Map<string, string>();
  for (let after = 0; ; ) {
    const page = await store.listChanges(after, PAGE);
    for (const { incident, digest } of page) told.set(incident, digest);
    after = page.at(-1)?.cursor ?? after;
    if (page.length < PAGE) return told;
  }
}
