import type { DecisionRecord } from "../../domain/decision.ts";
import type { RecordedEvent, Sighting } from "../../domain/event.ts";
import type { SweepLimits, SweepStep } from "../../domain/retention.ts";
import type { Instant } from "../../domain/time.ts";
import { latestOf } from "../ignored-tally.ts";
import { compareText } from "../orders.ts";
import type {
  AppendOutcome,
  Change,
  Claim,
  DeliveryArchive,
  Forgetting,
  Ignored,
  NewSighting,
  Numbered,
  PublicationRecord,
  QuarantineRecord,
  RawDelivery,
  Reason,
  SourceCounts,
  Store,
  SweptDelivery,
} from "../store.ts";
import { Beginnings } from "./beginnings.ts";
import { Bodies } from "./bodies.ts";
import { ChangeFeed } from "./change-feed.ts";
import { ClaimedNumbers } from "./claims.ts";
import { MongoDatabase, type MongoOptions } from "./database.ts";
import { DecisionLog } from "./decision-log.ts";
import { Deliveries } from "./deliveries.ts";
import { EventAppender } from "./event-appender.ts";
import { EventForgetting } from "./event-forgetting.ts";
import { EventLog } from "./event-log.ts";
import { EventView } from "./event-view.ts";
import { IgnoredCounts } from "./ignored-counts.ts";
import { Pinned } from "./pinned.ts";
import { Precedence } from "./precedence.ts";
import { Publications } from "./publications.ts";
import { Answers, Quarantine } from "./side-documents.ts";

/**
 * The store for several processes, on MongoDB 4.4 or newer, or what speaks its protocol. It is opened without a server: each call reaches for one.
 *
 * Every method but `close` throws StoreUnavailable where the server cannot be reached, StoreMisconfigured where a person must mend something.
 */
export interface MongoStore extends Store, DeliveryArchive, Forgetting {
  /** Reaches the server and checks the database. */
  check(): Promise<void>;
}

/** @throws StoreMisconfigured for a connection string that cannot be read */
export function openMongoStore(options: MongoOptions): MongoStore {
  return new DocumentStore(new MongoDatabase(options));
}

class DocumentStore implements MongoStore {
  readonly #database: MongoDatabase;
  readonly #appender: EventAppender;
  readonly #view: EventView;
  readonly #forgetting: EventForgetting;
  readonly #decisions: DecisionLog;
  readonly #publications: Publications;
  readonly #pinned: Pinned;
  readonly #quarantine: Quarantine;
  readonly #answers: Answers;
  readonly #changes: ChangeFeed;
  readonly #claims: ClaimedNumbers;
  readonly #ignored: IgnoredCounts;
  readonly #deliveries: Deliveries;

  constructor(database: MongoDatabase) {
    const [events, decisions, publications] = [
      ...[database.documents("events"), database.documents("decisions"), database.documents("publications")],
    ] as const;
    const claims = new ClaimedNumbers(database.documents("claims"));
    const bodies = new Bodies(database.documents("parts"), database.bodyBytes);
    const beginnings = new Beginnings(database.documents("meta"));
    // Two writers: neither may take a position for its own that the other asked for.
    const newLog = () => new EventLog(events, bodies, beginnings, new Precedence(claims, database.patience, "events"));
    const log = newLog();
    this.#database = database;
    this.#appender = new EventAppender(newLog());
    this.#view = new EventView(log);
    this.#forgetting = new EventForgetting(log, this.#view, () => database.allowForgetting());
    this.#decisions = new DecisionLog(decisions, bodies);
    this.#publications = new Publications(publications, bodies);
    this.#pinned = new Pinned(decisions, publications);
    this.#quarantine = new Quarantine(database.documents("quarantine"));
    this.#answers = new Answers(database.documents("answers"), bodies);
    this.#changes = new ChangeFeed(database.documents("changes"));
    this.#claims = claims;
    this.#ignored = new IgnoredCounts(database.documents("ignored"));
    this.#deliveries = new Deliveries(database.documents("deliveries"), database.documents("swept"), bodies);
  }

  check(): Promise<void> {
    return this.#database.ready();
  }

  appendSightings(sightings: readonly NewSighting[]): Promise<readonly AppendOutcome[]> {
    return this.#appender.append(sightings);
  }

  eventsVersion(): Promise<number> {
    return this.#view.version();
  }

