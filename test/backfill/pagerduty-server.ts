import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { RestIncident } from "./pagerduty-story.ts";

export const TOKEN = "u+oldTimberKiln9";

/** What the server does to a request instead of answering it. */
export type Trouble =
  | { readonly status: number; readonly headers?: Record<string, string>; readonly body?: string }
  | "hang-up"
  | "silence";

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage["headers"];
  readonly body: unknown;
}

export interface FakePagerDuty {
  readonly url: string;
  readonly asked: readonly Asked[];
  /** Told to requests in turn before anything is answered; null lets one through. */
  readonly troubles: (Trouble | null)[];
  /** Notes that were written. */
  readonly incidents: Map<string, RestIncident>;
  close(): Promise<void>;
}

export interface FakeOptions {
  readonly incidents?: readonly RestIncident[];
  /** Lists by `offset`, as most of the API does, or by `cursor`. */
  readonly paging?: "offset" | "cursor";
  /** The most that the server gives in a page, whatever is asked. */
  readonly page?: number;
  /** Troubles that depend on the request. */
  readonly trouble?: (asked: Asked) => Trouble | null;
}

/**
 * Speaks PagerDuty's REST API as its public schema describes it, as far as a backfill asks: `Authorization: Token token=…`, lists in
 * `{ <name>, offset, limit, more, total }` or `{ <name>, limit, next_cursor }`, no offset beyond 10,000, no period beyond six months,
 * errors in `{ error: { message, code, errors } }`.
 */
