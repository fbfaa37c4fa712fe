import { reasonOf } from "../../domain/outcome.ts";
import type { AppendOutcome, DeliveryArchive, Store } from "../../store/store.ts";
import { StoreLost, StoreUnavailable } from "../../store/unavailable.ts";
import { toQuarantine } from "../decode/decode-stored.ts";
import type { Decoded, StoredDelivery } from "../delivery.ts";
import type { BatchReport } from "./draining.ts";

/** A delivery and what it said. */
export interface Read {
  readonly delivery: StoredDelivery;
  readonly decoded: Decoded;
}

/** Where it goes. */
export interface Target {
  readonly store: Store;
  /** Where raw deliveries are kept for other processes, too. */
  readonly archive?: DeliveryArchive;
}

/** Writes all that deliveries said: bytes first, so that who reads an event finds its evidence. May be repeated after a crash at any step. */
export async function appendRead(read: readonly Read[], { store, archive }: Target): Promise<readonly AppendOutcome[]> {
  await archive?.keepDeliveries(read.map(({ delivery }) => delivery));
  const sightings = read.flatMap(({ decoded }) => decoded.sightings);
  const outcomes = sightings.length === 0 ? [] : await store.appendSightings(sightings);
  const quarantined = read.flatMap(({ delivery, decoded }) => toQuarantine(delivery, decoded.rejections));
  if (quarantined.length > 0) await store.quarantine(quarantined);
  // A source all of whose deliveries hold no event is not silent.
  const ignored = read.flatMap(
    ({ delivery: { id, source, receivedAt }, decoded: { ignored: types, sightings: held } }) =>
      types.length === 0 && held.length > 0 ? [] : { delivery: id, source, receivedAt, types },
  );
  if (ignored.length > 0) await store.countIgnored(ignored);
  return outcomes;
}

interface Refused {
  readonly read: Read;
  readonly error: unknown;
}

/**
 * Again after a batch failed, in ever smaller parts: where the store takes some and not others, those others are asked for once more, and
 * go to quarantine if it still does not take them; where it takes none, the store is to blame, and nothing is done with. A failure that passed
 * costs a further write or two, and a single bad delivery about twenty of a thousand.
 */
export async function appendParted(read: readonly Read[], target: Target): Promise<readonly AppendOutcome[]> {
  const doubtful: Refused[] = [];
  const outcomes = [...(await appendOrPart(read, target, doubtful))];
  if (doubtful.length === read.length) throw doubtful[0]?.error;
  const refused: Refused[] = [];
  for (const one of doubtful) outcomes.push(...(await appendOrPart([one.read], target, refused)));
  for (const { read: one, error } of refused) {
    const rejection = {
      code: "store_refused",
      detail: `The store took other deliveries, but not this: ${reasonOf(error)}`,
    };
    await target.store.quarantine(toQuarantine(one.delivery, [rejection]));
  }
  return outcomes;
}

async function appendOrPart(
  read: readonly Read[],
  target: Target,
  refused: Refused[],
): Promise<readonly AppendOutcome[]> {
  try {
    return await appendRead(read, target);
  } catch (error) {
    if (error instanceof StoreUnavailable || error instanceof StoreLost) throw error;
    const [only, ...others] = read;
    if (only && others.length === 0) {
      refused.push({ read: only, error });
      return [];
    }
    const middle = Math.ceil(read.length / 2);
    const first = await appendOrPart(read.slice(0, middle), target, refused);
    return [...first, ...(await appendOrPart(read.slice(middle), target, refused))];
  }
}

/** What became of a batch, for whoever counts. */
export function reportOf(
  read: readonly Read[],
  outcomes: readonly AppendOutcome[],
  decodeMs: number,
  appendMs: number,
): BatchReport {
  const counts = { appended: 0, variant: 0, duplicate: 0 };
  for (const outcome of outcomes) counts[outcome] += 1;
  return {
    deliveries: read.map(({ delivery }) => delivery.id),
    outcomes: counts,
    rejections: read.flatMap(({ delivery, decoded }) =>
      decoded.rejections.map(({ code }) => ({ source: delivery.source, code })),
    ),
    ignored: read.reduce((sum, { decoded }) => sum + decoded.ignored.length, 0),
    decodeMs,
    appendMs,
  };
}
