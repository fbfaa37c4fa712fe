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
  /** An IANA time zone, shown beside UTC. */
  readonly zone?: string;
}

export type PublishAttempt =
  | { readonly is: "published"; readonly record: PublicationRecord; readonly obstacles: readonly Obstacle[] }
  | { readonly is: "assessed" | "blocked"; readonly obstacles: readonly Obstacle[] }
  /** The draft is another one than the person looked at. */
  | { readonly is: "changed"; readonly digest: string }
  /** Somebody published meanwhile: that version should be looked at first. */
  | { readonly is: "overtaken"; readonly number: number }
  | Exclude<Sought, { is: "found" }>;

/** Publishes the draft as it is now under the next number, unless something blocks it. `at`: RFC 3339, UTC; `styles`: of its HTML. */
export async function publishDraft(
  store: Store,
  seek: () => Promise<Sought>,
  { by, at, dryRun, digest, zone, styles }: PublishRequest & { readonly at: string; readonly styles: string },
): Promise<PublishAttempt> {
  const sought = await seek();
  if (sought.is !== "found") return sought;
  const { draft, machine, publication } = sought.drafted;
  if (digest !== undefined && digest !== draft.digest) return { is: "changed", digest: draft.digest };
  const isSame = publication !== null && publication.digest === sha256(renderJson(draft));
  const inTheWay = obstacles(draft, isSame ? publication.number : null);
  if (dryRun) return { is: "assessed", obstacles: inTheWay };
  if (inTheWay.some(({ blocks }) => blocks)) return { is: "blocked", obstacles: inTheWay };
  const number = (publication?.number ?? 0) + 1;
  const facts = { incident: machine.opener, number, by, at, events: machine.events, styles };
  const record = publish(draft, { ...facts, ...(zone === undefined ? {} : { zone }) });
  const appended = await store.appendPublication(record);
  return appended.is === "taken" ? { is: "overtaken", number } : { is: "published", record, obstacles: inTheWay };
}
