import { compareText } from "../orders.ts";
import type { Documents } from "./documents.ts";

/** The incidents that have a document in one of these collections, whose `log` names the incident and whose `incident` holds its key. */
export class Pinned {
  readonly #collections: readonly Documents[];
  /** Keys by name: what was named once stays. */
  readonly #keys = new Map<string, string>();

  constructor(...collections: readonly Documents[]) {
    this.#collections = collections;
  }

  /** In order. */
  async list(): Promise<readonly string[]> {
    const keys = new Set<string>();
    for (const documents of this.#collections) {
      for (const name of await documents.distinct("log")) keys.add(await this.#keyOf(name, documents));
    }
    return [...keys].sort(compareText);
  }

  async #keyOf(name: string, documents: Documents): Promise<string> {
    const known = this.#keys.get(name);
    if (known !== undefined) return known;
    const [document] = await documents.read({ log: name }, { limit: 1, only: ["incident"] });
    const key = String(JSON.parse(String(document?.["incident"])));
    this.#keys.set(name, key);
    return key;
  }
}
