import { type Attempt, askedWaitMs, type Patience, persist, type Timing } from "./back-off.ts";
import { VendorRefused, VendorUnavailable } from "./history.ts";

export interface GitHubOptions {
  /** Address of the REST API without a trailing slash; of GitHub Enterprise Server: https://<host>/api/v3. */
  readonly url: string;
  readonly token: string;
  readonly timing: Timing;
  readonly signal: AbortSignal;
}

/** What of GitHub's REST API redelivery needs: two routes, too few for a library. */
export interface GitHubClient {
  /**
   * A page of a list, and the address of the next. Whole numbers that a double does not hold are texts of their digits: ids are as large as that.
   *
   * @throws VendorRefused, VendorUnavailable
   */
  list(path: string): Promise<{ readonly items: readonly unknown[]; readonly next: string | null }>;
  /** @throws VendorRefused, VendorUnavailable */
  post(path: string): Promise<void>;
}

export const GITHUB_URL = "https://api.github.com";
const TIMEOUT_MS = 30_000;

/** Speaks GitHub's REST for one token. No redirect is followed, since the token would go along; each request ends after 30 s. */
export function createGitHubClient({ url, token, timing, signal }: GitHubOptions): GitHubClient {
  const headers = {
    accept: "application/vnd.github+json",
    authorization: `Bearer ${token}`,
    "x-github-api-version": "2022-11-28",
    "user-agent": "annalist",
  };
  const attempt = async (method: string, path: string): Promise<Attempt<Answer>> => {
    try {
      const within = AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]);
      const answer = await fetch(`${url}${path}`, { method, headers, redirect: "error", signal: within });
      return judge(answer, await answer.text(), path, timing.now());
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof VendorRefused) throw error;
      return { is: "again", why: `it cannot be reached (${error instanceof Error ? error.name : "no reason given"})` };
    }
  };
  const ask = async (method: string, path: string): Promise<Answer> => {
    const patience: Patience = { timing, signal };
    const outcome = await persist(() => attempt(method, path), patience);
    if (outcome.ok) return outcome.value;
    throw new VendorUnavailable(`GitHub at ${url} gives no answer to ${method} ${path}: ${outcome.why}.`);
  };
  return {
    async list(path) {
      const { value, link } = await ask("GET", path);
      if (!Array.isArray(value)) throw new VendorUnavailable(`GitHub's answer to ${path} is no list.`);
      return { items: value, next: nextOf(link, url) };
    },
    async post(path) {
      await ask("POST", path);
    },
  };
}

interface Answer {
  readonly value: unknown;
  readonly link: string | null;
}

/** @throws VendorRefused */
function judge({ status, headers }: Response, text: string, path: string, now: number): Attempt<Answer> {
  const limited =
    status === 429 || (status === 403 && (headers.has("retry-after") || headers.get("x-ratelimit-remaining") === "0"));
  if (limited) return again("it asks us to slow down", limitMs(headers, now));
  if (status >= 500) return again(`it has trouble of its own (${status})`, askedWaitMs(plain(headers), now));
  if (status >= 400) {
    const remedy =
      status === 401 || status === 403 || status === 404 ? ": the token must be allowed to administer webhooks" : "";
    throw new VendorRefused(status, `GitHub refuses ${path} (${status})${remedy}.`);
  }
  try {
    return { is: "done", value: { value: text === "" ? null : JSON.parse(text, exactly), link: headers.get("link") } };
  } catch {
    return again("what it answers is no JSON, or is cut off");
  }
}

function exactly(_: string, value: unknown, written?: { readonly source?: string }): unknown {
  const isExact = typeof value !== "number" || Number.isSafeInteger(value) || !Number.isInteger(value);
  return isExact ? value : (written?.source ?? value);
}

const again = (why: string, afterMs?: number): Attempt<Answer> => ({
  is: "again",
  why,
  ...(afterMs === undefined ? {} : { afterMs }),
});

const plain = (headers: Headers) => ({ "retry-after": headers.get("retry-after") ?? "" });

/** GitHub tells when the limit ends as seconds since 1970. */
function limitMs(headers: Headers, now: number): number | undefined {
  const reset = Number(headers.get("x-ratelimit-reset") ?? Number.NaN) * 1_000;
  return askedWaitMs(plain(headers), now) ?? (Number.isFinite(reset) ? Math.max(0, reset - now) : undefined);
}

/** The next page's path, only where it lies at the same address: the token goes nowhere else. */
function nextOf(link: string | null, url: string): string | null {
  const next = /<([^>]+)>;\s*rel="next"/.exec(link ?? "")?.[1];
  return next?.startsWith(`${url}/`) ? next.slice(url.length) : null;
}
