import formbody from "@fastify/formbody";
import type {} from "@fastify/swagger";
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { type Answer, html } from "./answer.ts";
import type { Api } from "./api.ts";
import { loadAssets } from "./assets.ts";
import type { Fields } from "./form-fields.ts";
import { problemPage } from "./pages/problem.ts";
import { answerFailure, PAGES, type PageRequest } from "./site.ts";

/**
 * Mounts the pages. They reach the API through the same app by HTTP semantics (`inject`), so that every rule of the API holds for them too.
 */
export async function pagesPlugin(app: FastifyInstance): Promise<void> {
  await app.register(formbody);
  app.setErrorHandler<FastifyError>((error, request, reply) => send(reply, answerError(error, request)));
  for (const [name, asset] of await loadAssets()) {
    // Browsers look there by themselves for the icon of a publication, which names none.
    const addresses = name === "icon.svg" ? [`/assets/${name}`, "/favicon.ico"] : [`/assets/${name}`];
    for (const address of addresses)
      app.get(address, { schema: { hide: true } }, (_request, reply) =>
        reply.type(asset.type).header("cache-control", "no-cache").send(asset.text),
      );
  }
  for (const page of PAGES) {
    app.route({
      method: page.method,
      url: page.url,
      schema: { hide: true },
      handler: async (request, reply) =>
        send(reply, await page.answer(readRequest(request), apiOf(app, request)).catch(answerFailure)),
    });
  }
  app.get("/*", { schema: { hide: true } }, (request, reply) =>
    /^\/(api|assets)\//.test(request.url)
      ? reply.callNotFound()
      : send(reply, html(problemPage("Not here", "There is no page at this address."), 404)),
  );
}

function readRequest(request: FastifyRequest): PageRequest {
  return { params: fieldsOf(request.params), query: fieldsOf(request.query), form: fieldsOf(request.body) };
}

/** Of a field that came more than once, the last counts. */
function fieldsOf(given: unknown): Fields {
  if (typeof given !== "object" || given === null) return {};
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => [name, String(Array.isArray(value) ? value.at(-1) : value)]),
  );
}

const MOST_HOPS = 3;

/** Carries what the API must know of the reader. */
function apiOf(app: FastifyInstance, request: FastifyRequest): Api {
  const { host } = request.headers;
  const user = request.headers["x-annalist-user"];
  const base = { ...(host ? { host } : {}), ...(user === undefined ? {} : { "x-annalist-user": user }) };
  return async (method, path, body) => {
    const sent =
      body === undefined
        ? { headers: base }
        : { headers: { ...base, "content-type": "application/json" }, payload: JSON.stringify(body) };
    let url = path;
    for (let hop = 0; ; hop += 1) {
      const response = await app.inject({ method, url, ...sent });
      const { location } = response.headers;
      if (response.statusCode !== 308 || location === undefined || hop === MOST_HOPS)
        return {
          status: response.statusCode,
          body: response.body,
          type: String(response.headers["content-type"] ?? ""),
          ...policyOf(response.headers),
        };
      url = String(location);
    }
  };
}

function policyOf(headers: Readonly<Record<string, unknown>>): { readonly policy?: string } {
  const policy = headers["content-security-policy"];
  return typeof policy === "string" ? { policy } : {};
}

/** A request that no page could answer: refused before it came to one, or our own fault. */
function answerError(error: FastifyError, request: FastifyRequest): Answer {
  const told = "status" in error && typeof error.status === "number" ? error.status : error.statusCode;
  const status = told ?? 500;
  if (status < 500) return html(problemPage("That did not work", error.message), status);
  request.log.error({ err: error, path: request.url.split("?")[0] }, "a page failed");
  const words = "Something went wrong on our side; the log says what. Load the page again to see whether it was done.";
  return html(problemPage("Our fault", words), status);
}

function send(reply: FastifyReply, answer: Answer): FastifyReply {
  if (answer.redirect !== undefined) return reply.redirect(answer.redirect, answer.status);
  if (answer.policy !== undefined) reply.header("content-security-policy", answer.policy);
  return reply.status(answer.status).type(answer.type).send(answer.body);
}
