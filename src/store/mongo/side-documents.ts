import { listedQuarantine } from "../listed-quarantine.ts";
import type { QuarantineRecord, Reason } from "../store.ts";
import type { Bodies } from "./bodies.ts";
import type { Documents } from "./documents.ts";
import { nameOf } from "./names.ts";

interface Answer {
  readonly bodyHash: string;
  readonly answer: string;
}

/** What could not be normalised. A record's `_id` is the name of (delivery, code, detail). */
export class Quarantine {
  readonly #documents: Documents;

  constructor(documents: Documents) {
    this.#documents = documents;
  }

  /** The first of each is kept. Records of a batch that a crash cut off are added by the repeat. */
  async add(records: readonly QuarantineRecord[]): Promise<void> {
    const first = new Map<string, QuarantineRecord>();
    for (const record of records) {
      const id = nameOf(record.delivery, record.code, record.detail);
      if (!first.has(id)) first.set(id, record);
    }
    const documents = [...first].map(([_id, record]) => ({
      ...{ _id, delivery: nameOf(record.delivery), body: JSON.stringify(record) },
    }));
    await this.#documents.insertAll(documents);
  }

  async list(): Promise<readonly QuarantineRecord[]> {
    const documents = await this.#documents.read({});
    return listedQuarantine(documents.map(({ body }) => JSON.parse(String(body)) as QuarantineRecord));
  }

  async release(delivery: string, except: readonly Reason[]): Promise<void> {
    const kept = new Set(except.map(({ code, detail }) => nameOf(delivery, code, detail)));
    const there = await this.#documents.read({ delivery: nameOf(delivery) }, { only: ["_id"] });
    const gone = there.map(({ _id }) => _id).filter((id) => !kept.has(id));
    if (gone.length > 0) await this.#documents.delete({ _id: { $in: gone } });
  }
}

/** Answers by idempotency key. */
export class Answers {
  readonly #documents: Documents;
  readonly #bodies: Bodies;

  constructor(documents: Documents, bodies: Bodies) {
    this.#documents = documents;
    this.#bodies = bodies;
  }

  async read(scope: string, key: string): Promise<Answer | null> {
    const document = await this.#documents.readOne(nameOf(scope, key));
    return document ? (JSON.parse(await this.#bodies.get(document)) as Answer) : null;
  }

  async keep(scope: string, key: string, { bodyHash, answer }: Answer): Promise<void> {
    const body = await this.#bodies.put(JSON.stringify({ bodyHash, answer }));
    await this.#documents.insert({ _id: nameOf(scope, key), ...body });
  }
}
