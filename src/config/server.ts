import { SECOND } from "../domain/time.ts";
import { isLoopback } from "../http/loopback.ts";
import type { Config } from "./config.ts";
import { parseDuration } from "./duration.ts";
import type { Finding } from "./problem.ts";
import type { ConfigFile } from "./schema.ts";

export const DEFAULT_SERVER: Config["server"] = {
  webhooks: { host: "127.0.0.1", port: 8460, metrics: false },
  pages: { host: "127.0.0.1", port: 8461 },
  // With what else ending takes, under the ten seconds after which Docker kills.
  drainFor: 5 * SECOND,
};

/** Where the two listeners stand. The pages' must be a loopback address: nobody can log in to them. */
export function makeServer(written: NonNullable<ConfigFile["server"]>, findings: Finding[]): Config["server"] {
  const webhooks = { ...DEFAULT_SERVER.webhooks, ...written.webhooks };
  const pages = { ...DEFAULT_SERVER.pages, ...written.pages };
  if (!isLoopback(pages.host)) {
    findings.push({
      path: ["server", "pages", "host"],
      what: `${JSON.stringify(pages.host)} can be reached from other machines, and people cannot log in yet: whoever reached it could read and edit every incident`,
      remedy: 'Write "127.0.0.1", and reach the pages through a tunnel or a proxy that asks who is there',
    });
  }
  if (webhooks.port !== 0 && webhooks.port === pages.port) {
    findings.push({
      path: ["server", "pages", "port"],
      what: `webhooks and pages cannot share port ${pages.port}`,
      remedy: "Give each a port of its own",
    });
  }
  const drainFor = parseDuration(written.drainFor ?? "") ?? DEFAULT_SERVER.drainFor;
  return { webhooks, pages, drainFor };
}
