import type { DecisionRecord } from "../../domain/decision.ts";
import type { RecordedEvent, Sighting } from "../../domain/event.ts";
import { checkNumbers } from "../check-numbers.ts";
import { EventSet } from "../event-set.ts";
import { IgnoredTally, latestOf } from "../ignored-tally.ts";
import { listedQuarantine } from "../listed-quarantine.ts";
import { compareSightings, compareText } from "../orders.ts";
import type {
  AppendOutcome,
  Change,
  Claim,
  Forgetting,
  Ignored,
  NewSighting,
  Numbered,
  PublicationRecord,
  QuarantineRecord,
  Reason,
  SourceCounts,
  Store,
} from "../store.ts";
import { toSighting } from "../written-sighting.ts";

/** A store that lives as long as the process: for drafts from files, for tests, and as the plainest reading of the contract. */
export function openMemoryStore(): Store & Forgetting {
  return new MemoryStore();
}

interface Answer {
  readonly bodyHash: string;
  readonly answer: string;
}

class MemoryStore implements Store, Forgetting {
  readonly #events = new EventSet();
  /** Per event key, per content, per delivery. */
  readonly #sightings = new Map<string, Map<string, Map<string, Sighting>>>();
  readonly #ofDelivery = new Map<string, Sighting[]>();
  readonly #decisions = new Map<string, DecisionRecord[]>();
  readonly #publications = new Map<string, PublicationRecord[]>();
  readonly #quarantine = new Map<string, QuarantineRecord>();
  readonly #answers = new Map<string, Answer>();
  readonly #changes: Change[] = [];
  readonly #ignored = new IgnoredTally();
  readonly #counts = new Map<string, Counts>();
  readonly #claims = new Map<string, Map<number, string>>();
  #version = 0;
  #closed = false;

  async claim(name: string, { number, value }: Claim): Promise<boolean> {
    this.#assertOpen();
    const claims = this.#claims.getOrInsertComputed(name, () => new Map<number, string>());
    return !claims.has(number) && claims.set(number, value).has(number);
  }

