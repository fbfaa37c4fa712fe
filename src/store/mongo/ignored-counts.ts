import { type IgnoredSum, IgnoredTally } from "../ignored-tally.ts";
import type { Ignored } from "../store.ts";
import type { Documents } from "./documents.ts";
import { InTurn } from "./in-turn.ts";
import { PositionLog } from "./position-log.ts";

const NAME = "ignored";

/** Counts of parts of no interest: a log of what was counted, summed up while it is read, each delivery once. Names are values here, never fields. */
export class IgnoredCounts {
  readonly #log: PositionLog;
  readonly #reading = new InTurn(() => this.#readOn());
  readonly #tally = new IgnoredTally();
  #at = 0;

  constructor(documents: Documents) {
    this.#log = new PositionLog(documents, NAME);
  }

  async add(ignored: readonly Ignored[]): Promise<void> {
    if (ignored.length === 0) return;
    for (;;) {
      await this.#reading.run();
      const fresh = ignored.filter(({ delivery }) => !this.#tally.has(delivery));
      if (fresh.length === 0) return;
      if ((await this.#log.claim(this.#at + 1, { deliveries: JSON.stringify(fresh) })) === "claimed") return;
    }
  }

  /** By source. */
  async read(): Promise<ReadonlyMap<string, IgnoredSum>> {
    await this.#reading.run();
    return this.#tally.sums;
  }

  async #readOn(): Promise<void> {
    for await (const entry of this.#log.after(this.#at)) {
      for (const one of JSON.parse(String(entry["deliveries"] ?? "[]")) as Ignored[]) this.#tally.add(one);
      this.#at = Number(entry["n"]);
    }
  }
}
