import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { decodeStored } from "../../src/ingest/decode/decode-stored.ts";
import type { Source } from "../../src/ingest/source.ts";
import { loadSources } from "../../src/sources/lib/load.ts";
import { openMongoStore } from "../../src/store/mongo/mongo-store.ts";
import { openSqliteStore } from "../../src/store/sqlite/sqlite-store.ts";
import type { Store } from "../../src/store/store.ts";
import { dropDatabases, MONGO_SERVERS } from "../store/mongo.ts";
import { BENCH_SOURCE, makeRecord } from "./kafka-records.ts";

/** As the drain appends. */
const AT_ONCE = 512;

interface Candidate {
  readonly name: string;
  open(): { readonly store: Store; readonly reopen: () => Store; readonly remove: () => Promise<void> };
}

interface Times {
  readonly append: number;
  readonly again: number;
  readonly read: number;
}

/** SQLite's store and those in MongoDB under one load: events appended, appended again, and all read by a process that knows none. */
export async function run(arguments_: readonly string[]): Promise<boolean> {
  const count = Number(arguments_[0] ?? 5_000);
  const rounds = Number(arguments_[1] ?? 2);
  const sightings = await decodeMany(count);
  const times = new Map<string, Times[]>();
  for (let round = 0; round < rounds; round += 1) {
    for (const candidate of round % 2 ? candidates().toReversed() : candidates()) {
      times.getOrInsertComputed(candidate.name, () => []).push(await measure(candidate, sightings));
    }
  }
  const base = bestOf(times.get("sqlite") ?? []);
  for (const [name, all] of times) {
    const best = bestOf(all);
    const cells = (["append", "again", "read"] as const).map((step) => {
      const perSecond = (count / best[step]).toFixed(0).padStart(7);
      return `${step} ${perSecond} events/s (${(base[step] / best[step]).toFixed(2)} of SQLite's)`;
    });
    console.log(`${name.padEnd(13)} ${cells.join("  ")}`);
  }
  return true;
}

async function decodeMany(count: number) {
  const kind = (await loadSources()).get(BENCH_SOURCE);
  if (!kind) throw new Error(`there is no source kind ${BENCH_SOURCE}`);
  const source: Source = { name: BENCH_SOURCE, keyName: BENCH_SOURCE, kind, options: {}, auth: [] };
  const sources = new Map([[source.name, source]]);
  const run = randomUUID();
  return Array.from({ length: count }, (_, n) => {
    const delivery = { id: `${run}-${n}`, source: source.name, headers: {}, body: makeRecord(run, n), receivedAt: n };
    return decodeStored(sources, delivery).sightings;
  }).flat();
}

function candidates(): Candidate[] {
  const mongo = MONGO_SERVERS.flatMap(({ name, url }): Candidate[] =>
    url === null ? [] : [{ name, open: () => openMongo(url) }],
  );
  return [{ name: "sqlite", open: openSqlite }, ...mongo];
}

function openSqlite() {
  const folder = mkdtempSync(join(tmpdir(), "annalist-bench-"));
  const open = () => openSqliteStore({ path: join(folder, "store.db") });
  return { store: open(), reopen: open, remove: async () => rmSync(folder, { recursive: true }) };
}

function openMongo(url: string) {
  const database = `annalist-bench-${randomUUID()}`;
  const open = () => openMongoStore({ url, database });
  return { store: open(), reopen: open, remove: () => dropDatabases(url, [database]) };
}

async function measure({ open }: Candidate, sightings: Awaited<ReturnType<typeof decodeMany>>): Promise<Times> {
  const { store, reopen, remove } = open();
  await store.appendSightings(sightings.slice(0, 1));
  const appendAll = async () => {
    for (let start = 0; start < sightings.length; start += AT_ONCE)
      await store.appendSightings(sightings.slice(start, start + AT_ONCE));
  };
  const append = await timed(appendAll);
  const again = await timed(appendAll);
  await store.close();
  const other = reopen();
  const read = await timed(async () => {
    const { length } = await other.readEvents();
    if (length !== sightings.length) throw new Error(`${length} of ${sightings.length} events are stored`);
  });
  await other.close();
  await remove();
  return { append, again, read };
}

async function timed(work: () => Promise<void>): Promise<number> {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1_000;
}

/** The least that was needed: what a busy machine adds is no property of a store. */
function bestOf(all: readonly Times[]): Times {
  const least = (step: keyof Times) => Math.min(...all.map((times) => times[step]));
  return { append: least("append"), again: least("again"), read: least("read") };
}
