import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Timing } from "../backfill/back-off.ts";
import { createGitHubClient, GITHUB_URL } from "../backfill/github-client.ts";
import { redeliverFailed } from "../backfill/github-redelivery.ts";
import { openMarks } from "../backfill/marks.ts";
import { createPagerDutyClient, PAGERDUTY_URL, type PagerDutyClient } from "../backfill/pagerduty-client.ts";
import { pagerDutyHistory } from "../backfill/pagerduty-history.ts";
import { reconcile } from "../backfill/reconcile.ts";
import { repeat } from "../backfill/repeat.ts";
import type { Config } from "../config/config.ts";
import { reasonOf } from "../domain/outcome.ts";
import { DAY, formatInstant, type Instant } from "../domain/time.ts";
import type { Ingest } from "../ingest/delivery.ts";
import type { Redelivery, Source, SourceApi } from "../ingest/source.ts";
import { NoteWriter, type Paged } from "../outlets/pagerduty-note.ts";
import type { Store } from "../store/store.ts";
import type { Log } from "../telemetry/log.ts";

export interface AskingOptions {
  readonly config: Config;
  readonly ingest: Ingest;
  readonly store: Store;
  /** Address of our own API and pages, without a trailing slash. */
  readonly pages: string;
  readonly log: Log;
  readonly now: () => Instant;
  readonly onFatal: (error: Error) => void;
}

/** Speaks with senders, for as long as the server runs. */
export interface Asking {
  /** Ends what is under way. What was handed in stays. */
  stop(): Promise<void>;
}

/** What one source's tasks share. */
interface Task extends AskingOptions {
  readonly source: Source;
  readonly api: SourceApi;
  readonly timing: Timing;
  readonly signal: AbortSignal;
}

/** Starts asking every source whose configuration wants it (`api: { reconcile: … }`), and writing notes where it wants them. */
export function startAsking(options: AskingOptions): Asking {
  const ending = new AbortController();
  const { signal } = ending;
  const timing: Timing = {
    now: () => options.now() / 1_000,
    random: Math.random,
    sleep: (ms, until) => sleep(ms, undefined, { signal: until }),
  };
  const tasks = options.config.sources.flatMap((source) => {
    const { api } = source;
    if (!api) return [];
    const task = { ...options, source, api, timing, signal };
    return [
      ...(api.redeliver ? [redeliver(task, api.redeliver)] : []),
      ...(api.reconcileEvery ? [ask(task, api.reconcileEvery)] : []),
      ...(api.note ? [note(task, api.note)] : []),
    ];
  });
  const ended = tasks.map((task) =>
    task.catch((error: Error) => {
      if (!signal.aborted) options.onFatal(error);
    }),
  );
  return {
    async stop() {
      ending.abort();
      await Promise.all(ended);
    },
  };
}

async function withClient(
  { api, timing, signal }: Task,
  use: (client: PagerDutyClient) => Promise<void>,
): Promise<void> {
  const client = createPagerDutyClient({ url: api.url ?? PAGERDUTY_URL, token: api.token, timing, signal });
  try {
    await use(client);
  } finally {
    client.close();
  }
}

function ask(task: Task, every: number): Promise<void> {
  const { config, ingest, source, log, now, timing, signal } = task;
  const marks = openMarks(join(config.store.path, `reconcile-${source.name}.ndjson`));
  return withClient(task, (client) =>
    reconcile({
      ...{ history: pagerDutyHistory(client), source: source.name, marks, ingest, every, timing, log, now, signal },
    }),
  );
}

/** Each hook by itself: one that is not there any more keeps nobody from asking for the others' deliveries. */
async function redeliver(task: Task, { every, hooks }: Redelivery): Promise<void> {
  const { api, now, timing, log, signal } = task;
  const source = task.source.name;
  const client = createGitHubClient({ url: api.url ?? GITHUB_URL, token: api.token, timing, signal });
  const ask = (hook: string) =>
    repeat({ source, every, timing, log, signal }, async () => {
      const onRefused = (reason: string) => log.warn({ source, hook, reason }, "a delivery does not come again");
      const deliveries = await redeliverFailed(client, hook, now(), onRefused);
      if (deliveries > 0) log.info({ source, hook, deliveries }, "asked for deliveries that had failed");
    });
  await Promise.all(hooks.map(ask));
}

/** So often the pages of the last day are looked at. */
const LOOK_MS = 10_000;

/** The pages' own thread says which page belongs to which incident: reading all events here would keep senders waiting. */
function note(task: Task, { from, pages = task.pages }: NonNullable<SourceApi["note"]>): Promise<void> {
  const { store, source, log, timing, signal } = task;
  return withClient(task, async (client) => {
    const writer = new NoteWriter({
      ...{ desk: client, from, source: source.name, pages, answers: store, log, now: timing.now },
      writer: randomUUID(),
    });
    while (!signal.aborted) {
      const paged = await listPaged(task).catch((error: unknown) => {
        if (!signal.aborted)
          log.warn(
            { source: source.name, reason: reasonOf(error) },
            "could not list the pages that want a note; will try again",
          );
        return [];
      });
      await writer.write(paged);
      await timing.sleep(LOOK_MS, signal);
    }
  });
}

async function listPaged({ source, pages, now, signal }: Task): Promise<Paged[]> {
  const since = formatInstant(now() - DAY, "s");
  const query = new URLSearchParams({ kind: "page", since, limit: "200" });
  const paged: Paged[] = [];
  for (let cursor: string | null = ""; cursor !== null; ) {
    if (cursor !== "") query.set("cursor", cursor);
    const answer = await fetch(`${pages}/api/v1/events?${query}`, { signal });
    if (!answer.ok) throw new Error(`our own API answers ${answer.status}`);
    const { items, next } = (await answer.json()) as EventPage;
    // By the key: a source that shares it may have carried the page first.
    paged.push(...items.filter(({ key }) => key.startsWith(`${source.keyName}/`)).flatMap(pagedOf));
    cursor = next;
  }
  return paged;
}

interface EventPage {
  readonly items: readonly EventItem[];
  readonly next: string | null;
}

interface EventItem {
  readonly key: string;
  readonly action: string;
  readonly incident: string | null;
  readonly correlation: readonly { readonly type: string; readonly value: string }[];
}

function pagedOf({ action, incident, correlation }: EventItem): Paged[] {
  const page = correlation.find(({ type }) => type === "page")?.value;
  return action === "triggered" && incident !== null && page !== undefined ? [{ page, incident }] : [];
}
