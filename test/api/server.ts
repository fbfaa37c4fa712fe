import type { FastifyInstance } from "fastify";
import type { PagesAppDependencies } from "../../src/api/dependencies.ts";
import { buildPagesApp } from "../../src/api/pages-app.ts";
import type { Draft } from "../../src/domain/draft/schema.ts";
import type { StoredDelivery } from "../../src/ingest/delivery.ts";
import type { Store } from "../../src/store/store.ts";
import type { Views } from "../../src/views/views.ts";
import { minutes } from "../domain/events.ts";
import { shop } from "../views/world.ts";

export interface Answer<T> {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: T;
  readonly text: string;
}

type Headers = Readonly<Record<string, string>>;

/** The pages' app over the shop's evening, spoken to by HTTP without a socket. */
export interface Server {
  readonly app: FastifyInstance;
  readonly store: Store;
  readonly views: Views;
  get<T = Record<string, unknown>>(url: string, headers?: Headers): Promise<Answer<T>>;
  post<T = Record<string, unknown>>(url: string, body?: unknown, headers?: Headers): Promise<Answer<T>>;
}

export const RAW: StoredDelivery = {
  id: "d-1",
  source: "am",
  headers: { "content-type": "application/json" },
  body: Buffer.from('{"alerts":"é"}'),
  receivedAt: minutes(1),
};

export async function serve(options: Partial<PagesAppDependencies> = {}): Promise<Server> {
  const { store, views } = await shop();
  const app = await buildPagesApp({
    ...{ views, readDelivery: async (id: string) => (id === RAW.id ? RAW : null) },
    replayDelivery: async () => null,
    ...options,
  });
  const send = async <T>(method: "GET" | "POST", url: string, headers: Headers, body?: unknown): Promise<Answer<T>> => {
    const payload = body === undefined ? {} : { payload: JSON.stringify(body) };
    const type = body === undefined ? {} : { "content-type": "application/json" };
    const response = await app.inject({ method, url, headers: { host: "localhost", ...type, ...headers }, ...payload });
    const isJson = String(response.headers["content-type"]).includes("json");
    const parsed = (isJson && response.body !== "" ? JSON.parse(response.body) : null) as T;
    return { status: response.statusCode, headers: response.headers, body: parsed, text: response.body };
  };
  return {
    ...{ app, store, views },
    get: (url, headers = {}) => send("GET", url, headers),
    post: (url, body, headers = {}) => send("POST", url, headers, body),
  };
}

/** The address of the shop's first incident. */
export async function shopIncident({ get }: Server): Promise<string> {
  const { body } = await get<{ items: { id: string }[] }>("/api/v1/incidents?service=basket");
  return `/api/v1/incidents/${body.items[0]?.id}`;
}

export async function readDraft({ get }: Server, incident: string): Promise<Draft> {
  return (await get<Draft>(`${incident}/draft`)).body;
}
