import { SourceTally } from "../source-tally.ts";
import type { AppendOutcome } from "../store.ts";
import { nameOfSighting, type Prepared, type SightingName, type Sums } from "./event-entry.ts";

/** What the log holds, as far as judging a batch needs it. */
export interface Known {
  readonly keys: ReadonlySet<string>;
  readonly variants: ReadonlySet<string>;
  /** All sightings of those deliveries of the batch that the log knows; some may stand behind the position up to which the rest was read. */
  readonly sightings: readonly SightingName[];
}

export interface Judged {
  /** In the order of the batch. */
  readonly outcomes: readonly AppendOutcome[];
  /** The sightings that are to be stored. */
  readonly fresh: readonly Prepared[];
  readonly sums: Sums;
}

/** Says of each sighting of a batch whether its event, variant and delivery are new, as if they were appended one after another. */
export function judge(batch: readonly Prepared[], known: Known): Judged {
  const added = {
    keys: new Set(known.sightings.map(({ key }) => key)),
    variants: new Set(known.sightings.map(({ variant }) => variant)),
  };
  const seen = new Set(known.sightings.map(nameOfSighting));
  const deliveries = new Set(known.sightings.map(({ delivery }) => delivery));
  const tally = new SourceTally();
  const fresh: Prepared[] = [];
  const outcomes = batch.map((prepared): AppendOutcome => {
    const { key, variant, delivery } = prepared;
    const isKnown = known.variants.has(variant) || added.variants.has(variant);
    const isVariant = known.keys.has(key) || added.keys.has(key);
    const outcome = isKnown ? "duplicate" : isVariant ? "variant" : "appended";
    const name = nameOfSighting(prepared);
    if (seen.has(name)) return outcome;
    tally.add(prepared, { delivery: !deliveries.has(delivery), event: outcome === "appended" });
    seen.add(name);
    deliveries.add(delivery);
    added.keys.add(key);
    added.variants.add(variant);
    fresh.push(prepared);
    return outcome;
  });
  return { outcomes, fresh, sums: tally.sums() };
}
