import formbody from "@fastify/formbody";
import type {} from "@fastify/swagger";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Api } from "./api.ts";
import { loadAssets } from "./assets.ts";
import type { Fields } from "./forms.ts";
import { type Answer, answerFailure, PAGES, type PageRequest } from "./site.ts";

/**
 * Mounts the pages. They reach the API through the same app by HTTP semantics (`inject`), so that every rule of the API holds for them too.
 */
export async function pagesPlugin(app: FastifyInstance): Promise<void> {
  await app.register(formbody);
  for (const [name, asset] of await loadAssets()) {
    app.get(`/assets/${name}`, (_request, reply) =>
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
}

function readRequest(request: FastifyRequest): PageRequest {
  return {
    params: request.params as Record<string, string>,
    query: request.query as Fields,
    form: (request.body ?? {}) as Fields,
  };
}

/** Carries the reader's own headers, so that the API sees who asks. */
function apiOf(app: FastifyInstance, request: FastifyRequest): Api {
  const { host } = request.headers;
  return async (method, path, body) => {
    const headers = {
      ...(host ? { host } : {}),
      ...(body === undefined ? {} : { "content-type": "application/json" }),
    };
    const response = await app.inject({
      method,
      url: path,
      headers,
      ...(body === undefined ? {} : { payload: JSON.stringify(body) }),
    });
    return { status: response.statusCode, body: response.body, type: String(response.headers["content-type"] ?? "") };
  };
}

function send(reply: FastifyReply, answer: Answer): FastifyReply {
  if (answer.redirect !== undefined) return reply.redirect(answer.redirect, 303);
  return reply.status(answer.status).type(answer.type).send(answer.body);
}
