/** An answer of the API. */
export interface ApiAnswer {
  readonly status: number;
  readonly body: string;
  readonly type: string;
  /** Its Content-Security-Policy. */
  readonly policy?: string;
}

/** How the pages reach the API: HTTP, whether over a socket or handed to the server directly. It follows redirects. */
export type Api = (method: "GET" | "POST", path: string, body?: unknown) => Promise<ApiAnswer>;

/** An answer that the page cannot go on with: shown to the reader with its status. */
export class ApiProblem extends Error {
  readonly status: number;
  /** The problem document. */
  readonly body: unknown;

  constructor(status: number, body: unknown) {
    super(problemText(status, body));
    this.status = status;
    this.body = body;
  }

  /** The stable code of the problem; empty where there is none. */
  get code(): string {
    return textOf(this.body, "code") ?? "";
  }
}

function problemText(status: number, body: unknown): string {
  return textOf(body, "detail") ?? `The API answered ${status}.`;
}

function textOf(body: unknown, member: string): string | undefined {
  if (typeof body !== "object" || body === null || !(member in body)) return undefined;
  const value: unknown = Reflect.get(body, member);
  return typeof value === "string" ? value : undefined;
}

/**
 * Reads JSON from the API. The type is the API's own, from its schema.
 *
 * @throws ApiProblem for any status but 2xx
 */
export async function readJson<T>(api: Api, path: string): Promise<T> {
  return parse<T>(await api("GET", path));
}

/** Reads all pages of a list of the API. @throws ApiProblem for any status but 2xx */
export async function readList<T>(api: Api, path: string): Promise<T[]> {
  const items: T[] = [];
  let cursor = "";
  do {
    const page = await readJson<{ items: readonly T[]; next: string | null }>(api, `${path}?limit=200${cursor}`);
    items.push(...page.items);
    cursor = page.next === null ? "" : `&cursor=${encodeURIComponent(page.next)}`;
  } while (cursor !== "");
  return items;
}

/** Sends JSON to the API. @throws ApiProblem for any status but 2xx */
export async function sendJson<T>(api: Api, path: string, body: unknown): Promise<T> {
  return parse<T>(await api("POST", path, body));
}

function parse<T>(answer: ApiAnswer): T {
  const json: unknown = answer.type.includes("json") ? JSON.parse(answer.body) : null;
  if (answer.status < 200 || answer.status > 299) throw new ApiProblem(answer.status, json);
  return json as T;
}
