import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type History, VendorRefused, VendorUnavailable } from "../backfill/history.ts";
import { type Marks, NO_MARKS, openMarks } from "../backfill/marks.ts";
import { createPagerDutyClient, PAGERDUTY_URL } from "../backfill/pagerduty-client.ts";
import { pagerDutyHistory } from "../backfill/pagerduty-history.ts";
import { NotTaken, type Progress, runBackfill } from "../backfill/run.ts";
import type { Config } from "../config/config.ts";
import { parseDuration } from "../config/duration.ts";
import { type Instant, parseInstant } from "../domain/time.ts";
import type { Inbox } from "../ingest/inbox/inbox.ts";
import type { Source, SourceApi } from "../ingest/source.ts";
import { openInbox } from "./adapters.ts";
import { CommandError, DONE, FAILED, type Shell, USAGE } from "./shell.ts";
import { readStoreConfiguration } from "./stored.ts";
import { withIngest } from "./with-ingest.ts";

export interface BackfillWords {
  readonly config?: string;
  readonly source?: string;
  readonly since: string;
  readonly until?: string;
  readonly dryRun?: boolean;
  readonly again?: boolean;
}

/** `annalist backfill VENDOR`: hands in what a vendor tells of a period, as if its webhooks had brought it. */
export async function backfill(vendor: string, options: BackfillWords, shell: Shell): Promise<number> {
  const now = shell.now();
  const period = {
    since: instantOf("--since", options.since, now),
    until: options.until === undefined ? now : instantOf("--until", options.until, now),
  };
  if (period.since >= period.until) throw new CommandError("--since must lie before --until.", USAGE);
  const config = await readStoreConfiguration(options.config, shell);
  const { source, api } = sourceOf(config, vendor, options.source);
  const ending = new AbortController();
  void shell.untilStopped().then(() => ending.abort());
  const client = createPagerDutyClient({
    ...{ url: api.url ?? PAGERDUTY_URL, token: api.token, signal: ending.signal },
    timing: {
      now: () => shell.now() / 1_000,
      random: Math.random,
      sleep: (ms, signal) => sleep(ms, undefined, { signal }),
    },
    onWait: (why, ms) => shell.note(`waiting ${Math.ceil(ms / 1_000)} s: ${why}`),
  });
  const run: Run = { history: pagerDutyHistory(client), source: source.name, period, options, config };
  try {
    await (options.dryRun ? look(run, shell) : take(run, shell));
    return DONE;
  } catch (error) {
    if (ending.signal.aborted) {
      shell.note("Stopped. What was handed in stays; the same command goes on from there.");
      return FAILED;
    }
    if (error instanceof VendorRefused || error instanceof VendorUnavailable) throw new CommandError(error.message);
    if (error instanceof NotTaken) throw new CommandError(`Stopped: ${error.message} The same command goes on later.`);
    throw error;
  } finally {
    client.close();
  }
}

interface Run {
  readonly history: History;
  readonly source: string;
  readonly period: { readonly since: Instant; readonly until: Instant };
  readonly options: BackfillWords;
  readonly config: Config;
}

/** A time, or how long ago. */
function instantOf(name: string, text: string, now: Instant): Instant {
  const ago = parseDuration(text);
  const told = parseInstant(text);
  if (ago !== null) return now - ago;
  if (told) return told.at;
  const wanted = 'a time with a zone, such as "2026-03-01T00:00:00Z", or how long ago, such as "7d"';
  throw new CommandError(`${name} wants ${wanted}.`, USAGE);
}

function sourceOf(config: Config, vendor: string, name: string | undefined): { source: Source; api: SourceApi } {
  const ofVendor = config.sources.filter(({ kind }) => kind.name === vendor);
  const named = name === undefined ? ofVendor : ofVendor.filter((source) => source.name === name);
  const able = named.flatMap((source) => (source.api ? [{ source, api: source.api }] : []));
  const [one] = able;
  if (one && able.length === 1) return one;
  if (able.length > 1) {
    const names = able.map(({ source }) => source.name).join(", ");
    throw new CommandError(`Several sources can be asked: ${names}. Name one with --source.`, USAGE);
  }
  if (named.length === 0) {
    const which = name === undefined ? `of kind "${vendor}"` : `"${name}" of kind "${vendor}"`;
    throw new CommandError(`The configuration has no source ${which}.`);
  }
  const names = named.map((source) => `"${source.name}"`).join(", ");
  throw new CommandError(`Source ${names} has no token to ask with: add api: { token_file: … } to it.`);
}

/** Asks, and changes nothing. */
async function look({ history, source, period }: Run, shell: Shell): Promise<void> {
  const show = showProgress(shell);
  const { listed, accepted } = await runBackfill({
    ...{
      history,
      source,
      period,
      unfinished: false,
      ingest: null,
      marks: NO_MARKS,
      now: shell.now,
      onProgress: show.progress,
    },
  });
  show.end();
  await shell.write(`${listed} incidents, ${accepted} deliveries (dry run: nothing was handed in)\n`);
}

async function take({ history, source, period, options, config }: Run, shell: Shell): Promise<void> {
  const show = showProgress(shell);
  const done = await withIngest(config, openAlone(config), shell, async (ingest) => {
    const progress = await runBackfill({
      ...{ history, source, period, ingest, unfinished: false, now: shell.now, onProgress: show.progress },
      marks: marksOf(config, source, options.again ?? false),
      onRefused: (name, detail) => shell.note(`warning: incident ${name}: ${detail}`),
    });
    show.end();
    return progress;
  });
  await shell.write(tell(done));
}

/** @throws CommandError that says how a running server asks, where one holds the data folder */
function openAlone(config: Config): Inbox {
  try {
    return openInbox(config, { onFatal: () => {} });
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    throw new CommandError(
      `${error.message} (A running server asks by itself: api: { reconcile: 15m } of the source.)`,
    );
  }
}

/** With `again` nothing is passed over, and what is fetched is remembered all the same. */
function marksOf(config: Config, source: string, again: boolean): Marks {
  const marks = openMarks(join(config.store.path, `backfill-${source}.ndjson`));
  return again ? { ...marks, has: () => false } : marks;
}

const tell = ({ listed, known, accepted, duplicate, refused }: Progress): string =>
  [
    `${listed} incidents, ${known} of them fetched by an earlier run:`,
    `  ${accepted} deliveries taken in, ${duplicate} known already, ${refused} refused`,
    "",
  ].join("\n");

const EVERY = 50;

/** A line that is written over on a terminal; elsewhere a line now and then. */
function showProgress(shell: Shell): { readonly progress: (progress: Progress) => void; readonly end: () => void } {
  const terminal = shell.process.stderr.isTTY === true;
  let shown = false;
  return {
    progress({ listed, known, accepted, duplicate }) {
      const line = `${listed} incidents (${known} known), ${accepted + duplicate} deliveries`;
      if (terminal) shell.process.stderr.write(`\r${line}   `);
      else if (listed % EVERY === 0) shell.note(line);
      shown = true;
    },
    end: () => void (terminal && shown && shell.note("")),
  };
}