export async function startPagerDuty(options: FakeOptions = {}): Promise<FakePagerDuty> {
  const incidents = new Map((options.incidents ?? []).map((one) => [one.incident.id, one]));
  const asked: Asked[] = [];
  const troubles: (Trouble | null)[] = [];
  const server = createServer((request, response) => {
    void readAll(request).then((text) => {
      const { pathname, searchParams } = new URL(request.url ?? "/", "http://pagerduty");
      const body: unknown = text === "" ? null : JSON.parse(text);
      const one = { method: request.method ?? "", path: pathname, query: searchParams, headers: request.headers, body };
      asked.push(one);
      const trouble = troubles.shift() ?? options.trouble?.(one) ?? null;
      if (trouble) makeTrouble(trouble, request, response);
      else answer(one, incidents, options, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    ...{ url: `http://127.0.0.1:${port}`, asked, troubles, incidents },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function makeTrouble(trouble: Trouble, request: IncomingMessage, response: ServerResponse): void {
  if (trouble === "silence") return;
  if (trouble === "hang-up") {
    request.socket.destroy();
    return;
  }
  const { status, headers = {}, body = '{"error":{"message":"No","code":1}}' } = trouble;
  response.writeHead(status, { "content-type": "application/json", ...headers }).end(body);
}

const fail = (response: ServerResponse, status: number, message: string, errors: string[] = []) =>
  response
    .writeHead(status, { "content-type": "application/json" })
    .end(JSON.stringify({ error: { message, code: 2001, errors } }));

const give = (response: ServerResponse, value: unknown, status = 200) =>
  response
    .writeHead(status, { "content-type": "application/json", "ratelimit-remaining": "900" })
    .end(JSON.stringify(value));

type Incidents = FakePagerDuty["incidents"];

function answer(asked: Asked, incidents: Incidents, options: FakeOptions, response: ServerResponse): ServerResponse {
  const { method, path, headers } = asked;
  if (headers.authorization !== `Token token=${TOKEN}`) return fail(response, 401, "Unauthorized");
  if (path === "/incidents") return giveIncidents(asked, incidents, options, response);
  const [, id = "", list = ""] = /^\/incidents\/([^/]+)\/([a-z_]+)$/.exec(path) ?? [];
  const one = incidents.get(id);
  if (!one) return fail(response, 404, "Not Found");
  if (method === "POST" && list === "notes") return takeNote(asked, one, incidents, response);
  switch (list) {
    case "notes":
      return give(response, { notes: one.notes });
    case "related_change_events":
      return give(response, {
        change_events: one.related_change_events,
        limit: null,
        offset: null,
        total: null,
        more: false,
      });
    case "alerts":
    case "log_entries":
      return givePage(
        asked,
        list,
        newestFirst(one[list] as readonly Thing[]).filter(isBefore(asked.query.get("until"))),
        options,
        response,
      );
    default:
      return fail(response, 404, "Not Found");
  }
}

type Thing = Readonly<Record<string, unknown>>;

/** When things were made, in ms, by themselves: long lists are asked for by hundreds of pages. */
const made = new WeakMap<Thing, number>();

function madeAt(thing: Thing): number {
  const known = made.get(thing);
  if (known !== undefined) return known;
  const at = Date.parse(String(thing["created_at"]));
  made.set(thing, at);
  return at;
}

function isBefore(until: string | null): (thing: Thing) => boolean {
  const end = until === null ? Number.POSITIVE_INFINITY : Date.parse(until);
  return (thing) => until === null || madeAt(thing) < end;
}

const newestFirst = (things: readonly Thing[]) => [...things].reverse();

function giveIncidents(
  asked: Asked,
  incidents: Incidents,
  options: FakeOptions,
  response: ServerResponse,
): ServerResponse {
  const { query } = asked;
  const statuses = query.getAll("statuses[]");
  const all = [...incidents.values()].map(({ incident }) => incident);
  const wanted = all.filter(({ status }) => statuses.length === 0 || statuses.includes(String(status)));
  const sorted = wanted.sort((a, b) => madeAt(a) - madeAt(b));
  if (query.get("sort_by") === "created_at:desc") sorted.reverse();
  if (query.get("date_range") === "all") return givePage(asked, "incidents", sorted, options, response);
  const [since, until] = ["since", "until"].map((name) => Date.parse(query.get(name) ?? ""));
  if (since === undefined || until === undefined || Number.isNaN(since + until)) {
    return fail(response, 400, "Invalid Input Provided", ["Since and until must be times."]);
  }
  if (until - since > 182 * 86_400_000) return fail(response, 400, "Invalid Input Provided", ["Period is too long."]);
  const inPeriod = sorted.filter((incident) => madeAt(incident) >= since && madeAt(incident) < until);
  return givePage(asked, "incidents", inPeriod, options, response);
}

function givePage(
  asked: Asked,
  name: string,
  things: readonly object[],
  options: FakeOptions,
  response: ServerResponse,
): ServerResponse {
  const limit = Math.min(Number(asked.query.get("limit") ?? 25), options.page ?? 100);
  if (options.paging === "cursor") {
    const from = Number(Buffer.from(asked.query.get("cursor") ?? "", "base64url").toString() || 0);
    const next = from + limit < things.length ? Buffer.from(String(from + limit)).toString("base64url") : null;
    return give(response, { [name]: things.slice(from, from + limit), limit, next_cursor: next });
  }
  const offset = Number(asked.query.get("offset") ?? 0);
  if (offset + limit > 10_000) return fail(response, 400, "Invalid Input Provided", ["Offset is too large."]);
  const more = offset + limit < things.length;
  return give(response, { [name]: things.slice(offset, offset + limit), limit, offset, total: null, more });
}

function takeNote(
  { body, headers }: Asked,
  one: RestIncident,
  incidents: Incidents,
  response: ServerResponse,
): ServerResponse {
  const from = headers["from"];
  if (typeof from !== "string" || !from.includes("@")) return fail(response, 400, "Requester User Not Found");
  const content = (body as { note?: { content?: unknown } } | null)?.note?.content;
  if (typeof content !== "string") return fail(response, 400, "Invalid Input Provided", ["Note content is missing."]);
  const note = { id: `PN${one.notes.length}`, content, user: { summary: from }, created_at: "2026-06-10T08:00:00Z" };
  incidents.set(one.incident.id, { ...one, notes: [...one.notes, note] });
  return give(response, { note }, 201);
}

async function readAll(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}
