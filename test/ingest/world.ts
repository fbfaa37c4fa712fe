import { createHmac } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FastifyInstance } from "fastify";
import { Type } from "typebox";
import { afterEach, beforeEach } from "vitest";
import { buildWebhooksApp } from "../../src/app.ts";
import { type Instant, SECOND } from "../../src/domain/time.ts";
import type { Arrival } from "../../src/ingest/delivery.ts";
import type { Inbox } from "../../src/ingest/inbox/inbox.ts";
import { openSqliteInbox } from "../../src/ingest/inbox/sqlite-inbox.ts";
import { createIngest, type IngestOptions, type RunningIngest } from "../../src/ingest/ingest.ts";
import type { Secret, Source } from "../../src/ingest/source.ts";
import { defineSource, type SourceKind } from "../../src/sources/lib/define.ts";
import { openMemoryStore } from "../../src/store/memory/memory-store.ts";
import type { Store } from "../../src/store/store.ts";
import { SILENT } from "../../src/telemetry/log.ts";
import { Metrics } from "../../src/telemetry/metrics.ts";

export const NOW: Instant = 1_772_000_000 * SECOND;
export const SECRET = "barnacle";

/**
 * An invented sender, the harbour's: a delivery lists berths. A berth without a ship is a bad part, a body of type `tide` is of no
 * interest, and a ship named POISON breaks the source.
 */
export const harbour: SourceKind = defineSource({
  name: "harbour",
  auth: ["hmac", "bearer"],
  hmac: { header: "x-harbour-signature", prefix: "sha256=" },
  bodyLimit: 65_536,
  headers: ["x-harbour-topic"],
  payload: Type.Object({ type: Type.Optional(Type.String()), berths: Type.Array(Type.Unknown()) }),
  handshake: ({ type }) => (type === "hello" ? { contentType: "text/plain", body: "ahoy" } : null),
  preflight: (headers) => (headers["x-harbour-ask"] ? { "x-harbour-answer": "yes" } : null),
  normalize({ type, berths }, { headers }) {
    if (type === "tide") return { events: [], ignored: ["tide"] };
    const good = berths.filter(
      (berth): berth is { ship: string } => typeof (berth as { ship?: unknown })?.ship === "string",
    );
    if (good.some(({ ship }) => ship === "POISON")) throw new Error("the source met POISON");
    return {
      events: good.map(({ ship }) => ({
        key: `v1:${ship}`,
        kind: "alert",
        action: "firing",
        actor: { type: "automation" },
        told: null,
        title: `${ship} at ${headers["x-harbour-topic"] ?? "the quay"}`,
      })),
      rejected: berths.slice(good.length).map(() => ({ code: "no_ship", detail: "A berth without a ship." })),
    };
  },
});

export function sourceOf(kind: SourceKind = harbour, over: Partial<Source> = {}): Source {
  const auth: Secret[] = [{ kind: kind.auth[0] ?? "hmac", value: SECRET }];
  return { name: kind.name, kind, auth, keyName: over.name ?? kind.name, options: {}, ...over };
}

export const signatureOf = (body: Uint8Array | string, secret = SECRET) =>
  `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`;

export function arrivalOf(content: unknown, over: Partial<Arrival> = {}): Arrival {
  const body = Buffer.from(typeof content === "string" ? content : JSON.stringify(content));
  const headers = { "content-type": "application/json", "x-harbour-signature": signatureOf(body), ...over.headers };
  return { source: "harbour", body, receivedAt: NOW, ...over, headers };
}

export const berths = (...ships: string[]) => ({ berths: ships.map((ship) => ({ ship })) });

export interface World {
  readonly folder: string;
  readonly inbox: Inbox;
  readonly store: Store;
  readonly ingest: RunningIngest;
  readonly metrics: Metrics;
  readonly app: FastifyInstance;
  close(): Promise<void>;
}

/** Ingest on a fresh data folder (or the given one), with the memory store. */
export function openWorld(over: Partial<IngestOptions> & { readonly folder?: string } = {}): World {
  const folder = over.folder ?? mkdtempSync(join(tmpdir(), "annalist-"));
  const metrics = over.metrics ?? new Metrics();
  const store = over.store ?? openMemoryStore();
  const onFatal = (error: Error) => {
    throw error;
  };
  const inbox = over.inbox ?? openSqliteInbox({ folder, metrics, onFatal });
  const sources = over.sources ?? [sourceOf()];
  const options = { now: () => NOW, pause: () => Promise.resolve(), ...over, sources, inbox, store, metrics };
  const ingest = createIngest(options);
  const app = buildWebhooksApp({
    ...{ ingest, sources, metrics, now: options.now, log: over.log ?? SILENT },
    trouble: () => ingest.trouble(),
    ...(over.onRefused ? { onRefused: over.onRefused } : {}),
  });
  const close = async () => {
    await app.close();
    await ingest.close();
    await inbox.close();
    await store.close();
    if (over.folder === undefined) rmSync(folder, { recursive: true });
  };
  return { folder, inbox, store, ingest, metrics, app, close };
}

/** A world for each test of a file, which may close it and put another in its place. */
export function worldOfEachTest(): { world: World; events(): Promise<readonly string[]> } {
  const given = {
    world: null as unknown as World,
    /** The keys of what is stored once all is decoded. */
    async events() {
      await given.world.ingest.drained();
      return (await given.world.store.readEvents()).map(({ event }) => event.key);
    },
  };
  beforeEach(() => {
    given.world = openWorld();
  });
  afterEach(async () => {
    await given.world.close();
    // A world that was opened again on its folder leaves it.
    rmSync(given.world.folder, { recursive: true, force: true });
  });
  return given;
}
