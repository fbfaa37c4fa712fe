import type { DecisionRecord } from "../../domain/decision.ts";
import { checkNumbers } from "../check-numbers.ts";
import type { Numbered } from "../store.ts";
import type { Bodies } from "./bodies.ts";
import type { Documents } from "./documents.ts";
import { nameOf } from "./names.ts";
import { PositionLog } from "./position-log.ts";

const RANGE = ["from", "to"] as const;

/**
 * The decisions of each incident: a log of batches. A batch is one document, so it is there whole or not at all. Whether its numbers are free is
 * judged by all batches before it; since it takes the next position or none, that judgement holds: of two editors who number
 * alike one takes the position, and the other finds the numbers taken when it reads on.
 */
export class DecisionLog {
  readonly #documents: Documents;
  readonly #bodies: Bodies;

  constructor(documents: Documents, bodies: Bodies) {
    this.#documents = documents;
    this.#bodies = bodies;
  }

  async append(incident: string, from: number, records: readonly DecisionRecord[]): Promise<Numbered<DecisionRecord>> {
    checkNumbers(incident, from, records);
    const kept = structuredClone(records);
    if (kept.length === 0) return { is: "appended", records: kept };
    const to = from + kept.length - 1;
    const log = this.#logOf(incident);
    const fields = { from, to, incident: JSON.stringify(incident), ...(await this.#bodies.put(JSON.stringify(kept))) };
    for (let at = 0; ; ) {
      for await (const batch of log.after(at, RANGE)) {
        if (Number(batch["from"]) <= to && Number(batch["to"]) >= from) return { is: "taken" };
        at = Number(batch["n"]);
      }
      if ((await log.claim(at + 1, fields)) === "claimed") return { is: "appended", records: kept };
    }
  }

  /** By number, as far as batches follow each other: one that came while they were read may show before another that came earlier. */
  async list(incident: string): Promise<DecisionRecord[]> {
    const records: DecisionRecord[] = [];
    const batches = await this.#documents.read({ log: nameOf(incident) }, { sort: { n: 1 } });
    for (const [index, batch] of batches.entries()) {
      if (batch["n"] !== index + 1) break;
      records.push(...(JSON.parse(await this.#bodies.get(batch)) as DecisionRecord[]));
    }
    return records.sort((a, b) => a.number - b.number);
  }

  #logOf(incident: string): PositionLog {
    return new PositionLog(this.#documents, nameOf(incident));
  }
}
