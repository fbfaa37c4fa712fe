import type { Draft } from "../domain/draft/schema.ts";
import { sha256 } from "../domain/hash.ts";
import { renderJson } from "../publish/json.ts";
import { type Obstacle, obstacles } from "../publish/obstacles.ts";
import { publish } from "../publish/publication.ts";
import type { PublicationRecord, Store } from "../store/store.ts";
import type { Sought } from "./seek.ts";

export interface PublishRequest {
  readonly by: string;
  /** Only lists what stands in the way. */
  readonly dryRun: boolean;
  /** The digest of the draft that the person looked at: another one is not published in its place. */
  readonly digest?: string;
  /** The number that the person was offered: none other is given in its place. */
  readonly wanted?: number;
  /** An IANA time zone, shown beside UTC. */
  readonly zone?: string;
  /** Hashes of the caller's `Idempotency-Key` and of the body: the same request never publishes twice, whatever crashed in between. */
  readonly request?: { readonly key: string; readonly body: string };
}

export type PublishAttempt =
  | {
      readonly is: "published";
      readonly record: PublicationRecord;
      readonly obstacles: readonly Obstacle[];
      /** Whether an earlier request with the same key did it. */
      readonly again: boolean;
    }
  /** The key came before with another body. */
  | { readonly is: "key_reused" }
  | { readonly is: "assessed" | "blocked"; readonly obstacles: readonly Obstacle[] }
  /** The draft is another one than the person looked at. */
  | { readonly is: "changed"; readonly digest: string }
  /** The wanted number is not the next one yet. */
  | { readonly is: "too_early"; readonly next: number }
  /** Somebody published meanwhile: that version should be looked at first. */
  | { readonly is: "overtaken"; readonly number: number }
  | Exclude<Sought, { is: "found" }>;

/**
 * Publishes the draft as it is now under the next number, unless something blocks it. `at`: RFC 3339, UTC; `styles`: of its HTML; `after`: the number
 * of the last publication when it was asked for, 0 for none: of two who ask at once one publishes.
 */
export async function publishDraft(
  store: Store,
  seek: () => Promise<Sought>,
  {
    dryRun,
    digest,
    wanted,
    after,
    ...made
  }: PublishRequest & {
    readonly at: string;
    readonly styles: string;
    readonly after: number;
  },
): Promise<PublishAttempt> {
  const sought = await seek();
  if (sought.is !== "found") return sought;
  const { request } = made;
  const known = request && !dryRun ? await findEarlier(store, sought.drafted.machine.opener, request) : null;
  if (known) return known;
  const { draft, machine, publication } = sought.drafted;
  if (digest !== undefined && digest !== draft.digest) return { is: "changed", digest: draft.digest };
  const same = publication?.digest === sha256(renderJson(draft)) ? publication.number : null;
  const inTheWay = obstacles(draft, same);
  if (dryRun) return { is: "assessed", obstacles: inTheWay };
  const last = publication?.number ?? 0;
  const elsewhere = misnumbered(last, after, wanted);
  if (elsewhere) return elsewhere;
  if (inTheWay.some(({ blocks }) => blocks)) return { is: "blocked", obstacles: inTheWay };
  const number = last + 1;
  const record = publish(draft, { ...made, incident: machine.opener, number, events: machine.events });
  const appended = await store.appendPublication(record);
  if (appended.is === "appended") return { is: "published", record, obstacles: inTheWay, again: false };
  if (appended.is === "gone") return { is: "unknown" };
  // Whoever was faster may be the same request, sent twice at once.
  const faster = request ? await findEarlier(store, machine.opener, request) : null;
  return faster ?? { is: "overtaken", number };
}

/** Where the next number is not the one that was meant: somebody was faster, or it is not that far yet. */
function misnumbered(last: number, after: number, wanted = last + 1): PublishAttempt | null {
  if (wanted > last + 1) return { is: "too_early", next: last + 1 };
  return last > after || wanted <= last ? { is: "overtaken", number: last } : null;
}

/** What the same request did before, with what stood in the way of that draft; null where it comes for the first time. */
async function findEarlier(
  store: Store,
  opener: string,
  { key, body }: NonNullable<PublishRequest["request"]>,
): Promise<PublishAttempt | null> {
  const records = await store.listPublications(opener);
  const record = records.find(({ request }) => request?.key === key);
  if (!record) return null;
  if (record.request?.body !== body) return { is: "key_reused" };
  const before = records.find(({ number }) => number === record.number - 1);
  const same = before?.digest === record.digest ? before.number : null;
  return { is: "published", record, obstacles: obstacles(JSON.parse(record.json) as Draft, same), again: true };
}
