import { parseInstant } from "../domain/time.ts";
import { type ReplayReport, replay } from "../ingest/replay.ts";
import { openInbox, openStore } from "./adapters.ts";
import { CommandError, DONE, type Shell, USAGE } from "./shell.ts";
import { readStoreConfiguration } from "./stored.ts";

export interface ReplayWords {
  readonly config?: string;
  readonly source?: string;
  readonly since?: string;
  readonly dryRun?: boolean;
}

const MOST_LISTED = 20;

/** `annalist replay`: decodes stored deliveries again and appends what is new. Decisions stay. */
export async function replayDeliveries(options: ReplayWords, shell: Shell): Promise<number> {
  const since = options.since === undefined ? undefined : parseInstant(options.since);
  if (since === null)
    throw new CommandError('--since wants a time with a zone, such as "2026-03-01T00:00:00Z".', USAGE);
  const config = await readStoreConfiguration(options.config, shell);
  const sources = new Map(config.sources.map((source) => [source.name, source]));
  if (options.source !== undefined && !sources.has(options.source)) {
    const known = [...sources.keys()].join(", ");
    throw new CommandError(`There is no source "${options.source}"; the configuration has: ${known}.`, USAGE);
  }
  const inbox = openInbox(config, { onFatal: () => {} });
  const { store } = await openStore(config);
  try {
    const report = await replay(
      { inbox, sources, store },
      {
        dryRun: options.dryRun ?? false,
        ...(options.source === undefined ? {} : { source: options.source }),
        ...(since === undefined ? {} : { since: since.at }),
      },
    );
    await shell.write(tell(report, options.dryRun ?? false));
    return DONE;
  } finally {
    await store.close();
    await inbox.close();
  }
}

function tell({ deliveries, swept, outcomes, vanished, released, quarantined }: ReplayReport, dry: boolean): string {
  const lines = [
    `${deliveries} deliveries read again${dry ? " (dry run: nothing is changed)" : ""}:`,
    ...(swept === 0
      ? []
      : [`  ${swept} more could not be: their bytes are not kept any more (retention.raw); their events stay`]),
    `  ${outcomes.appended} events ${dry ? "would be new" : "are new"}, ${outcomes.variant} have new content, ${outcomes.duplicate} are as before`,
    `  ${released} deliveries ${dry ? "would leave" : "left"} the quarantine, ${quarantined} parts cannot be read`,
    `  ${vanished.length} events are not given any more; the store keeps them`,
    ...vanished.slice(0, MOST_LISTED).map(({ delivery, key }) => `    ${key} of delivery ${delivery}`),
  ];
  if (vanished.length > MOST_LISTED) lines.push(`    … and ${vanished.length - MOST_LISTED} more`);
  return `${lines.join("\n")}\n`;
}
