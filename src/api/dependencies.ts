import type { FastifyBaseLogger, FastifyPluginAsync } from "fastify";
import type { Rejection } from "../domain/outcome.ts";
import type { StoredDelivery } from "../ingest/delivery.ts";
import type { Store } from "../store/store.ts";
import type { Views } from "../views/views.ts";

/** What became of a quarantined delivery that was decoded again. */
export interface Replayed {
  /** How many events it gave. */
  readonly events: number;
  /** Why parts of it still cannot be read. Empty: it left the quarantine. */
  readonly rejections: readonly Rejection[];
}

/** What the API stands on. */
export interface ApiDependencies {
  readonly views: Views;
  /** Answers of earlier requests, by idempotency key. */
  readonly answers: Pick<Store, "readAnswer" | "keepAnswer">;
  /** Raw evidence out of the inbox. */
  readonly readDelivery: (id: string) => Promise<StoredDelivery | null>;
  /** Decodes a delivery again and appends what it gives; null for an unknown one. */
  readonly replayDelivery: (id: string) => Promise<Replayed | null>;
}

export interface PagesAppDependencies extends ApiDependencies {
  /** Host names besides the loopback ones under which readers may reach the pages. */
  readonly hosts?: readonly string[];
  /** Mounts the pages. */
  readonly pages?: FastifyPluginAsync;
  readonly log?: FastifyBaseLogger;
  /** How often an idle stream of changes says that it lives, in ms. */
  readonly heartbeatMs?: number;
}
