import { checkNumbers } from "../check-numbers.ts";
import type { Numbered, PublicationRecord } from "../store.ts";
import type { Bodies } from "./bodies.ts";
import type { Documents, Stored } from "./documents.ts";
import { nameOf } from "./names.ts";

/** Publications, each a document whose `_id` is its incident's name with its number: that number exists once. */
export class Publications {
  readonly #documents: Documents;
  readonly #bodies: Bodies;

  constructor(documents: Documents, bodies: Bodies) {
    this.#documents = documents;
    this.#bodies = bodies;
  }

  async append(record: PublicationRecord): Promise<Numbered<PublicationRecord>> {
    checkNumbers(record.incident, record.number, [record]);
    const { incident, number } = record;
    const kept = structuredClone(record);
    const log = nameOf(incident);
    const claimed = await this.#documents.claim({
      ...{ _id: `${log}:${number}`, log, n: number, incident: JSON.stringify(incident) },
      ...(await this.#bodies.put(JSON.stringify(kept))),
    });
    return claimed === "claimed" ? { is: "appended", records: [kept] } : { is: "taken" };
  }

  /** By number. */
  async list(incident: string): Promise<PublicationRecord[]> {
    const documents = await this.#documents.read({ log: nameOf(incident) }, { sort: { n: 1 } });
    return await Promise.all(documents.map((document) => this.#recordOf(document)));
  }

  async last(incident: string): Promise<number> {
    const [last] = await this.#documents.read({ log: nameOf(incident) }, { sort: { n: -1 }, limit: 1, only: ["n"] });
    return Number(last?.["n"] ?? 0);
  }

  async read(incident: string, number: number): Promise<PublicationRecord | null> {
    const document = await this.#documents.readOne(`${nameOf(incident)}:${number}`);
    return document ? await this.#recordOf(document) : null;
  }

  async #recordOf(document: Stored): Promise<PublicationRecord> {
    return JSON.parse(await this.#bodies.get(document)) as PublicationRecord;
  }
}