  readEvents(): Promise<readonly RecordedEvent[]> {
    return this.#view.read();
  }

  readSightings(key: string): Promise<readonly Sighting[]> {
    return this.#view.sightingsOfKey(key);
  }

  readSightingsOf(delivery: string): Promise<readonly Sighting[]> {
    return this.#view.sightingsOfDelivery(delivery);
  }

  async dropEvents(keys: readonly string[]): Promise<number> {
    // What was decided before decisions were pinned in the log of events.
    const pinned = new Set(keys.length > 0 ? await this.listPinned() : []);
    return keys.some((key) => pinned.has(key)) ? 0 : this.#forgetting.drop(keys);
  }

  reclaim(before: Instant): Promise<boolean> {
    return this.#forgetting.reclaim(before);
  }

  async appendDecisions(
    incident: string,
    from: number,
    records: readonly DecisionRecord[],
  ): Promise<Numbered<DecisionRecord>> {
    if (!(await this.#forgetting.pin(incident))) return { is: "gone" };
    return this.#decisions.append(incident, from, records);
  }

  listDecisions(incident: string): Promise<readonly DecisionRecord[]> {
    return this.#decisions.list(incident);
  }

  listPinned(): Promise<readonly string[]> {
    return this.#pinned.list();
  }

  async appendPublication(record: PublicationRecord): Promise<Numbered<PublicationRecord>> {
    if (!(await this.#forgetting.pin(record.incident))) return { is: "gone" };
    return this.#publications.append(record);
  }

  listPublications(incident: string): Promise<readonly PublicationRecord[]> {
    return this.#publications.list(incident);
  }

  lastPublication(incident: string): Promise<number> {
    return this.#publications.last(incident);
  }

  readPublication(incident: string, number: number): Promise<PublicationRecord | null> {
    return this.#publications.read(incident, number);
  }

  quarantine(records: readonly QuarantineRecord[]): Promise<void> {
    return this.#quarantine.add(records);
  }

  listQuarantine(): Promise<readonly QuarantineRecord[]> {
    return this.#quarantine.list();
  }

  release(delivery: string, except: readonly Reason[] = []): Promise<void> {
    return this.#quarantine.release(delivery, except);
  }

  readAnswer(scope: string, key: string): Promise<{ readonly bodyHash: string; readonly answer: string } | null> {
    return this.#answers.read(scope, key);
  }

  keepAnswer(
    scope: string,
    key: string,
    answer: { readonly bodyHash: string; readonly answer: string },
  ): Promise<void> {
    return this.#answers.keep(scope, key, answer);
  }

  claim(name: string, claim: Claim): Promise<boolean> {
    return this.#claims.claim(name, claim);
  }

  lastClaim(name: string): Promise<Claim | null> {
    return this.#claims.last(name);
  }

  appendChange(change: Omit<Change, "cursor">): Promise<Change> {
    return this.#changes.append(change);
  }

  listChanges(after: number, limit: number): Promise<readonly Change[]> {
    return this.#changes.list(after, limit);
  }

  countIgnored(ignored: readonly Ignored[]): Promise<void> {
    return this.#ignored.add(ignored);
  }

  async countSources(): Promise<readonly SourceCounts[]> {
    const sums = new Map(await this.#view.sums());
    const ignored = await this.#ignored.read();
    const names = [...new Set([...sums.keys(), ...ignored.keys()])].sort(compareText);
    return names.map((source) => ({
      source,
      deliveries: sums.get(source)?.deliveries ?? 0,
      events: sums.get(source)?.events ?? 0,
      ignored: Object.fromEntries(ignored.get(source)?.types ?? []),
      lastReceivedAt: latestOf(sums.get(source)?.lastReceivedAt ?? null, ignored.get(source)?.lastReceivedAt ?? null),
    }));
  }

  keepDeliveries(deliveries: readonly RawDelivery[]): Promise<void> {
    return this.#deliveries.keepDeliveries(deliveries);
  }

  readDelivery(id: string): Promise<RawDelivery | null> {
    return this.#deliveries.readDelivery(id);
  }

  readSwept(id: string): Promise<SweptDelivery | null> {
    return this.#deliveries.readSwept(id);
  }

  sweepDeliveries(limits: SweepLimits): Promise<SweepStep> {
    return this.#deliveries.sweepDeliveries(limits);
  }

  close(): Promise<void> {
    return this.#database.close();
  }
}
