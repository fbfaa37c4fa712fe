import { randomUUID } from "node:crypto";
import { parentPort, workerData } from "node:worker_threads";
import { buildPagesApp } from "../api/pages-app.ts";
import { closeGracefully } from "../app.ts";
import { reasonOf } from "../domain/outcome.ts";
import type { Refusal } from "../domain/refusal.ts";
import { sourceOf } from "../ingest/drain/told-source.ts";
import { openInboxReader } from "../ingest/inbox/sqlite-inbox-reader.ts";
import { replayOne } from "../ingest/replay.ts";
import { createLinter } from "../reading/lint.ts";
import { createReader } from "../reading/read.ts";
import { loadSources } from "../sources/lib/load.ts";
import { Lease } from "../store/lease.ts";
import type { Claims } from "../store/store.ts";
import { createViews, type ViewsOptions } from "../views/views.ts";
import { pagesPlugin } from "../web/plugin.ts";
import { openStore } from "./adapters.ts";
import { listen } from "./listen.ts";
import type { PagesNews, PagesOrder, PagesTask } from "./pages.ts";
import { loadPublicationStyles } from "./publication-styles.ts";
import { CommandError } from "./shell.ts";

/** Streams of changes never finish by themselves. */
const GRACE_MS = 500;

/** The thread of pages.ts: derives incidents and drafts of the store, and serves them. */
async function serve(task: PagesTask): Promise<void> {
  const { settings, aheadOfClock } = task;
  const kinds = await loadSources();
  const sources = new Map(task.sources.map((source) => [source.name, sourceOf(source, kinds)]));
  const stopping = new AbortController();
  const { store, archive, forgetting } = await openStore(task, {
    isChecked: true,
    stopping: stopping.signal,
    onFatal: ({ message }) => tell({ is: "lost", reason: message }),
  });
  let refused: readonly Refusal[] = [];
  const inbox = openInboxReader(task.store.path);
  const views = createViews({
    ...{ store, settings, read: createReader(), lint: createLinter(), styles: await loadPublicationStyles() },
    now: () => Date.now() * 1000 + aheadOfClock,
    ...sharing(task, store),
    ...(forgetting ? { forgetting } : {}),
    onError: (error) => tell({ is: "trouble", reason: String(error) }),
  });
  const app = await buildPagesApp({
    ...{ views, pages: pagesPlugin },
    readDelivery: async (id) =>
      inbox.read(id) ??
      (await archive?.readDelivery(id)) ??
      inbox.readSwept(id) ??
      (await archive?.readSwept(id)) ??
      null,
    replayDelivery: (id) => replayOne({ inbox, store, sources }, id),
    refusals: () => refused,
  });
  tell({ is: "listening", address: await listen(app, task.listener, "server.pages") });
  parentPort?.on("message", (order: PagesOrder) => void obey(order));

  async function obey(order: PagesOrder): Promise<void> {
    if (order === "touched") {
      views.touched();
      return;
    }
    if (order !== "stop" && "refused" in order) {
      refused = order.refused;
      return;
    }
    if (order !== "stop") {
      const swept = await views.sweepEvents(order.sweepBefore).then(
        (step): PagesNews => ({ is: "swept", step }),
        (error: unknown): PagesNews => ({ is: "not_swept", reason: reasonOf(error) }),
      );
      tell(swept);
      return;
    }
    stopping.abort();
    await closeGracefully(app, GRACE_MS);
    await views.close();
    await store.close();
    inbox.close();
    parentPort?.close();
  }
}

const LOOK_EVERY_MS = 1_000;

/** On a store that other processes may share, one of them tells the feed of changed drafts, and each looks for what others did. */
function sharing({ store: { kind } }: PagesTask, claims: Claims): Pick<ViewsOptions, "isTeller" | "lookEveryMs"> {
  if (kind === "sqlite") return {};
  const clockMs = () => performance.now();
  const lease = new Lease({ claims, name: "lease:feed", holder: randomUUID(), clockMs });
  return { isTeller: () => lease.isHeld(), lookEveryMs: LOOK_EVERY_MS };
}

function tell(news: PagesNews): void {
  parentPort?.postMessage(news);
}

try {
  await serve(workerData as PagesTask);
} catch (error) {
  if (!(error instanceof CommandError)) throw error;
  tell({ is: "refused", reason: error.message });
  parentPort?.close();
}
