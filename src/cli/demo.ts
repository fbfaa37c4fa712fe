import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { loadConfig } from "../config/load.ts";
import { demoConfiguration, demoSecrets } from "../demo/configuration.ts";
import { demoIncident, STORY_LENGTH } from "../demo/incident.ts";
import { play } from "../demo/play.ts";
import type { Secrets } from "../demo/sign.ts";
import { loadSources } from "../sources/lib/load.ts";
import type { IncidentLine } from "../views/incident-line.ts";
import { greet } from "./greeting.ts";
import type { Occasion } from "./occasion.ts";
import type { RunningServer } from "./server.ts";
import type { Shell } from "./shell.ts";

/** Between two deliveries of the demo, ms. */
const PAUSE_MS = 40;
const BAR_WIDTH = 30;

/** `annalist serve --demo`: an invented incident, told through the server's own signed webhooks into a throw-away store. */
export async function prepareDemo(shell: Shell): Promise<Occasion> {
  const folder = mkdtempSync(join(tmpdir(), "annalist-demo-"));
  const secrets = demoSecrets(() => randomBytes(24).toString("base64url"));
  const written = {
    ...demoConfiguration(secrets, folder),
    server: { webhooks: { port: 0 }, pages: { port: 0 } },
    log: { level: "warn" },
  };
  const read = (path: string): string => {
    throw new Error(`the demo reads no file ${path}`);
  };
  const surroundings = { environment: {}, registry: await loadSources(), purpose: "serve", read } as const;
  const loaded = loadConfig(JSON.stringify(written), "demo.json", surroundings);
  if (!loaded.ok) throw new Error(`the demo's configuration is wrong: ${JSON.stringify(loaded.problems)}`);
  return {
    config: loaded.config,
    afterStart: [
      (server) =>
        shell.write(`${greet(server, Object.keys(secrets), { data: `${folder} (thrown away at the end)` })}\n`),
      (server) => tell(server, secrets, shell),
    ],
    cleanUp: () => rmSync(folder, { recursive: true, force: true }),
  };
}

async function tell(server: RunningServer, secrets: Secrets, shell: Shell): Promise<void> {
  const story = demoIncident(shell.now() - STORY_LENGTH);
  const interactive = shell.process.stderr.isTTY === true;
  shell.note(
    `An invented incident of the last two hours is sent now, through signed webhooks: ${story.length} deliveries. (So each is received late.)`,
  );
  const counts = await play(story, {
    webhooks: server.webhooks,
    secrets,
    nowS: () => Math.floor(shell.now() / 1_000_000),
    pause: () => sleep(PAUSE_MS),
    progress: (done, total, { source }) => {
      if (interactive) shell.process.stderr.write(`\r${bar(done, total)} ${source.padEnd(14)}`);
      else if (done % 20 === 0 || done === total) shell.note(`${bar(done, total)} ${source}`);
    },
  });
  if (interactive) shell.note("");
  await server.ingest.drained();
  shell.note(`${counts.accepted} accepted, ${counts.duplicates} recognised as repeats.\n`);
  await show(server, shell);
}

const bar = (done: number, total: number): string => {
  const filled = Math.round((done / total) * BAR_WIDTH);
  return `[${"#".repeat(filled)}${".".repeat(BAR_WIDTH - filled)}] ${String(done).padStart(3)}/${total}`;
};

async function show({ pages }: RunningServer, shell: Shell): Promise<void> {
  const read = async (path: string) => (await fetch(`${pages}/api/v1/incidents${path}`)).text();
  const { items } = JSON.parse(await read("")) as { items: readonly IncidentLine[] };
  const incidents = items.toReversed();
  for (const { id } of incidents.filter(({ candidate }) => !candidate))
    await shell.write(`${await read(`/${id}/draft.md`)}\n`);
  const places = incidents.map(({ id, title }) => `  ${pages}/incidents/${id}   ${title}`);
  await shell.write(
    ["", "Review it here:", ...places, "", "It stays up until Ctrl-C; then the store is thrown away.", ""].join("\n"),
  );
}
