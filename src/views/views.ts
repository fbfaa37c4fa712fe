import { setImmediate } from "node:timers/promises";
import type { Draft, DraftSet } from "../domain/draft/schema.ts";
import type { Settings } from "../domain/settings.ts";
import { formatInstant, type Instant } from "../domain/time.ts";
import type { Change, Forgetting, PublicationRecord, QuarantineRecord, Store } from "../store/store.ts";
import { Changes, type Listener } from "./changes.ts";
import { type Coalesced, coalesce } from "./coalesce.ts";
import { type Decided, type DecisionRequest, decide } from "./decide.ts";
import { Derivation, type Derived } from "./derive.ts";
import { draftSet } from "./draft-set.ts";
import { Drafts, type Understanding } from "./drafts.ts";
import { EventSweep, type EventSweepStep } from "./event-sweep.ts";
import type { IncidentLine } from "./incident-line.ts";
import { type EventDetail, type EventLine, type EventsAsked, eventDetail, listEvents } from "./lookups.ts";
import { OneByOne } from "./one-by-one.ts";
import { type PublishAttempt, type PublishRequest, publishDraft } from "./publishing.ts";
import { Remembered } from "./remembered.ts";
import { presentIds, type Sought, seekDraft } from "./seek.ts";
import { type SourceHealth, sourcesHealth } from "./source-health.ts";

export interface ViewsOptions extends Understanding {
  readonly store: Store;
  /** The same store, where it can forget events. */
  readonly forgetting?: Forgetting;
  readonly settings: Settings;
  /** µs since 1970, UTC: when decisions and publications are made, and for how long a source has been silent. */
  readonly now: () => Instant;
  /** The text of the style sheets that publications carry. */
  readonly styles: string;
  /** Whether this process is the one that tells the feed of changed drafts; always, if left out. */
  readonly isTeller?: () => Promise<boolean>;
  /** Looks so often, in ms, whether other processes on the store changed anything; never, if left out. */
  readonly lookEveryMs?: number;
  /** How long changes are gathered before the feed tells of them, in ms. */
  readonly delayMs?: number;
  /** Of sets of more events than this, reads give the last that was derived while the next is. */
  readonly small?: number;
  /** Told when the feed of changes could not be written; the next change tries again. */
  readonly onError: (error: unknown) => void;
}

/**
 * Incidents and drafts, computed of the store when they are read (DESIGN §3.1). A reader always gets a whole draft: of the events that were
 * durable when it asked, or of later ones, never of a part of an append. Where a set is so large that deriving it takes long, readers get
 * the draft of a moment ago meanwhile; a decision or a publication stands in what is read after it, always. Any number of processes may do
 * this on one store.
 *
 * First form of "configuration changes touch old incidents only on demand": every draft is made with the present settings, and says so in
 * `configDigest`; publications are served from their bytes and do not change. A new configuration takes effect at the next start.
 */
export interface Views {
  /** All incidents, the latest start first. */
  listIncidents(): Promise<readonly IncidentLine[]>;
  seek(incident: string): Promise<Sought>;
  decide(incident: string, request: Omit<DecisionRequest, "at">): Promise<Decided>;
  publish(incident: string, request: PublishRequest): Promise<PublishAttempt>;
  /** What `annalist draft` prints. */
  draftSet(): Promise<DraftSet>;
  /** Listens to changes of an incident from this draft on. Returns what ends it. */
  watch(draft: Draft, listener: Listener): () => void;
  listChanges(after: number, limit: number): Promise<readonly Change[]>;
  /** Publications of an incident by the key of its naming opener. */
  listPublications(opener: string): Promise<readonly PublicationRecord[]>;
  readPublication(opener: string, number: number): Promise<PublicationRecord | null>;
  /** Events in the total order, at most `most`. */
  listEvents(asked: EventsAsked, most: number): Promise<readonly EventLine[]>;
  readEvent(key: string): Promise<EventDetail | null>;
  /** The keys of the events that a delivery carried. */
  eventsOfDelivery(delivery: string): Promise<readonly string[]>;
  listQuarantine(): Promise<readonly QuarantineRecord[]>;
  sources(): Promise<readonly SourceHealth[]>;
  /** Deletes some of the events that are older; to be called until `isDone`. Nothing where the store forgets none. */
  sweepEvents(before: Instant): Promise<EventSweepStep>;
  /** Something was appended to the store: the feed tells soon which drafts changed. */
  touched(): void;
  /** Resolves when the feed has told of everything. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

/** Opens the views of a store. Nothing is read before somebody asks. */
export function createViews(options: ViewsOptions): Views {
  return new StoreViews(options);
}

/**
 * Drafts that somebody may still be looking at when they review them: so many events of them, each weighing about a hundred bytes, and
 * the drafts themselves. In a storm every look is at another large draft.
 */
const WEIGHT_REMEMBERED = 100_000;
const WEIGHT_OF_DRAFT = 500;
const DELAY_MS = 200;

class StoreViews implements Views {
  readonly #options: ViewsOptions;
  readonly #derivation: Derivation;
  readonly #drafts: Drafts;
  readonly #changes: Changes;
  readonly #telling: Coalesced;
  readonly #deciding = new OneByOne();
  readonly #sweep: EventSweep | null;
  #looking: NodeJS.Timeout | null = null;
  #versionSeen = -1;
  /** The events of served drafts, by digest. */
  readonly #served = new Remembered<Readonly<Record<string, string>>>(
    WEIGHT_REMEMBERED,
    (events) => WEIGHT_OF_DRAFT + Object.keys(events).length,
  );

