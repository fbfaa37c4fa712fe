import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { drainInThread } from "../../../src/ingest/drain/sqlite-drain.ts";
import { openSqliteInbox } from "../../../src/ingest/inbox/sqlite-inbox.ts";
import { createIngest } from "../../../src/ingest/ingest.ts";
import { loadSources } from "../../../src/sources/lib/load.ts";
import { openMemoryStore } from "../../../src/store/memory/memory-store.ts";
import { openSqliteStore } from "../../../src/store/sqlite/sqlite-store.ts";
import type { Store } from "../../../src/store/store.ts";
import { makePayload } from "../../bench/payloads.ts";
import { NOW, sourceOf } from "../world.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "annalist-drain-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const DELIVERIES = 400;
const kinds = await loadSources();
const sources = [...kinds.values()].map((kind) => sourceOf(kind, { name: kind.name, keyName: `all-${kind.name}` }));

/** Runs the same deliveries through ingest, decoded in this thread or in one of its own, and gives what the store then holds. */
async function run(threaded: boolean, mostHandedBytes = Number.POSITIVE_INFINITY): Promise<unknown> {
  const data = join(folder, `${threaded}-${mostHandedBytes}`);
  const failures: Error[] = [];
  const onFatal = (error: Error) => void failures.push(error);
  const inbox = openSqliteInbox({ folder: data, onFatal });
  const storePath = join(data, "store.db");
  const store: Store = threaded ? openSqliteStore({ path: storePath }) : openMemoryStore();
  let told = 0;
  const onAppended = () => {
    told += 1;
  };
  const drain = threaded
    ? {
        drain: drainInThread({
          inbox,
          inboxPath: join(data, "inbox.db"),
          target: { kind: "sqlite", path: storePath },
          onFatal,
          mostHandedBytes,
        }),
      }
    : {};
  const ingest = createIngest({ sources, inbox, store, now: () => NOW, onAppended, ...drain });
  for (const half of [0, 1]) {
    const arrivals = Array.from({ length: DELIVERIES / 2 }, (_, index) => {
      const n = half * (DELIVERIES / 2) + index;
      const { kind, headers, body } = makePayload("drain", n);
      return ingest.receiveTrusted({ source: kind, headers, body, receivedAt: NOW + n, id: `d${n}` });
    });
    await Promise.all(arrivals);
    if (half === 0) await ingest.drained();
  }
  const poison = { source: "github", headers: {}, body: Buffer.from("{"), receivedAt: NOW, place: "bells/3/7" };
  await ingest.receiveTrusted(poison);
  await ingest.drained();
  expect(inbox.backlog()).toBe(0);
  expect(told).toBeGreaterThan(1);
  expect(failures).toEqual([]);
  const quarantine = (await store.listQuarantine()).map(({ code, place }) => [code, place]);
  expect(quarantine).toContainEqual(["not_json", { topic: "bells", partition: 3, offset: "7" }]);
  const held = { events: await store.readEvents(), quarantine };
  await ingest.close();
  await inbox.close();
  await store.close();
  return held;
}

it("a thread of its own stores just what this one would", async () => {
  const here = await run(false);
  expect((here as { events: unknown[] }).events).toHaveLength(DELIVERIES * 2);
  expect(await run(true)).toEqual(here);
  // What is not handed over in memory is read from the inbox: all of it, or what is too much.
  expect(await run(true, 0)).toEqual(here);
  expect(await run(true, 300_000)).toEqual(here);
});

it("tells that the store was deleted, instead of waiting for it", async () => {
  const fatal = Promise.withResolvers<Error>();
  const inbox = openSqliteInbox({ folder, onFatal: fatal.resolve });
  const path = join(folder, "store.db");
  await openSqliteStore({ path }).close();
  const place = { inboxPath: join(folder, "inbox.db"), target: { kind: "sqlite", path } } as const;
  const drain = drainInThread({ inbox, ...place, onFatal: fatal.resolve });
  const ingest = createIngest({ sources, inbox, store: openMemoryStore(), now: () => NOW, drain });
  const { kind, headers, body } = makePayload("lost", 0);
  await ingest.receiveTrusted({ source: kind, headers, body, receivedAt: NOW });
  await ingest.drained();
  rmSync(path);
  const later = makePayload("lost", 1);
  await ingest.receiveTrusted({ source: later.kind, headers: later.headers, body: later.body, receivedAt: NOW });
  expect((await fatal.promise).message).toContain("was deleted or replaced while it was open");
  expect(inbox.backlog()).toBe(1);
  await ingest.drained();
  await ingest.close();
  await ingest.drained();
  await inbox.close();
});

it("takes up what an earlier process left, and resolves where it is stopped meanwhile", async () => {
  const onFatal = (error: Error) => {
    throw error;
  };
  const earlier = openSqliteInbox({ folder, onFatal });
  const { headers, body } = makePayload("left", 0);
  await earlier.append({ source: "alertmanager", headers, body, receivedAt: NOW });
  await earlier.close();

  const inbox = openSqliteInbox({ folder, onFatal });
  const storePath = join(folder, "store.db");
  const store = openSqliteStore({ path: storePath });
  const drain = drainInThread({
    inbox,
    inboxPath: join(folder, "inbox.db"),
    target: { kind: "sqlite", path: storePath },
    onFatal,
  });
  const ingest = createIngest({ sources, inbox, store, now: () => NOW, drain });
  await ingest.drained();
  expect(await store.readEvents()).toHaveLength(5);
  const pending = ingest.drained();
  await ingest.close();
  await pending;
  await inbox.close();
  await store.close();
});
