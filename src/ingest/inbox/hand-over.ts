import type { StoredDelivery } from "../delivery.ts";
import type { Committed, Pending } from "./inbox.ts";

/** What was committed, as it goes to another thread: columns instead of objects, and all bodies in one buffer, which moves there whole. */
export interface HandedOver {
  readonly after: number;
  readonly sequences: readonly number[];
  readonly ids: readonly string[];
  readonly sources: readonly string[];
  /** As JSON. */
  readonly headers: readonly string[];
  readonly receivedAt: readonly number[];
  readonly places: readonly (string | undefined)[];
  /** Where each body ends. */
  readonly ends: readonly number[];
  readonly bodies: Uint8Array<ArrayBuffer>;
}

/** Copies what was committed; its `bodies.buffer` is nobody else's, and may be transferred. */
export function handOver({ after, pending }: Committed): HandedOver {
  const bodies = Buffer.allocUnsafeSlow(pending.reduce((sum, { delivery }) => sum + delivery.body.byteLength, 0));
  let end = 0;
  const ends = pending.map(({ delivery: { body } }) => {
    bodies.set(body, end);
    end += body.byteLength;
    return end;
  });
  return {
    after,
    sequences: pending.map(({ sequence }) => sequence),
    ids: pending.map(({ delivery }) => delivery.id),
    sources: pending.map(({ delivery }) => delivery.source),
    headers: pending.map(({ delivery }) => JSON.stringify(delivery.headers)),
    receivedAt: pending.map(({ delivery }) => delivery.receivedAt),
    places: pending.map(({ delivery }) => delivery.place),
    ends,
    bodies,
  };
}

/** The last place that was handed over. */
export const lastOf = ({ after, sequences }: HandedOver): number => sequences.at(-1) ?? after;

/** The delivery at an index. Its body is a view of the whole buffer. */
export function pendingAt(handed: HandedOver, index: number): Pending {
  const start = handed.ends[index - 1] ?? 0;
  const delivery: StoredDelivery = {
    id: handed.ids[index] ?? "",
    source: handed.sources[index] ?? "",
    headers: readHeaders(handed.headers[index] ?? "{}"),
    body: handed.bodies.subarray(start, handed.ends[index]),
    receivedAt: handed.receivedAt[index] ?? 0,
    place: handed.places[index],
  };
  return { sequence: handed.sequences[index] ?? 0, delivery };
}

/** Neighbours mostly have the same. */
let last: { readonly text: string; readonly headers: StoredDelivery["headers"] } = { text: "{}", headers: {} };

function readHeaders(text: string): StoredDelivery["headers"] {
  if (text !== last.text) last = { text, headers: JSON.parse(text) as Record<string, string> };
  return last.headers;
}
