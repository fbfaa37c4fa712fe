import type { Beginning, Beginnings } from "./beginnings.ts";
import { type Bodies, namesOfParts, PartMissing } from "./bodies.ts";
import type { Claimed, Documents, Query, Stored } from "./documents.ts";
import {
  type EntryNotes,
  type EventBody,
  entryFields,
  entryText,
  latestIn,
  NAMES,
  type Prepared,
} from "./event-entry.ts";
import { PositionLog } from "./position-log.ts";
import type { Precedence } from "./precedence.ts";

const NAME = "events";
/** So many entries are looked through at once for parts that go with them. */
const PAGE = 500;

/**
 * The log of events: entries at positions, of which old ones are deleted. What begins, as `Beginnings` tell, with another position than 1 is a log like any
 * other for whoever has read that far. Everybody else finds positions free that are not, or what a writer who was late put there: so whoever
 * read or took a position MUST afterwards ask where the log begins, and where it begins behind the first position that they read since they last
 * asked, forget all of it and begin anew.
 */
export class EventLog {
  readonly #documents: Documents;
  readonly #positions: PositionLog;
  readonly #bodies: Bodies;
  readonly #beginnings: Beginnings;
  readonly #precedence: Precedence;

  constructor(documents: Documents, bodies: Bodies, beginnings: Beginnings, precedence: Precedence) {
    this.#documents = documents;
    this.#positions = new PositionLog(documents, NAME);
    this.#bodies = bodies;
    this.#beginnings = beginnings;
    this.#precedence = precedence;
  }

  beginning(): Promise<Beginning> {
    return this.#beginnings.last();
  }

  /** The entries after a position, without a gap, in their order. */
  after(position: number, only?: readonly string[]): AsyncGenerator<Stored> {
    return this.#positions.after(position, only);
  }

  entries(query: Query, only?: readonly string[]): Promise<Stored[]> {
    return this.#documents.read(query, only === undefined ? {} : { only: [...only, "n"] });
  }

  /** Null where the entry's parts, or the entry, were deleted meanwhile. */
  async bodyOf(entry: Stored): Promise<EventBody | null> {
    try {
      return JSON.parse(await this.#bodies.get(entry)) as EventBody;
    } catch (error) {
      if (error instanceof PartMissing && (await this.beginning()).position > Number(entry["n"])) return null;
      throw error;
    }
  }

  /** The whole of an entry of which only some fields are known; null where it was deleted meanwhile. */
  wholeOf({ n }: Stored): Promise<EventBody | null> {
    return this.bodyAt(Number(n));
  }

  /** What the entry at a position tells; null where there is none any more. */
  async bodyAt(position: number): Promise<EventBody | null> {
    const entry = await this.#documents.readOne(`${NAME}:${position}`);
    return entry && (await this.bodyOf(entry));
  }

  /** When the last of an entry's sightings was received, 0 where it has none; null where it was deleted meanwhile. Versions of before wrote it into the body alone. */
  async latestOf(entry: Stored): Promise<number | null> {
    if (entry["latest"] !== undefined) return Number(entry["latest"]);
    const body = await this.wholeOf(entry);
    return body && latestIn(body.sightings);
  }

  /**
   * Takes a position, or gives the names in what stands there; the caller MUST have read all before it. Parts of a large body belong to the position: nobody
   * else will use them, so that they can be deleted with the entry.
   */
  async claim(position: number, sightings: readonly Prepared[], notes: EntryNotes): Promise<Claimed> {
    const body = await this.#bodies.put(entryText(sightings, notes), { log: NAME, n: position });
    await this.#precedence.letPass(position, () => this.#positions.isTaken(position));
    const fields = { ...entryFields(sightings, notes), ...body };
    const claimed = await this.#positions.claim(position, fields, [...NAMES, "n", "partsOf"]);
    const isLost = claimed !== "claimed" && "partsOf" in body && claimed["partsOf"] !== body.partsOf;
    if (isLost) await this.#bodies.deleteAll([body]);
    return claimed;
  }

  /** To be told of a position that another got, and how many in a row it makes. */
  lost(position: number, inARow: number): Promise<void> {
    return this.#precedence.lost(position, inARow);
  }

  /** All that lives on of what stands before it MUST stand behind it, too. */
  async beginAt(beginning: Beginning): Promise<void> {
    await this.#beginnings.note(beginning);
    await this.clearBefore(beginning.position);
  }

  /**
   * Deletes parts that were written for a position up to one, and that the entry there does not name: whoever wrote them died before taking it, or another was
   * first. All up to it MUST have been read. So the position was taken, and who is only slow finds it taken, and puts parts of the next one. If it is
   * free again, it stands before the log's beginning: an entry that is put there now counts for nobody, and its writer appends it again.
   */
  async clearLostParts(until: number): Promise<void> {
    const placed = await this.#bodies.placed({ log: NAME, n: until });
    const entries = [...placed.keys()].map((position) => `${NAME}:${position}`);
    if (entries.length === 0) return;
    const named = await this.#documents.read({ _id: { $in: entries } }, { only: ["partsOf", "parts"] });
    const inUse = new Set(named.flatMap(namesOfParts));
    await this.#bodies.deleteParts([...placed.values()].flat().filter((part) => !inUse.has(part)));
  }

  /** Deletes what stands before the log's beginning: parts before the entries that name them, so that a crash leaves nothing that nobody names. */
  async clearBefore(beginning: number): Promise<void> {
    const query = { log: NAME, n: { $lt: beginning } };
    const only = ["partsOf", "parts"];
    for (;;) {
      const old = await this.#documents.read(query, { sort: { n: 1 }, limit: PAGE, only });
      if (old.length === 0) return;
      await this.#bodies.deleteAll(old);
      await this.#documents.delete({ _id: { $in: old.map(({ _id }) => _id) } });
    }
  }
}
