import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseInstant } from "../../src/domain/time.ts";
import type { Receipt } from "../../src/ingest/delivery.ts";
import type { Inbox } from "../../src/ingest/inbox/inbox.ts";
import { openSqliteInbox } from "../../src/ingest/inbox/sqlite-inbox.ts";
import { createIngest, type RunningIngest } from "../../src/ingest/ingest.ts";
import { createLinter } from "../../src/reading/lint.ts";
import { createReader } from "../../src/reading/read.ts";
import { openMemoryStore } from "../../src/store/memory/memory-store.ts";
import { openSqliteStore } from "../../src/store/sqlite/sqlite-store.ts";
import type { Store } from "../../src/store/store.ts";
import { createViews, type Views } from "../../src/views/views.ts";
import type { Line } from "./captures.ts";
import type { Shop } from "./shop.ts";

export type StoreKind = "memory" | "sqlite";

const NOW = parseInstant("2026-03-06T08:00:00Z")?.at ?? 0;

/** A running server without its listeners: the real inbox, a store, and the views of it. */
export interface Online {
  readonly store: Store;
  readonly views: Views;
  readonly inbox: Inbox;
  /** Takes one delivery; when this resolves it is decoded and stored. */
  deliver(line: Line): Promise<Receipt>;
  close(): Promise<void>;
}

/** Runs `work` on a fresh data folder, which may be opened more than once. */
export async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "annalist-properties-"));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export function openOnline({ sources, settings }: Shop, folder: string, kind: StoreKind): Online {
  const fail = (error: unknown) => {
    throw error;
  };
  const store = kind === "sqlite" ? openSqliteStore({ path: join(folder, "annalist.db") }) : openMemoryStore();
  const inbox = openSqliteInbox({ folder, onFatal: fail });
  const ingest: RunningIngest = createIngest({ sources, inbox, store, now: () => NOW });
  const views = createViews({
    store,
    settings,
    read: createReader(),
    lint: createLinter(),
    now: () => NOW,
    styles: "",
    onError: fail,
  });
  return {
    ...{ store, views, inbox },
    async deliver({ body, ...line }) {
      const receipt = await ingest.receiveTrusted({ ...line, body: Buffer.from(body) });
      await ingest.drained();
      return receipt;
    },
    async close() {
      await views.close();
      await ingest.close();
      await inbox.close();
      await store.close();
    },
  };
}
