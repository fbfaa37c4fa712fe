import type { Sighting } from "../../domain/event.ts";
import type { SourceSum } from "../source-tally.ts";
import type { NewSighting } from "../store.ts";
import { toSighting } from "../written-sighting.ts";
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

/** A sighting with the names under which documents know its parts. */
export function prepare(made: NewSighting): Prepared {
  const sighting = toSighting(made);
  const { event, content, delivery, source, receivedAt } = sighting;
  const text = JSON.stringify(sighting);
  return {
    ...{ key: nameOf(event.key), variant: variantName(event.key, content), delivery: nameOf(delivery) },
    ...{ source, receivedAt, text },
  };
}

/** The name of a key with one of its contents. */
export function variantName(key: string, content: string): string {
  return nameOf(key, content);
}

export type Sums = readonly (readonly [source: string, sum: SourceSum])[];

/** The names of an event that is forgotten: of its key, and of its key with each content. */
export interface ForgottenNames {
  readonly key: string;
  readonly variants: readonly string[];
}

/** What an entry tells beside its sightings. */
export interface EntryNotes {
  /** What the entry adds to the counts of the sources. */
  readonly sums: Sums;
  /** What is forgotten from here on: all that earlier entries told of it. */
  readonly forgets?: readonly ForgottenNames[];
  /** Names of keys that are never forgotten from here on. */
  readonly pins?: readonly string[];
  /** Its sightings stood earlier in the log, and were counted there. */
  readonly isMoved?: boolean;
}

/** What an entry's body tells. */
export interface EventBody extends EntryNotes {
  readonly sightings: readonly Sighting[];
}

/** The fields that say which sightings an entry holds, one place for each: enough for dedupe, with whether it forgets any. */
export const NAMES = ["keys", "variants", "deliveries", "forgets"] as const;

/** So much of what an entry forgets stands beside its names, too: whoever reads only those need not ask for each such entry. */
const MOST_BESIDE = 64 * 1024;

/** The fields of an entry that say what is in its body. */
export function entryFields(
  sightings: readonly Prepared[],
  { forgets }: EntryNotes,
): Readonly<Record<string, unknown>> {
  return {
    keys: sightings.map(({ key }) => key),
    variants: sightings.map(({ variant }) => variant),
    deliveries: sightings.map(({ delivery }) => delivery),
    latest: latestIn(sightings),
    ...(forgets === undefined ? {} : { forgets: unlessLong(JSON.stringify(forgets)) }),
  };
}

/** When the last of some sightings was received; 0: there are none. */
export function latestIn(sightings: readonly Pick<Sighting, "receivedAt">[]): number {
  return sightings.reduce((latest, { receivedAt }) => Math.max(latest, receivedAt), 0);
}

const unlessLong = (text: string): string => (text.length <= MOST_BESIDE ? text : "");

/** What an entry forgets; null: its body says so. */
export function forgottenIn({ forgets }: Stored): readonly ForgottenNames[] | null {
  if (forgets === undefined) return [];
  return forgets === "" ? null : (JSON.parse(String(forgets)) as readonly ForgottenNames[]);
}

/** The JSON of an entry, put together of sightings that are JSON already. */
export function entryText(sightings: readonly Prepared[], notes: EntryNotes): string {
  return `{"sightings":[${sightings.map(({ text }) => text).join(",")}],${JSON.stringify(notes).slice(1)}`;
}

export type SightingName = Pick<Prepared, "key" | "variant" | "delivery">;

/** Tells one sighting from all others: what one delivery said of one event. */
export function nameOfSighting({ variant, delivery }: Pick<SightingName, "variant" | "delivery">): string {
  return `${variant} ${delivery}`;
}

/** The names of an entry's sightings. */
export function namesIn(entry: Stored): SightingName[] {
  const [keys = [], variants = [], deliveries = []] = NAMES.map((field) => entry[field] as string[]);
  return keys.map((key, place) => ({ key, variant: variants[place] ?? "", delivery: deliveries[place] ?? "" }));
}

/** Some servers index a list of names as one value, which may have 2,700 bytes. */
const MOST_SIGHTINGS = 64;
const MOST_CHARACTERS = 1024 * 1024;

/** So many as an entry may hold; one larger than that has an entry of its own. */
export function* batches(prepared: readonly Prepared[]): Generator<readonly Prepared[]> {
  let batch: Prepared[] = [];
  let characters = 0;
  for (const one of prepared) {
    if (batch.length === MOST_SIGHTINGS || (batch.length > 0 && characters + one.text.length > MOST_CHARACTERS)) {
      yield batch;
      batch = [];
      characters = 0;
    }
    batch.push(one);
    characters += one.text.length;
  }
  if (batch.length > 0) yield batch;
}
