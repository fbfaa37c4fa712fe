import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { Agent as HttpAgent, type IncomingHttpHeaders } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import { api } from "@pagerduty/pdjs";
import { type Attempt, askedWaitMs, type Patience, persist, type Timing } from "./back-off.ts";
import { VendorRefused, VendorUnavailable } from "./history.ts";

export interface PagerDutyOptions {
  /** Address of the REST API without a trailing slash; the EU's is https://api.eu.pagerduty.com. */
  readonly url: string;
  readonly token: string;
  readonly timing: Timing;
  /** Ends what is under way, and every wait. */
  readonly signal: AbortSignal;
  readonly onWait?: Patience["onWait"];
  /** An answer that is not there by then counts as none. */
  readonly timeoutMs?: number;
}

export type Query = Readonly<Record<string, string | readonly string[]>>;

/** PagerDuty's REST API. Questions are asked one after the other. */
export interface PagerDutyClient {
  /** @throws VendorRefused, VendorUnavailable */
  get(path: string, query?: Query): Promise<unknown>;
  /**
   * `from`: address of the person in whose name it is written.
   *
   * @throws VendorRefused, VendorUnavailable
   */
  post(path: string, from: string, data: object): Promise<unknown>;
  close(): void;
}

export const PAGERDUTY_URL = "https://api.pagerduty.com";
const TIMEOUT_MS = 30_000;
const LARGEST_ANSWER = 64 * 1024 * 1024;
const RESPONSES = "http.client.response.finish";

/**
 * A client on pdjs, with a patience of our own: pdjs repeats a refused request three times, 20 s apart, whatever the answer asks for,
 * and repeats nothing else. It keeps the headers of such an answer to itself, so that they are read where Node tells of responses; then the
 * request is aborted, which ends pdjs' repeating.
 */
export function createPagerDutyClient(options: PagerDutyOptions): PagerDutyClient {
  const { url, token, timing, signal, onWait } = options;
  const agent = url.startsWith("https:") ? new HttpsAgent({ keepAlive: true }) : new HttpAgent({ keepAlive: true });
  let limit: Limit | null = null;
  const onResponse = (message: unknown) => {
    const { request, response } = message as ResponseMessage;
    if (request.agent !== agent || response.statusCode !== 429 || !limit) return;
    limit.headers = response.headers;
    limit.reached.abort();
  };
  subscribe(RESPONSES, onResponse);

  const attempt = async (method: string, path: string, more: object): Promise<Attempt<unknown>> => {
    const ofThis: Limit = { reached: new AbortController(), headers: null };
    limit = ofThis;
    const timeout = AbortSignal.timeout(options.timeoutMs ?? TIMEOUT_MS);
    const request = {
      ...{ url: `${url}${path}`, token, method, agent, size: LARGEST_ANSWER, redirect: "error" as const },
      // pdjs' own timer ends no request, and its pause is over before it begins.
      ...{ requestTimeout: 0, retryTimeout: 0, signal: AbortSignal.any([signal, ofThis.reached.signal, timeout]) },
      ...more,
    };
    const answer = await api(request).catch((error: unknown) => error);
    signal.throwIfAborted();
    if (ofThis.headers) return again("it asks us to slow down (429)", askedWaitMs(ofThis.headers, timing.now()));
    // Also what was no JSON: pdjs rejects with the response itself.
    if (isAnswer(answer)) return judge(answer, path, timing.now());
    return again(timeout.aborted ? "it does not answer in time" : `it cannot be reached (${codeOf(answer)})`);
  };

  const ask = async (method: string, path: string, more: object): Promise<unknown> => {
    const patience: Patience = { timing, signal, ...(onWait && { onWait }) };
    const outcome = await persist(() => attempt(method, path, more), patience);
    if (outcome.ok) return outcome.value;
    throw new VendorUnavailable(`PagerDuty at ${url} gives no answer to ${method} ${path}: ${outcome.why}.`);
  };
  return {
    get: (path, query = {}) => ask("GET", path, { queryParameters: query }),
    post: (path, from, data) => ask("POST", path, { headers: { From: from }, data }),
    close() {
      unsubscribe(RESPONSES, onResponse);
      agent.destroy();
    },
  };
}

/** What the request under way was told when it was too much. */
interface Limit {
  readonly reached: AbortController;
  headers: IncomingHttpHeaders | null;
}

interface ResponseMessage {
  readonly request: { readonly agent?: unknown };
  readonly response: { readonly statusCode?: number; readonly headers: IncomingHttpHeaders };
}

/** An answer as pdjs gives it; `data` only where it was JSON. */
interface Answer {
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  readonly data?: unknown;
}

const isAnswer = (value: unknown): value is Answer =>
  typeof value === "object" && value !== null && "status" in value && typeof value.status === "number";

const again = (why: string, afterMs?: number): Attempt<unknown> => ({
  is: "again",
  why,
  ...(afterMs === undefined ? {} : { afterMs }),
});

/** @throws VendorRefused */
function judge({ status, headers, data }: Answer, path: string, now: number): Attempt<unknown> {
  if (status >= 500) {
    return again(
      `it has trouble of its own (${status})`,
      askedWaitMs({ "retry-after": headers.get("retry-after") ?? "" }, now),
    );
  }
  if (status >= 400) throw new VendorRefused(status, refusal(status, path, data));
  if (status === 204) return { is: "done", value: null };
  return typeof data === "object" && data !== null
    ? { is: "done", value: data }
    : again("what it answers is no JSON, or is cut off");
}

function refusal(status: number, path: string, data: unknown): string {
  if (status === 401)
    return "PagerDuty does not know this token (401): check api.token of the source, and its region (api.url).";
  if (status === 403)
    return `PagerDuty does not let this token ask for ${path} (403): give it read access to incidents.`;
  const { error } = (data ?? {}) as { readonly error?: { message?: unknown; errors?: unknown } };
  const said = [error?.message, ...(Array.isArray(error?.errors) ? error.errors : [])].filter(
    (one) => typeof one === "string",
  );
  return `PagerDuty refuses ${path} (${status})${said.length === 0 ? "" : `: ${said.join("; ").slice(0, 300)}`}.`;
}

function codeOf(error: unknown): string {
  if (error instanceof Error && "code" in error && typeof error.code === "string") return error.code;
  return error instanceof Error ? error.message.slice(0, 200) : "no reason given";
}
