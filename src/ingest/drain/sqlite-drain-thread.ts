import { DatabaseSync } from "node:sqlite";
import { parentPort, workerData } from "node:worker_threads";
import { loadSources } from "../../sources/lib/load.ts";
import type { DeliveryArchive, Store } from "../../store/store.ts";
import { HandedQueue } from "../inbox/handed-queue.ts";
import { ReceiptReader } from "../inbox/sqlite-receipt-reader.ts";
import { Drain } from "./drain.ts";
import { pauseLonger } from "./pause.ts";
import type { DrainNews, DrainOrder, DrainTarget, DrainTask } from "./sqlite-drain.ts";
import { sourceOf } from "./told-source.ts";

/** So many deliveries are decoded and stored with one sync. Nobody waits for them here, so that more serve the disk better. */
const BATCH = 2_048;

/** The thread of sqlite-drain.ts: decodes what it is handed or finds in the inbox, and writes the store; it only ever reads the inbox's file. */
async function work(task: DrainTask): Promise<void> {
  const kinds = await loadSources();
  const database = new DatabaseSync(task.inboxPath, { readOnly: true, timeout: 5_000 });
  const reader = new ReceiptReader(database);
  const handed = new HandedQueue();
  const stopping = new AbortController();
  const { store, archive } = await openTarget(task.target, stopping.signal);
  let through = task.settled;
  const drain = new Drain({
    inbox: {
      pending(...place) {
        const known = handed.pending(...place);
        return known.length > 0 ? known : reader.pending(...place);
      },
      settled: () => task.settled,
      settle: (sequence) => {
        through = sequence;
      },
    },
    sources: new Map(task.sources.map((source) => [source.name, sourceOf(source, kinds)])),
    store,
    ...(archive ? { archive } : {}),
    onBatch: (report) => tell({ is: "batch", report, through }),
    onOutage: (reason) => tell({ is: "outage", reason }),
    pause: pauseLonger,
    batch: BATCH,
    written: task.target.kind === "sqlite",
  });
  parentPort?.on("message", (order: DrainOrder) => void obey(order));

  async function obey(order: DrainOrder): Promise<void> {
    if (typeof order === "object") return handed.add(order);
    if (order === "wake") {
      await drain.drained();
      tell({ is: "idle" });
      return;
    }
    stopping.abort();
    await drain.stop();
    await store.close();
    database.close();
    parentPort?.close();
  }
}

/** Only what is used is loaded. */
async function openTarget(
  target: DrainTarget,
  stopping: AbortSignal,
): Promise<{ readonly store: Store; readonly archive: DeliveryArchive | null }> {
  if (target.kind === "sqlite") {
    const { openSqliteStore } = await import("../../store/sqlite/sqlite-store.ts");
    return { store: openSqliteStore({ path: target.path, isChecked: true }), archive: null };
  }
  const { openMongoStore } = await import("../../store/mongo/mongo-store.ts");
  const store = openMongoStore({ url: target.url, database: target.database, stopping });
  return { store, archive: store };
}

function tell(news: DrainNews): void {
  parentPort?.postMessage(news);
}

await work(workerData as DrainTask);
