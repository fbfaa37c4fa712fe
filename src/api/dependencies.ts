import type { FastifyBaseLogger, FastifyPluginAsync } from "fastify";
import type { Refusal } from "../domain/refusal.ts";
import type { StoredDelivery } from "../ingest/delivery.ts";
import type { Replayed } from "../ingest/replay.ts";
import type { SweptDelivery } from "../store/store.ts";
import type { Views } from "../views/views.ts";

/** What the API stands on. */
export interface ApiDependencies {
  readonly views: Views;
  /** Raw evidence out of the inbox, or what is left of it where its bytes are not kept any more. */
  readonly readDelivery: (id: string) => Promise<StoredDelivery | SweptDelivery | null>;
  /** Decodes a delivery again and appends what it gives; null for an unknown one. */
  readonly replayDelivery: (id: string) => Promise<Replayed | null>;
  /** What this process refused; nothing, if left out. */
  readonly refusals?: () => readonly Refusal[];
}

export interface PagesAppDependencies extends ApiDependencies {
  /** Host names besides the loopback ones under which readers may reach the pages. */
  readonly hosts?: readonly string[];
  /** Mounts the pages. */
  readonly pages?: FastifyPluginAsync;
  readonly log?: FastifyBaseLogger;
  /** How often an idle stream of changes says that it lives, in ms. */
  readonly heartbeatMs?: number;
  /** A request that has not come in whole by then is cut; 12 s if left out. */
  readonly requestTimeoutMs?: number;
}
