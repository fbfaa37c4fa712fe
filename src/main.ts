#!/usr/bin/env node
import { fileURLToPath } from "node:url";

const OLDEST_NODE = 26;

if (Number.parseInt(process.versions.node, 10) < OLDEST_NODE) {
  process.stderr.write(
    `annalist needs Node ${OLDEST_NODE} or newer; this is ${process.version}. Install it from https://nodejs.org, or run: npx --package node@${OLDEST_NODE} annalist\n`,
  );
  process.exit(1);
}

/** In a checkout, what Node makes of the TypeScript is kept for the next start: a third of the time of a short command. */
if (import.meta.url.endsWith(".ts")) {
  const { enableCompileCache } = await import("node:module");
  enableCompileCache(fileURLToPath(new URL("../node_modules/.cache/annalist", import.meta.url)));
}

const { runCommand } = await import("./cli/program.ts");
const { forTerminal } = await import("./cli/for-terminal.ts");

/** Whatever is written holds what was said in incidents: nobody else on the machine may read it. */
process.umask(0o077);

/** Signals so soon after the first are the same wish, ms: under npm a Ctrl-C comes from the terminal and once more from npm, which hands it on. */
const SAME_WISH_MS = 1_000;

/** A reader that went away (`annalist draft … | head`) is no failure. */
process.stdout.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : 1));

function untilStopped(): Promise<void> {
  let asked: number | null = null;
  return new Promise((resolve) => {
    const onSignal = () => {
      asked ??= performance.now();
      if (performance.now() - asked > SAME_WISH_MS) process.exit(130);
      resolve();
    };
    process.on("SIGTERM", onSignal);
    process.on("SIGINT", onSignal);
  });
}

const exitCode = await runCommand(process.argv.slice(2), {
  environment: process.env,
  process,
  stdin: process.stdin,
  write: (text) => new Promise((resolve) => process.stdout.write(text, () => resolve())),
  note: (line) => process.stderr.write(`${forTerminal(line)}\n`),
  now: () => Date.now() * 1000,
  untilStopped,
});
process.exit(exitCode);
