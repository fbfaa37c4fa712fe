import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fastify, { type FastifyInstance } from "fastify";
import { buildWebhooksApp } from "../../src/app.ts";
import { createIngest } from "../../src/ingest/ingest.ts";
import type { Source } from "../../src/ingest/source.ts";
import { drainInThread } from "../../src/ingest/sqlite-drain.ts";
import { openSqliteInbox } from "../../src/ingest/sqlite-inbox.ts";
import { loadSources } from "../../src/sources/lib/load.ts";
import { openSqliteStore } from "../../src/store/sqlite/sqlite-store.ts";
import { SILENT } from "../../src/telemetry/log.ts";
import { BENCH_SECRET } from "./signed.ts";

/** What a server did under a load. */
export interface Work {
  readonly cpuMicros: number;
  readonly events: number;
  readonly backlog: number;
  readonly rssBytes: number;
}

interface Served {
  readonly port: number;
  /** Resolves when nothing waits any more; gives the work since the last call. */
  settle(): Promise<Work>;
  close(): Promise<void>;
}

const cpu = () => process.cpuUsage().user + process.cpuUsage().system;

/** The reference: a route as Fastify's documentation shows it. The body is parsed, and that is all. */
async function serveBare(): Promise<Served> {
  const app = fastify();
  app.post("/webhooks/:source", (request, reply) => reply.code(202).send({ status: typeof request.body }));
  await app.listen({ host: "127.0.0.1", port: 0 });
  const work = meterWork();
  return { port: portOf(app), settle: () => Promise.resolve(work(0, 0)), close: () => app.close() };
}

/** The whole durable path, as it is served. */
async function serveFull(): Promise<Served> {
  const folder = mkdtempSync(join(tmpdir(), "annalist-bench-"));
  const kinds = await loadSources();
  const sources: Source[] = [...kinds.values()].map((kind) => ({
    ...{ name: kind.name, keyName: kind.name, kind, options: {} },
    auth: [{ kind: kind.auth[0] ?? "hmac", value: BENCH_SECRET }],
  }));
  const onFatal = (error: Error) => {
    throw error;
  };
  const inbox = openSqliteInbox({ folder, onFatal });
  const storePath = join(folder, "store.db");
  const store = openSqliteStore({ path: storePath });
  const now = () => Date.now() * 1_000;
  const drain = drainInThread({ inbox, inboxPath: join(folder, "inbox.db"), storePath, onFatal });
  const ingest = createIngest({ sources, inbox, store, now, drain });
  const app = buildWebhooksApp({ ingest, sources, now, log: SILENT, trouble: () => ingest.trouble() });
  await app.listen({ host: "127.0.0.1", port: 0 });
  const work = meterWork();
  return {
    port: portOf(app),
    settle: async () => {
      await ingest.drained();
      const counted = await store.countSources();
      return work(
        counted.reduce((sum, source) => sum + source.events, 0),
        inbox.backlog(),
      );
    },
    close: async () => {
      await app.close();
      await ingest.close();
      await inbox.close();
      await store.close();
      rmSync(folder, { recursive: true });
    },
  };
}

/** CPU time and events since the last call. */
function meterWork(): (events: number, backlog: number) => Work {
  let cpuBefore = cpu();
  let eventsBefore = 0;
  return (events, backlog) => {
    const work = { cpuMicros: cpu() - cpuBefore, events: events - eventsBefore, backlog };
    cpuBefore = cpu();
    eventsBefore = events;
    return { ...work, rssBytes: process.memoryUsage.rss() };
  };
}

function portOf(app: FastifyInstance): number {
  const address = app.server.address();
  return typeof address === "object" && address !== null ? address.port : 0;
}

const served = process.argv[2] === "bare" ? await serveBare() : await serveFull();
process.on("message", (order) => {
  if (order === "settle") void served.settle().then((work) => process.send?.(work));
  else void served.close().then(() => process.disconnect?.());
});
process.send?.({ port: served.port });
