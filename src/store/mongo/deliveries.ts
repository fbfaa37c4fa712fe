import type { SweepLimits, SweepStep } from "../../domain/retention.ts";
import type { DeliveryArchive, RawDelivery, SweptDelivery } from "../store.ts";
import { type Bodies, PartMissing } from "./bodies.ts";
import type { Documents, Stored } from "./documents.ts";
import { nameOf } from "./names.ts";

/** A few large ones at once are enough for one insert. */
const MOST_BYTES = 8 * 1024 * 1024;
/** So many are deleted by one step of a sweep. */
const MOST_SWEPT = 100;

/**
 * Raw deliveries, each under its id. They are written before the sightings that they carried: who reads an event finds its evidence; after a
 * crash between the two the repeat finds the deliveries there.
 *
 * One that has been kept for long enough is deleted in this order: a note of what it was, under the same id; its parts; itself. The note is there
 * before anything is missing, so that a reader who finds no part, or no delivery, finds the note; and the delivery itself goes last, so that
 * the next sweep finds again what a crash left half deleted.
 */
export class Deliveries implements DeliveryArchive {
  readonly #documents: Documents;
  readonly #swept: Documents;
  readonly #bodies: Bodies;

  constructor(documents: Documents, swept: Documents, bodies: Bodies) {
    this.#documents = documents;
    this.#swept = swept;
    this.#bodies = bodies;
  }

  async keepDeliveries(deliveries: readonly RawDelivery[]): Promise<void> {
    let documents: Stored[] = [];
    let bytes = 0;
    for (const { id, source, headers, receivedAt, place, body } of deliveries) {
      const about = JSON.stringify({ id, source, headers, receivedAt, place });
      documents.push({ _id: nameOf(id), at: receivedAt, about, ...(await this.#bodies.putBytes(body, id)) });
      bytes += body.byteLength;
      if (bytes < MOST_BYTES) continue;
      await this.#documents.insertAll(documents);
      documents = [];
      bytes = 0;
    }
    await this.#documents.insertAll(documents);
  }

  async readDelivery(id: string): Promise<RawDelivery | null> {
    const document = await this.#documents.readOne(nameOf(id));
    if (!document) return null;
    try {
      return { ...aboutOf(document), body: await this.#bodies.getBytes(document) };
    } catch (error) {
      if (error instanceof PartMissing && (await this.readSwept(id))) return null;
      throw error;
    }
  }

  async readSwept(id: string): Promise<SweptDelivery | null> {
    const note = await this.#swept.readOne(nameOf(id));
    return note && (JSON.parse(String(note["about"])) as SweptDelivery);
  }

  async sweepDeliveries({ rawBefore, keysBefore, at }: SweepLimits): Promise<SweepStep> {
    const old = await oldest(this.#documents, rawBefore, ["about", "at", "partsOf", "parts"]);
    if (old.length > 0) {
      await this.#swept.insertAll(old.map((document) => noteOf(document, at)));
      await this.#bodies.deleteOwned(old);
      await this.#documents.delete({ _id: { $in: idsOf(old) } });
      return { bodies: old.length, receipts: 0, isDone: false };
    }
    const notes = await oldest(this.#swept, keysBefore, ["_id"]);
    if (notes.length === 0) return { bodies: 0, receipts: 0, isDone: true };
    await this.#swept.delete({ _id: { $in: idsOf(notes) } });
    return { bodies: 0, receipts: notes.length, isDone: false };
  }
}

async function oldest(documents: Documents, before: number | null, only: readonly string[]): Promise<Stored[]> {
  if (before === null) return [];
  return await documents.read({ at: { $lt: before } }, { sort: { at: 1 }, limit: MOST_SWEPT, only });
}

function noteOf(document: Stored, sweptAt: number): Stored {
  const { id, source, receivedAt, place } = aboutOf(document);
  const about: SweptDelivery = { id, source, receivedAt, place, sweptAt };
  return { _id: document._id, at: receivedAt, about: JSON.stringify(about) };
}

const aboutOf = ({ about }: Stored) => JSON.parse(String(about)) as Omit<RawDelivery, "body">;

const idsOf = (documents: readonly Stored[]): string[] => documents.map(({ _id }) => _id);
