import type { Draft } from "../domain/draft/schema.ts";
import type { Change, Store } from "../store/store.ts";
import { type Delta, deltaOf } from "./delta.ts";
import { OneByOne } from "./one-by-one.ts";

/** What subscribers of an incident are told: the same object to all who watched it since the same state. */
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

/** What the feed tells of a draft. */
interface Told {
  /** The incident's. */
  readonly id: string;
  readonly revision: number;
  readonly digest: string;
}

export interface ChangesOptions {
  readonly store: Pick<Store, "appendChange" | "listChanges">;
  /** RFC 3339, UTC */
  readonly now: () => string;
  /** The draft as it is now; null where there is no such incident. */
  readonly draftOf: (incident: string) => Promise<Draft | null>;
  /** The present ids of incidents, by any of their names: what is no incident any more is left out. */
  readonly idsOf: (names: readonly string[]) => Promise<ReadonlyMap<string, string>>;
}

const PAGE = 1000;

/** Writes the feed of changes, and follows it: whoever watches an incident is told of what any process on the store wrote there. */
export class Changes {
  readonly #options: ChangesOptions;
  /** The digest that the feed last told of each incident, by incident id. */
  readonly #told = new Map<string, string>();
  readonly #watched = new Map<string, Watched>();
  #cursor = 0;
  /** Whether the feed was read to its end once: what stood there before is news to nobody. */
  #isFollowing = false;
  #reading: Promise<void> = Promise.resolve();
  /** By incident: of two lines that are written at once a store may take the second first. */
  readonly #writing = new OneByOne();

  constructor(options: ChangesOptions) {
    this.#options = options;
  }

  /**
   * Tells of a draft if it is not what the feed last told. Before it does, it looks again, until nothing was told meanwhile: since `line` was
   * made somebody may have decided, and what the feed tells last must be what stands.
   */
  async tellIfDifferent(line: Told, lookAgain: () => Promise<Told>): Promise<void> {
    if (!this.#isFollowing) await this.follow();
    for (let now = line; ; ) {
      const told = this.#told.get(line.id);
      if (told === now.digest) return;
      now = await lookAgain();
      if (told === this.#told.get(line.id)) return this.#tellUnlessTold(now);
    }
  }

  async #tellUnlessTold(line: Told): Promise<void> {
    if (this.#told.get(line.id) !== line.digest) await this.tell("draft_changed", line);
  }

  async tell(type: Change["type"], { id: incident, revision, digest }: Told): Promise<void> {
    if (!this.#isFollowing) await this.follow();
    const { store, now } = this.#options;
    const before = this.#told.get(incident) ?? "";
    // Before it is written, so that nobody else here tells of it meanwhile.
    this.#told.set(incident, digest);
    try {
      await this.#writing.run(incident, () => store.appendChange({ type, incident, revision, digest, at: now() }));
    } catch (error) {
      this.#told.set(incident, before);
      throw error;
    }
    await this.follow();
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

  /** Reads what is new in the feed, and tells those who watch. After a failure it is read again the next time. */
  follow(): Promise<void> {
    const turn = this.#reading.catch(() => undefined).then(() => this.#readOn());
    this.#reading = turn;
    return turn;
  }

  async #readOn(): Promise<void> {
    for (;;) {
      const page = await this.#options.store.listChanges(this.#cursor, PAGE);
      const renamed = page.length > 0 && this.#isFollowing ? await this.#renamed() : NOBODY;
      for (const change of page) {
        this.#told.set(change.incident, change.digest);
        if (this.#isFollowing) await this.#notify(change, renamed.get(change.incident) ?? []);
        this.#cursor = change.cursor;
      }
      if (page.length < PAGE) break;
    }
    this.#isFollowing = true;
  }

  /** Who watches an incident that goes by another id since, by that id: an earlier opener may have come. */
  async #renamed(): Promise<ReadonlyMap<string, readonly Watched[]>> {
    if (this.#watched.size === 0) return NOBODY;
    const ids = await this.#options.idsOf([...this.#watched.keys()]);
    const renamed = new Map<string, Watched[]>();
    for (const [name, watched] of this.#watched) {
      const id = ids.get(name);
      if (id !== undefined && id !== name) renamed.getOrInsertComputed(id, () => []).push(watched);
    }
    return renamed;
  }

  async #notify(change: Change, renamed: readonly Watched[]): Promise<void> {
    const named = this.#watched.get(change.incident);
    const all = named ? [named, ...renamed] : renamed;
    const draft = all.length === 0 ? null : await this.#options.draftOf(change.incident);
    if (!draft) return;
    for (const watched of all) {
      const notice = { change, delta: deltaOf(watched.draft, draft) };
      watched.draft = draft;
      for (const listener of watched.listeners) listener(notice);
    }
  }
}

const NOBODY: ReadonlyMap<string, readonly Watched[]> = new Map();
