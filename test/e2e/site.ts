import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import { startServer } from "../../src/cli/server.ts";
import { loadConfig } from "../../src/config/load.ts";
import { demoConfiguration, demoSecrets } from "../../src/demo/configuration.ts";
import { demoIncident } from "../../src/demo/incident.ts";
import { play } from "../../src/demo/play.ts";
import type { Posting } from "../../src/demo/senders/posting.ts";
import type { Draft, Entry } from "../../src/domain/draft/schema.ts";
import { type Instant, MINUTE, parseInstant } from "../../src/domain/time.ts";
import { loadSources } from "../../src/sources/lib/load.ts";

/** When the shop's bad evening begins. */
export const START: Instant = parseInstant("2029-06-08T17:00:00Z")?.at ?? 0;
/** Within the incident of that evening. */
export const during = (minutes: number): Instant => START + (52 + minutes) * MINUTE;

const NOW: Instant = START + 180 * MINUTE;

/** A whole server on loopback, fed through its own webhooks, in a folder that is thrown away. */
export interface Site extends AsyncDisposable {
  /** Address of the pages, without a trailing slash. */
  readonly pages: string;
  /** Posts deliveries as their vendors do, and waits until they are events. */
  tell(...postings: readonly Posting[]): Promise<void>;
  /** The draft of the incident that is no candidate. */
  draft(): Promise<Draft>;
  /** Decides by HTTP, as another person would meanwhile. */
  decide(decision: Record<string, unknown>, by?: string): Promise<void>;
  /** When a version of that incident was published: RFC 3339, UTC. */
  publishedAt(number: number): Promise<string>;
}

export async function startSite(): Promise<Site> {
  const folder = mkdtempSync(join(tmpdir(), "annalist-pages-"));
  const secrets = demoSecrets(() => `secret-${Math.random()}`.padEnd(40, "x"));
  const written = {
    ...demoConfiguration(secrets, folder),
    server: { webhooks: { port: 0 }, pages: { port: 0 } },
  };
  const loaded = loadConfig(JSON.stringify(written), "site.json", {
    environment: {},
    registry: await loadSources(),
    purpose: "serve",
    read: () => "",
  });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  const server = await startServer({
    config: loaded.config,
    log: pino({ level: "silent" }),
    now: () => NOW,
    onFatal: (error) => {
      throw error;
    },
  });
  const json = async (path: string, init?: RequestInit) => {
    const answer = await fetch(`${server.pages}/api/v1${path}`, init);
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  };
  const idOf = async () => {
    const { items } = (await json("/incidents")) as { items: { id: string; candidate: boolean }[] };
    return items.find(({ candidate }) => !candidate)?.id ?? "none";
  };
  return {
    pages: server.pages,
    async tell(...postings) {
      await play(postings, {
        webhooks: server.webhooks,
        secrets,
        nowS: () => Math.floor(NOW / 1_000_000),
        pause: async () => {},
        progress: () => {},
      });
      await server.ingest.drained();
    },
    draft: async () => (await json(`/incidents/${await idOf()}/draft`)) as Draft,
    async decide(decision, by = "devin") {
      await json(`/incidents/${await idOf()}/decisions`, {
        method: "POST",
        headers: { "content-type": "application/json", "x-annalist-user": by },
        body: JSON.stringify(decision),
      });
    },
    async publishedAt(number) {
      const { items } = (await json(`/incidents/${await idOf()}/publications`)) as {
        items: { number: number; at: string }[];
      };
      return items.find((one) => one.number === number)?.at ?? "never";
    },
    async [Symbol.asyncDispose]() {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The site with the demo's evening told. */
export async function startEvening(): Promise<Site> {
  const site = await startSite();
  await site.tell(...demoIncident(START));
  return site;
}

/** An entry of the timeline, by a part of its text. */
export function entryWith(draft: Draft, text: string, visibility: Entry["visibility"] = "timeline"): Entry {
  const entry = draft.entries.find((one) => one.visibility === visibility && one.text.includes(text));
  if (!entry) throw new Error(`no entry of the ${visibility} says "${text}"`);
  return entry;
}