  async lastClaim(name: string): Promise<Claim | null> {
    this.#assertOpen();
    const claims = [...(this.#claims.get(name) ?? [])].map(([number, value]) => ({ number, value }));
    return claims.sort((a, b) => a.number - b.number).at(-1) ?? null;
  }

  async appendSightings(sightings: readonly NewSighting[]): Promise<readonly AppendOutcome[]> {
    this.#assertOpen();
    return sightings.map((sighting) => this.#keep(structuredClone(toSighting(sighting))));
  }

  #keep(sighting: Sighting): AppendOutcome {
    const { key } = sighting.event;
    const variants = this.#sightings.getOrInsertComputed(key, () => new Map<string, Map<string, Sighting>>());
    const outcome = variants.has(sighting.content) ? "duplicate" : variants.size === 0 ? "appended" : "variant";
    const deliveries = variants.getOrInsertComputed(sighting.content, () => new Map<string, Sighting>());
    if (deliveries.has(sighting.delivery)) return outcome;
    deliveries.set(sighting.delivery, sighting);
    this.#count(sighting, outcome);
    this.#ofDelivery.getOrInsertComputed(sighting.delivery, () => []).push(sighting);
    if (this.#events.add(sighting)) this.#version += 1;
    return outcome;
  }

  #count(sighting: Sighting, outcome: AppendOutcome): void {
    const counts = this.#counts.getOrInsertComputed(sighting.source, newCounts);
    if (!this.#ofDelivery.has(sighting.delivery)) counts.deliveries += 1;
    if (outcome === "appended") counts.events += 1;
    counts.lastReceivedAt = Math.max(counts.lastReceivedAt ?? sighting.receivedAt, sighting.receivedAt);
  }

  async dropEvents(keys: readonly string[]): Promise<number> {
    this.#assertOpen();
    const pinned = new Set(await this.listPinned());
    const gone = new Set(keys.some((key) => pinned.has(key)) ? [] : keys.filter((key) => this.#sightings.delete(key)));
    if (gone.size === 0) return 0;
    for (const key of gone) this.#events.drop(key);
    for (const [delivery, sightings] of this.#ofDelivery)
      this.#ofDelivery.set(
        delivery,
        sightings.filter(({ event }) => !gone.has(event.key)),
      );
    this.#version += 1;
    return gone.size;
  }

  async reclaim(): Promise<boolean> {
    return true;
  }

  async eventsVersion(): Promise<number> {
    this.#assertOpen();
    return this.#version;
  }

  async readEvents(): Promise<readonly RecordedEvent[]> {
    this.#assertOpen();
    return this.#events.read();
  }

  async readSightings(key: string): Promise<readonly Sighting[]> {
    this.#assertOpen();
    const variants = this.#sightings.get(key)?.values() ?? [];
    return structuredClone([...variants].flatMap((deliveries) => [...deliveries.values()])).sort(compareSightings);
  }

  async readSightingsOf(delivery: string): Promise<readonly Sighting[]> {
    this.#assertOpen();
    return structuredClone(this.#ofDelivery.get(delivery) ?? []).sort(compareSightings);
  }

  async appendDecisions(
    incident: string,
    from: number,
    records: readonly DecisionRecord[],
  ): Promise<Numbered<DecisionRecord>> {
    this.#assertOpen();
    checkNumbers(incident, from, records);
    const log = this.#decisions.getOrInsertComputed(incident, () => []);
    if (records.some(({ number }) => log.some((other) => other.number === number))) return { is: "taken" };
    log.push(...structuredClone(records));
    return { is: "appended", records: structuredClone(records) };
  }

  async listDecisions(incident: string): Promise<readonly DecisionRecord[]> {
    this.#assertOpen();
    return structuredClone(this.#decisions.get(incident) ?? []).sort((a, b) => a.number - b.number);
  }

  async listPinned(): Promise<readonly string[]> {
    this.#assertOpen();
    const pinned = [...this.#decisions, ...this.#publications].filter(([, log]) => log.length > 0);
    return [...new Set(pinned.map(([incident]) => incident))].sort(compareText);
  }

  async appendPublication(record: PublicationRecord): Promise<Numbered<PublicationRecord>> {
    this.#assertOpen();
    checkNumbers(record.incident, record.number, [record]);
    const log = this.#publications.getOrInsertComputed(record.incident, () => []);
    if (log.some(({ number }) => number === record.number)) return { is: "taken" };
    log.push(structuredClone(record));
    return { is: "appended", records: [structuredClone(record)] };
  }

  async listPublications(incident: string): Promise<readonly PublicationRecord[]> {
    this.#assertOpen();
    return structuredClone(this.#publications.get(incident) ?? []).sort((a, b) => a.number - b.number);
  }

  async lastPublication(incident: string): Promise<number> {
    this.#assertOpen();
    return Math.max(0, ...(this.#publications.get(incident) ?? []).map(({ number }) => number));
  }

  async readPublication(incident: string, number: number): Promise<PublicationRecord | null> {
    this.#assertOpen();
    const log = this.#publications.get(incident) ?? [];
    return structuredClone(log.find((record) => record.number === number) ?? null);
  }

  async quarantine(records: readonly QuarantineRecord[]): Promise<void> {
    this.#assertOpen();
    for (const record of records) {
      const identity = JSON.stringify([record.delivery, record.code, record.detail]);
      this.#quarantine.getOrInsertComputed(identity, () => structuredClone(record));
    }
  }

  async listQuarantine(): Promise<readonly QuarantineRecord[]> {
    this.#assertOpen();
    return listedQuarantine(structuredClone([...this.#quarantine.values()]));
  }

  async release(delivery: string, except: readonly Reason[] = []): Promise<void> {
    this.#assertOpen();
    const kept = new Set(except.map(({ code, detail }) => JSON.stringify([delivery, code, detail])));
    for (const [identity, record] of this.#quarantine)
      if (record.delivery === delivery && !kept.has(identity)) this.#quarantine.delete(identity);
  }

  async readAnswer(scope: string, key: string): Promise<Answer | null> {
    this.#assertOpen();
    return structuredClone(this.#answers.get(JSON.stringify([scope, key])) ?? null);
  }

  async keepAnswer(scope: string, key: string, answer: Answer): Promise<void> {
    this.#assertOpen();
    this.#answers.getOrInsertComputed(JSON.stringify([scope, key]), () => structuredClone(answer));
  }

  async appendChange(change: Omit<Change, "cursor">): Promise<Change> {
    this.#assertOpen();
    const numbered = { ...change, cursor: this.#changes.length + 1 };
    this.#changes.push(numbered);
    return { ...numbered };
  }

  async listChanges(after: number, limit: number): Promise<readonly Change[]> {
    this.#assertOpen();
    return structuredClone(this.#changes.slice(after, after + limit));
  }

  async countIgnored(ignored: readonly Ignored[]): Promise<void> {
    this.#assertOpen();
    for (const one of ignored) this.#ignored.add(one);
  }

  async countSources(): Promise<readonly SourceCounts[]> {
    this.#assertOpen();
    const ignored = this.#ignored.sums;
    return [...new Set([...this.#counts.keys(), ...ignored.keys()])].sort(compareText).map((source) => {
      const counts = this.#counts.get(source) ?? newCounts();
      const { types = [], lastReceivedAt = null } = ignored.get(source) ?? {};
      const last = latestOf(counts.lastReceivedAt, lastReceivedAt);
      return { ...counts, source, ignored: Object.fromEntries(types), lastReceivedAt: last };
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
  }

  #assertOpen(): void {
    if (this.#closed) throw new Error("the store is closed");
  }
}

interface Counts {
  deliveries: number;
  events: number;
  lastReceivedAt: number | null;
}

const newCounts = (): Counts => ({ deliveries: 0, events: 0, lastReceivedAt: null });
