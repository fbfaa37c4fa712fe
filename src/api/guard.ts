import type { FastifyInstance, FastifyRequest } from "fastify";
import { isLoopback } from "../http/loopback.ts";
import { ApiProblem } from "./problem.ts";

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data:",
  // Only the preview before publishing, without scripts.
  "frame-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join("; ");

/** What every answer of the pages' listener carries. */
export const HEADERS: Readonly<Record<string, string>> = {
  "content-security-policy": POLICY,
  "x-content-type-options": "nosniff",
  // Not "no-referrer": a browser would then send our own forms with `Origin: null`, as it sends those of strangers.
  "referrer-policy": "same-origin",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "cache-control": "no-cache",
};

const SAFE_METHODS = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * Keeps other sites out of a server that knows no login yet. A page anywhere can make a reader's browser send requests to loopback: the
 * Host must be a name of ours (against DNS rebinding), and what changes something must come from our own pages or from no page at all.
 *
 * @param hosts names besides the loopback ones by which readers reach the server, without a port
 */
export function guard(app: FastifyInstance, hosts: readonly string[]): void {
  const allowed = new Set(hosts.map((host) => host.toLowerCase()));
  app.addHook("onRequest", async (request, reply) => {
    reply.headers(HEADERS);
    checkHost(request, allowed);
    if (!SAFE_METHODS.has(request.method)) checkOrigin(request);
  });
}

function checkHost({ raw }: FastifyRequest, allowed: ReadonlySet<string>): void {
  const named = raw.rawHeaders.filter((name, index) => index % 2 === 0 && name.toLowerCase() === "host");
  if (named.length > 1) throw new ApiProblem(400, "several_hosts", "The request names more than one Host.");
  const host = hostName(raw.headers.host ?? "");
  if (host !== null && (isLoopback(host.replace(/^\[(.*)\]$/, "$1")) || allowed.has(host))) return;
  throw new ApiProblem(
    421,
    "unknown_host",
    "This server does not go by that name. Open it as http://localhost; a proxy in front of it sends Host: localhost.",
  );
}

/** The name without a port, lower case; null for what is no host. */
function hostName(host: string): string | null {
  const match = /^(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::\d{1,5})?$/i.exec(host);
  return match?.[1]?.toLowerCase() ?? null;
}

function checkOrigin({ headers }: FastifyRequest): void {
  const { origin, host } = headers;
  const site = headers["sec-fetch-site"];
  const isForeign = site !== undefined && site !== "same-origin" && site !== "none";
  if (!isForeign && (origin === undefined || isSameHost(origin, host))) return;
  throw new ApiProblem(403, "cross_site", "This request was made by a page of another site.");
}

function isSameHost(origin: string, host: string | undefined): boolean {
  return host !== undefined && /^https?:\/\//.test(origin) && URL.parse(origin)?.host === host.toLowerCase();
}
