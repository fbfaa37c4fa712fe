import { setFlagsFromString } from "node:v8";
import { pino } from "pino";
import type { SourceHealth } from "../views/source-health.ts";
import { FIRST_RUN_FILE, readConfiguration } from "./configuration.ts";
import { ensureFirstRun, firstSecret } from "./first-run.ts";
import { firstSteps, greet } from "./greeting.ts";
import type { Occasion } from "./occasion.ts";
import { type RunningServer, type ServerOptions, startServer } from "./server.ts";
import { CommandError, DONE, FAILED, type Shell, USAGE } from "./shell.ts";

export interface ServeOptions {
  readonly config?: string;
  readonly demo?: boolean;
}

/**
 * So much garbage may lie beside what lives before a heap is swept. An engine on its own lets a heap double, in each of three threads: under a
 * storm that is more memory than the events.
 */
const GARBAGE_PERCENT = 30;

/** `annalist serve`: runs until it is asked to end. */
export async function serve(options: ServeOptions, shell: Shell): Promise<number> {
  if (options.demo && options.config !== undefined) {
    throw new CommandError("--demo brings its own configuration: leave out --config.", USAGE);
  }
  const asked = shell.untilStopped();
  const occasion = await prepare(options, shell);
  try {
    return await run(occasion, asked, shell);
  } finally {
    occasion.cleanUp?.();
  }
}

async function prepare(options: ServeOptions, shell: Shell): Promise<Occasion> {
  if (options.demo) return (await import("./demo.ts")).prepareDemo(shell);
  if (options.config === undefined) ensureFirstRun();
  const configuration = options.config ?? FIRST_RUN_FILE;
  const config = await readConfiguration(configuration, "serve", shell);
  const names = config.sources.map(({ name }) => name);
  const afterStart = [
    (server: RunningServer) => shell.write(`${greet(server, names, { configuration, data: config.store.path })}\n`),
  ];
  const secret = options.config === undefined ? firstSecret(config) : null;
  if (secret !== null) {
    afterStart.push(async (server) => {
      if (await isUnused(server)) await shell.write(`${firstSteps(server, secret, shell.now())}\n`);
    });
  }
  return { config, configuration, afterStart };
}

/** Whether no source has brought an event yet: the first start may have failed, or its words may be gone. Where that cannot be told it is not said: nothing depends on it. */
async function isUnused({ pages }: RunningServer): Promise<boolean> {
  try {
    const { items } = (await (await fetch(`${pages}/api/v1/sources`)).json()) as { items: readonly SourceHealth[] };
    return items.every(({ events }) => events === 0);
  } catch {
    return false;
  }
}

/** Starts; where that is not possible, says also which file to change. */
async function start(options: ServerOptions, configuration: string | undefined): Promise<RunningServer> {
  try {
    return await startServer(options);
  } catch (error) {
    if (!(error instanceof CommandError) || configuration === undefined) throw error;
    throw new CommandError(`${error.message}\nThe configuration is ${configuration}.`, error.exitCode);
  }
}

async function run(
  { config, configuration, afterStart }: Occasion,
  asked: Promise<void>,
  shell: Shell,
): Promise<number> {
  const log = pino({ level: config.log.level, base: null }, pino.destination({ dest: 2, sync: true }));
  const fatal = Promise.withResolvers<"fatal">();
  const onFatal = (error: Error) => {
    log.fatal(error.message);
    fatal.resolve("fatal");
  };
  setFlagsFromString(`--heap-growing-percent=${GARBAGE_PERCENT}`);
  const server = await start({ config, log, now: shell.now, onFatal }, configuration);
  log.info({ webhooks: server.webhooks, pages: server.pages }, "started");
  for (const step of afterStart) await Promise.race([step(server), asked]);
  const end = await Promise.race([asked.then(() => "asked" as const), fatal.promise]);
  if (end === "fatal") return FAILED;
  log.info("stopping: what was acknowledged is finished first");
  await server.stop();
  log.info("stopped");
  return DONE;
}
