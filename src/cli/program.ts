import { readFileSync } from "node:fs";
import { Argument, Command, CommanderError, Option } from "commander";
import { StoreUnavailable } from "../store/unavailable.ts";
import type { BackfillWords } from "./backfill.ts";
import type { ExplainOptions } from "./explain.ts";
import { CommandError, DONE, FAILED, type Shell, USAGE } from "./shell.ts";

/**
 * Runs one command and gives its exit code. What it needs is imported only when it runs: `draft` starts without a server.
 *
 * @param words the command line after the program's name
 */
export async function runCommand(words: readonly string[], shell: Shell): Promise<number> {
  let exitCode: number = DONE;
  const program = describe(shell, (code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync([...words], { from: "user" });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? DONE : USAGE;
    if (error instanceof CommandError) {
      shell.note(error.message);
      return error.exitCode;
    }
    if (error instanceof StoreUnavailable) {
      shell.note(error.message);
      return FAILED;
    }
    shell.note(
      `annalist failed, which it should not: ${error instanceof Error ? (error.stack ?? error.message) : error}`,
    );
    return FAILED;
  }
}

type Finish = (exitCode: number) => void;

function describe(shell: Shell, finish: Finish): Command {
  const program = new Command("annalist")
    .description("Drafts incident timelines from alerts, pages, deploys and chat, for people to refine.")
    .version(versionOf())
    .exitOverride()
    .configureOutput({ writeErr: (text) => shell.note(text.trimEnd()), writeOut: (text) => void shell.write(text) })
    .showSuggestionAfterError()
    .showHelpAfterError("Try: annalist --help, or annalist COMMAND --help")
    .addHelpText("after", FIRST_STEPS);
  describeServing(program, shell, finish);
  describeDrafting(program, shell, finish);
  describeStoreCommands(program, shell, finish);
  return program;
}

const config = () => new Option("--config <file>", "the configuration, YAML or JSON");
const format = () => new Option("--format <format>", "what to print").choices(["json", "md", "html"]).default("json");

function describeServing(program: Command, shell: Shell, finish: Finish): void {
  program
    .command("serve")
    .description("Take in webhooks (and Kafka topics, if configured) and serve the pages and the API.")
    .addOption(config())
    .option("--demo", "play an invented incident into a throw-away store, and show its draft")
    .addHelpText("after", SERVE_EXAMPLES)
    .action(async (options: { config?: string; demo?: boolean }) => {
      const { serve } = await import("./serve.ts");
      finish(await serve(options, shell));
    });
  program
    .command("check-config")
    .description("Check a configuration: every problem at once, each with its line and its remedy.")
    .argument("<file>", "the configuration")
    .action(async (file: string) => {
      const { checkConfig } = await import("./check-config.ts");
      finish(await checkConfig(file, shell));
    });
}

function describeDrafting(program: Command, shell: Shell, finish: Finish): void {
  program
    .command("draft")
    .description("Draft incidents from captures, offline: no store, no server, no secrets.")
    .argument("<capture...>", "NDJSON files, a delivery a line; - is stdin")
    .addOption(config())
    .addOption(format())
    .option("--incident <title>", "draft the whole capture as one incident, also if nothing in it opens one")
    .option("--strict", "exit with 3 if a line could not be used")
    .addHelpText("after", DRAFT_EXAMPLES)
    .action(async (captures: string[], options: DraftWords) => {
      const { draft } = await import("./draft.ts");
      finish(await draft(captures, options, shell));
    });
}

type DraftWords = { config?: string; format: "json" | "md" | "html"; incident?: string; strict?: boolean };

function describeStoreCommands(program: Command, shell: Shell, finish: Finish): void {
  program
    .command("import")
    .description("Feed captures into the store, as if they had come in by themselves.")
    .argument("<capture...>", "NDJSON files, a delivery a line; - is stdin")
    .addOption(config())
    .addHelpText("after", NEEDS_THE_FOLDER)
    .action(async (captures: string[], options: { config?: string }) => {
      const { importCaptures } = await import("./import.ts");
      finish(await importCaptures(captures, options, shell));
    });
  describeBackfill(program, shell, finish);
  program
    .command("export")
    .description("Print an incident's draft, or the deliveries behind it as a capture.")
    .argument("<incident>", "its id, as the pages show it")
    .addOption(config())
    .addOption(format())
    .option(
      "--capture",
      "print the raw deliveries instead, also those of its time that could not be used, as NDJSON that draft and import read",
    )
    .action(async (incident: string, options: { config?: string; format: DraftWords["format"]; capture?: boolean }) => {
      const { exportIncident } = await import("./export.ts");
      finish(await exportIncident(incident, options, shell));
    });
  program
    .command("replay")
    .description("Read stored deliveries again, for example after a source was mended. Decisions stay.")
    .addOption(config())
    .option("--source <name>", "only this source's")
    .option("--since <time>", "only those received at or after this time (RFC 3339)")
    .option("--dry-run", "show the difference, change nothing")
    .addHelpText("after", NEEDS_THE_FOLDER)
    .action(async (options: { config?: string; source?: string; since?: string; dryRun?: boolean }) => {
      const { replayDeliveries } = await import("./replay.ts");
      finish(await replayDeliveries(options, shell));
    });
  program
    .command("explain")
    .description(
      "Say why a delivery, an event or an entry stands where it stands in an incident, or what keeps it out.",
    )
    .argument("<incident>", "its id, as the pages and drafts show it")
    .argument("<subject>", "the id of an entry, a delivery or an event")
    .argument("[capture...]", "NDJSON files to explain instead of the store; - is stdin")
    .addOption(config())
    .addOption(new Option("--format <format>", "what to print").choices(["text", "json"]).default("text"))
    .addHelpText("after", EXPLAIN_EXAMPLES)
    .action(async (incident: string, subject: string, captures: string[], options: ExplainOptions) => {
      const { explain } = await import("./explain.ts");
      finish(await explain([incident, subject, captures], options, shell));
    });
}

function describeBackfill(program: Command, shell: Shell, finish: Finish): void {
  program
    .command("backfill")
    .description(
      "Ask a vendor's API for what happened in a period, and feed it into the store beside what webhooks brought.",
    )
    .addArgument(new Argument("<vendor>", "whom to ask").choices(["pagerduty"]))
    .requiredOption("--since <time>", 'from when, and required: RFC 3339, or how long ago ("7d")')
    .option("--until <time>", "until when; now, if left out")
    .addOption(config())
    .option("--source <name>", "the source to ask for, where several of this kind have a token")
    .option("--dry-run", "ask and count, hand in nothing")
    .option("--again", "fetch also what an earlier run has fetched and what did not change since")
    .addHelpText("after", BACKFILL_HELP)
    .action(async (vendor: string, options: BackfillWords) => {
      const { backfill } = await import("./backfill.ts");
      finish(await backfill(vendor, options, shell));
    });
}

function versionOf(): string {
  const manifest: { version?: string } = JSON.parse(
    readFileSync(new URL("../../package.json", import.meta.url), "utf8"),
  );
  return manifest.version ?? "unknown";
}

const FIRST_STEPS = `
First steps:
  $ annalist serve --demo                 see an invented incident being drafted
  $ annalist serve                        start with safe defaults; prints a curl that works
  $ annalist draft deliveries.ndjson --format md
                                          draft what you have, offline

In a checkout, "annalist" is: npm run --silent annalist --

Exit codes: 0 done, 1 unreadable input or bad configuration, 2 wrong usage, 3 with --strict if a line could not be used.`;

const SERVE_EXAMPLES = `
Without --config, the first start makes data/first-run.json: a configuration with one source (kind cloudevents) and a random secret.

Examples:
  $ annalist serve --config config/laptop.yaml
  $ annalist check-config config/team.yaml && annalist serve --config config/team.yaml

Ends on SIGTERM or SIGINT after it has finished what it acknowledged; another signal, more than a second later, ends it at once.`;

const NEEDS_THE_FOLDER = `
The server must not run on the same data folder meanwhile: stop it first.`;

const BACKFILL_HELP = `
The source needs a token with read access (its webhooks need none):
  - name: pagerduty
    kind: pagerduty
    auth: [{ hmac_file: webhook-secret }]
    api: { token_file: api-token }            # url: https://api.eu.pagerduty.com for the EU

Incidents that began in the period are fetched with their log, alerts, notes and related changes. What webhooks brought before, or bring
later, is the same event: nothing stands twice. A run that was stopped is gone on with by the same command.

The server must not run on the same data folder meanwhile, as for import; a running server asks by itself with
api: { reconcile: 15m }.

Examples:
  $ annalist backfill pagerduty --since 7d --config team.yaml --dry-run
  $ annalist backfill pagerduty --since 2026-03-01T00:00:00Z --until 2026-04-01T00:00:00Z --config team.yaml`;

const EXPLAIN_EXAMPLES = `
Answers for each event behind it: why is it here, why in the log, why this incident, why this time; of what is not here, whether it belongs
to another incident or to none, was folded, repeated, only suggested or quarantined, and what keeps it out. Exit 1 for what is not known.

Examples:
  $ annalist explain inc_0123456789abcdef0123 d17 --config team.yaml
  $ annalist explain inc_0123456789abcdef0123 e_0123456789abcdef0123 capture.ndjson --format json`;

const DRAFT_EXAMPLES = `
A capture is NDJSON, a delivery a line, in any order:
  {"id":"d01","source":"alertmanager","receivedAt":"2026-03-01T10:00:05Z","headers":{},"body":{...}}

Its source is the name of one in the configuration; without --config, a kind. Drafts go to stdout, all else to stderr. The same input prints the
same bytes.

Examples:
  $ annalist draft capture.ndjson --format md > draft.md
  $ zcat *.ndjson.gz | annalist draft --config team.yaml - | jq '.incidents[].incident.title'
  $ annalist draft --incident "Checkout slow on Tuesday" chat.ndjson --format html > draft.html`;
