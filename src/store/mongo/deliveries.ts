import type { DeliveryArchive, RawDelivery } from "../store.ts";
import type { Bodies } from "./bodies.ts";
import type { Documents, Stored } from "./documents.ts";
import { nameOf } from "./names.ts";

/** A few large ones at once are enough for one insert. */
const MOST_BYTES = 8 * 1024 * 1024;

/**
 * Raw deliveries, each under its id. They are written before the sightings that they carried: who reads an event finds its evidence; after a
 * crash between the two the repeat finds the deliveries there.
 */
export class Deliveries implements DeliveryArchive {
  readonly #documents: Documents;
  readonly #bodies: Bodies;

  constructor(documents: Documents, bodies: Bodies) {
    this.#documents = documents;
    this.#bodies = bodies;
  }

  async keepDeliveries(deliveries: readonly RawDelivery[]): Promise<void> {
    let documents: Stored[] = [];
    let bytes = 0;
    for (const { id, source, headers, receivedAt, body } of deliveries) {
      const about = JSON.stringify({ id, source, headers, receivedAt });
      documents.push({ _id: nameOf(id), about, ...(await this.#bodies.putBytes(body)) });
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
    const about = JSON.parse(String(document["about"])) as Omit<RawDelivery, "body">;
    return { ...about, body: await this.#bodies.getBytes(document) };
  }
}