  constructor(options: ViewsOptions) {
    const { store, settings, read } = options;
    this.#options = options;
    this.#drafts = new Drafts(store, settings, options);
    this.#derivation = new Derivation(store, settings, read, (derived) => this.#drafts.prepare(derived), options.small);
    this.#sweep = this.#sweepOf(options);
    this.#changes = new Changes({
      ...{ store, now: () => this.#nowText() },
      draftOf: (id) => this.#draftNow(id),
      idsOf: async (names) => presentIds(await this.#recent(), names),
    });
    this.#telling = coalesce(() => this.#tellChanges(), {
      delayMs: options.delayMs ?? DELAY_MS,
      clockMs: () => performance.now(),
      onError: options.onError,
    });
    if (options.lookEveryMs !== undefined) this.#look(options.lookEveryMs);
  }

  async listIncidents(): Promise<readonly IncidentLine[]> {
    const derived = await this.#recent();
    const occasion = await this.#drafts.occasion(derived);
    const lines: IncidentLine[] = [];
    for (const view of derived.incidents.toReversed()) lines.push(await this.#drafts.lineOf(view, occasion));
    return lines;
  }

  async seek(incident: string): Promise<Sought> {
    const sought = await seekDraft(this.#drafts, await this.#recent(), incident);
    if (sought.is === "found") this.#served.keep(sought.drafted.draft.digest, sought.drafted.machine.events);
    return sought;
  }

  async decide(incident: string, request: Omit<DecisionRequest, "at">): Promise<Decided> {
    const { store } = this.#options;
    const stamped = { ...request, at: this.#nowText() };
    const recall = (digest: string) => this.#served.recall(digest);
    // In one process nobody needs to run ahead of others: however many decide at once, each gets on.
    const decided = await this.#deciding.run(incident, () => decide(store, () => this.seek(incident), stamped, recall));
    if (decided.is === "decided" && !decided.again) await this.#tell("decided", decided.drafted.draft);
    return decided;
  }

  async publish(incident: string, request: PublishRequest): Promise<PublishAttempt> {
    const { store, styles } = this.#options;
    const before = await this.seek(incident);
    const after = before.is === "found" ? (before.drafted.publication?.number ?? 0) : 0;
    const stamped = { ...request, at: this.#nowText(), styles, after };
    // A sweep that runs meanwhile must see it, or it deletes what was published.
    const attempt = await this.#deciding.run(incident, () => publishDraft(store, () => this.seek(incident), stamped));
    if (attempt.is !== "published" || attempt.again) return attempt;
    const now = await this.seek(incident);
    if (now.is === "found") await this.#tell("published", now.drafted.draft);
    return attempt;
  }

  async draftSet(): Promise<DraftSet> {
    return draftSet(this.#drafts, await this.#derivation.current());
  }

  watch(draft: Draft, listener: Listener): () => void {
    return this.#changes.watch(draft, listener);
  }

  listChanges(after: number, limit: number): Promise<readonly Change[]> {
    return this.#options.store.listChanges(after, limit);
  }

  listPublications(opener: string): Promise<readonly PublicationRecord[]> {
    return this.#options.store.listPublications(opener);
  }

  readPublication(opener: string, number: number): Promise<PublicationRecord | null> {
    return this.#options.store.readPublication(opener, number);
  }

  async listEvents(asked: EventsAsked, most: number): Promise<readonly EventLine[]> {
    return listEvents(await this.#recent(), asked, most);
  }

  async readEvent(key: string): Promise<EventDetail | null> {
    return eventDetail(this.#options.store, await this.#recent(), key);
  }

  async eventsOfDelivery(delivery: string): Promise<readonly string[]> {
    const derived = await this.#recent();
    const sightings = await this.#options.store.readSightingsOf(delivery);
    const keys = sightings.map(({ event }) => derived.renamed.get(event.key) ?? event.key);
    return [...new Set(keys)];
  }

  listQuarantine(): Promise<readonly QuarantineRecord[]> {
    return this.#options.store.listQuarantine();
  }

  async sources(): Promise<readonly SourceHealth[]> {
    const { store, settings, now } = this.#options;
    const { events } = await this.#recent();
    return sourcesHealth(settings.sources, await store.countSources(), events, await store.listQuarantine(), now());
  }

  async sweepEvents(before: Instant): Promise<EventSweepStep> {
    if (!this.#sweep) return { events: 0, isDone: true };
    const step = await this.#sweep.step(before);
    if (step.events > 0) this.touched();
    return step;
  }

  touched(): void {
    this.#telling.touch();
  }

  settled(): Promise<void> {
    return this.#telling.settled();
  }

  close(): Promise<void> {
    if (this.#looking) clearTimeout(this.#looking);
    this.#looking = null;
    return this.#telling.stop();
  }

  #sweepOf({ store, forgetting }: ViewsOptions): EventSweep | null {
    if (!forgetting) return null;
    const both = {
      listPinned: () => store.listPinned(),
      eventsVersion: () => store.eventsVersion(),
      dropEvents: (keys: readonly string[]) => forgetting.dropEvents(keys),
      reclaim: (before: Instant) => forgetting.reclaim(before),
    };
    return new EventSweep({ store: both, derive: () => this.#derivation.current(), deciding: this.#deciding });
  }

  /** What other processes did: their appends change drafts, and their lines in the feed are news to whoever watches here. */
  #look(everyMs: number): void {
    const round = async () => {
      try {
        await this.#changes.follow();
        const version = await this.#options.store.eventsVersion();
        if (version !== this.#versionSeen) this.touched();
        this.#versionSeen = version;
      } catch (error) {
        this.#options.onError(error);
      }
      if (this.#looking) this.#look(everyMs);
    };
    this.#looking = setTimeout(() => void round(), everyMs).unref();
  }

  async #draftNow(incident: string): Promise<Draft | null> {
    const sought = await this.seek(incident);
    return sought.is === "found" ? sought.drafted.draft : null;
  }

  /** Of a large set the last that was derived; then the next is soon. */
  async #recent(): Promise<Derived> {
    const { derived, isCurrent } = await this.#derivation.recent();
    if (!isCurrent) this.#telling.touch();
    return derived;
  }

  /** What was decided or published stands, whether or not the feed could tell of it. */
  async #tell(type: Change["type"], { incident: { id }, revision, digest }: Draft): Promise<void> {
    await this.#changes.tell(type, { id, revision, digest }).catch(this.#options.onError);
  }

  async #tellChanges(): Promise<void> {
    const { isTeller = () => Promise.resolve(true) } = this.#options;
    const derived = await this.#derivation.current();
    this.#drafts.keepOnly(derived);
    if (!(await isTeller())) return;
    const occasion = await this.#drafts.occasion(derived);
    for (const view of derived.incidents) {
      // Whether or not it had decisions then, it may have some by now.
      const now = { ...occasion, pinned: new Set([view.opener]) };
      await this.#changes.tellIfDifferent(await this.#drafts.lineOf(view, occasion), () =>
        this.#drafts.lineOf(view, now),
      );
      // Readers that wait are served between two drafts.
      await setImmediate();
    }
  }

  #nowText(): string {
    return formatInstant(this.#options.now(), "ms");
  }
}
