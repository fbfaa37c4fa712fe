import type { Documents } from "./documents.ts";
import { InTurn } from "./in-turn.ts";
import { PositionLog } from "./position-log.ts";

const NAME = "ignored";

/** Counts of parts of no interest: a log of what was counted, summed up while it is read. Names are values here, never fields. */
export class IgnoredCounts {
  readonly #log: PositionLog;
  readonly #reading = new InTurn(() => this.#readOn());
  readonly #counts = new Map<string, Map<string, number>>();
  #at = 0;

  constructor(documents: Documents) {
    this.#log = new PositionLog(documents, NAME);
  }

  async add(source: string, types: readonly string[]): Promise<void> {
    if (types.length === 0) return;
    const fields = { body: JSON.stringify([source, types]) };
    do await this.#reading.run();
    while ((await this.#log.claim(this.#at + 1, fields)) === "taken");
  }

  /** By source, then by type. */
  async read(): Promise<ReadonlyMap<string, ReadonlyMap<string, number>>> {
    await this.#reading.run();
    return this.#counts;
  }

  async #readOn(): Promise<void> {
    for await (const entry of this.#log.after(this.#at)) {
      const [source, types] = JSON.parse(String(entry["body"])) as [string, string[]];
      const counts = this.#counts.get(source) ?? new Map<string, number>();
      this.#counts.set(source, counts);
      for (const type of types) counts.set(type, (counts.get(type) ?? 0) + 1);
      this.#at = Number(entry["n"]);
    }
  }
}
