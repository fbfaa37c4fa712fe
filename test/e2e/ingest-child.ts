import { join } from "node:path";
import { buildWebhooksApp, closeGracefully } from "../../src/app.ts";
import { drainInThread } from "../../src/ingest/drain/sqlite-drain.ts";
import { openSqliteInbox } from "../../src/ingest/inbox/sqlite-inbox.ts";
import { createIngest } from "../../src/ingest/ingest.ts";
import type { Source } from "../../src/ingest/source.ts";
import { loadSources } from "../../src/sources/lib/load.ts";
import { openSqliteStore } from "../../src/store/sqlite/sqlite-store.ts";
import { SILENT } from "../../src/telemetry/log.ts";
import { BENCH_SECRET } from "../bench/signed.ts";

/*
 * The webhooks' half of a server, in a process that tests and benches start often and kill: `node ingest-child.ts <data folder>`. Every kind is a
 * source of its own name. Says `{ port }` when it is up; answers `settle` with what is stored once nothing waits; ends on `close` and SIGTERM, and with
 * status 3 where the disk fails.
 */

/** The answer to `settle`. */
export interface Settled {
  readonly events: number;
  readonly backlog: number;
  readonly cpuMicros: number;
  readonly rssBytes: number;
}

const folder = process.argv[2] ?? "";
const kinds = await loadSources();
const sources: Source[] = [...kinds.values()].map((kind) => ({
  ...{ name: kind.name, keyName: kind.name, kind, options: {} },
  auth: [{ kind: kind.auth[0] ?? "hmac", value: BENCH_SECRET }],
}));
const onFatal = (error: Error) => {
  console.error(error.message);
  process.exit(3);
};
const inbox = openSqliteInbox({ folder, onFatal });
const storePath = join(folder, "store.db");
const store = openSqliteStore({ path: storePath });
const now = () => Date.now() * 1_000;
const drain = drainInThread({
  inbox,
  inboxPath: join(folder, "inbox.db"),
  target: { kind: "sqlite", path: storePath },
  onFatal,
});
const ingest = createIngest({ sources, inbox, store, now, drain });
const app = buildWebhooksApp({ ingest, sources, now, log: SILENT, trouble: () => ingest.trouble() });

async function settle(): Promise<Settled> {
  await ingest.drained();
  const counted = await store.countSources();
  const { user, system } = process.cpuUsage();
  return {
    events: counted.reduce((sum, source) => sum + source.events, 0),
    backlog: inbox.backlog(),
    cpuMicros: user + system,
    rssBytes: process.memoryUsage.rss(),
  };
}

async function close(): Promise<void> {
  await closeGracefully(app, 8_000);
  await ingest.close();
  await inbox.close();
  await store.close();
  process.disconnect?.();
}

process.on("message", (order) => {
  if (order === "settle") void settle().then((settled) => process.send?.(settled));
  else void close();
});
process.on("SIGTERM", () => void close());
await app.listen({ host: "127.0.0.1", port: 0 });
const address = app.server.address();
process.send?.({ port: typeof address === "object" && address ? address.port : 0 });
