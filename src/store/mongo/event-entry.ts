import type { Sighting } from "../../domain/event.ts";
import type { SourceSum } from "../source-tally.ts";
import type { NewSighting } from "../store.ts";
import { toSighting } from "../written-sighting.ts";
import type { Bodies } from "./bodies.ts";
import type { Stored } from "./documents.ts";
import { nameOf } from "./names.ts";

/** A sighting on its way into the log: what it is looked up by, and its text, taken when it was handed in. */
export interface Prepared {
  /** Name of the event's key. */
  readonly key: string;
  /** Name of the key with the content. */
  readonly variant: string;
  /** Name of the delivery. */
  readonly delivery: string;
  readonly source: string;
  readonly receivedAt: number;
  readonly text: string;
}

export function prepare(made: NewSighting): Prepared {
  const sighting = toSighting(made);
  const { event, content, delivery, source, receivedAt } = sighting;
  const text = JSON.stringify(sighting);
  return {
    ...{ key: nameOf(event.key), variant: nameOf(event.key, content), delivery: nameOf(delivery) },
    ...{ source, receivedAt, text },
  };
}

export type Sums = readonly (readonly [source: string, sum: SourceSum])[];

/** What an entry's body tells. */
export interface EventBody {
  readonly sightings: readonly Sighting[];
  /** What the entry adds to the counts of the sources. */
  readonly sums: Sums;
}

/** The fields that say which sightings an entry holds, one place for each: enough for dedupe. */
export const NAMES = ["keys", "variants", "deliveries"] as const;

/** The fields of an entry of the log of events. */
export async function writeEntry(
  fresh: readonly Prepared[],
  sums: Sums,
  bodies: Bodies,
): Promise<Readonly<Record<string, unknown>>> {
  const texts = fresh.map(({ text }) => text).join(",");
  return {
    keys: fresh.map(({ key }) => key),
    variants: fresh.map(({ variant }) => variant),
    deliveries: fresh.map(({ delivery }) => delivery),
    ...(await bodies.put(`{"sightings":[${texts}],"sums":${JSON.stringify(sums)}}`)),
  };
}

export async function readBody(entry: Stored, bodies: Bodies): Promise<EventBody> {
  return JSON.parse(await bodies.get(entry)) as EventBody;
}

export type SightingName = Pick<Prepared, "key" | "variant" | "delivery">;

/** The names of an entry's sightings. */
export function namesIn(entry: Stored): SightingName[] {
  const [keys = [], variants = [], deliveries = []] = NAMES.map((field) => entry[field] as string[]);
  return keys.map((key, place) => ({ key, variant: variants[place] ?? "", delivery: deliveries[place] ?? "" }));
}
