import type { Claim } from "../store.ts";
import type { Documents } from "./documents.ts";
import { nameOf } from "./names.ts";

/** So many of a name are kept: enough to outlast any process that claims by what it read long ago. */
const KEPT = 1000;

/** Numbers that are claimed once each. A claim's `_id` is the name of (name, number). */
export class ClaimedNumbers {
  readonly #documents: Documents;

  constructor(documents: Documents) {
    this.#documents = documents;
  }

  async claim(name: string, { number, value }: Claim): Promise<boolean> {
    const claimed = await this.#documents.claim({ _id: nameOf(name, String(number)), log: name, n: number, value });
    if (claimed === "claimed" && number % KEPT === 0)
      await this.#documents.delete({ log: name, n: { $lt: number - KEPT } });
    return claimed === "claimed";
  }

  async last(name: string): Promise<Claim | null> {
    const [found] = await this.#documents.read({ log: name }, { sort: { n: -1 }, limit: 1 });
    return found ? { number: Number(found["n"]), value: String(found["value"]) } : null;
  }
}
