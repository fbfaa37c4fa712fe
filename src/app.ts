import fastify, { type FastifyInstance } from "fastify";
import { notFound, sendProblem } from "./http/problem.ts";
import { receiveWebhooks, refusalTeller, type WebhookOptions } from "./receivers/webhook.ts";
import { answerErrors, maskUrl } from "./receivers/webhook-errors.ts";
import { type HealthOptions, reportHealth } from "./receivers/webhook-health.ts";
import { boundMemory, type MemoryBound } from "./receivers/webhook-memory.ts";

export type WebhooksDependencies = WebhookOptions &
  HealthOptions &
  MemoryBound & {
    /** A request that has not come in whole by then is cut; 12 s if left out. */
    readonly requestTimeoutMs?: number;
  };

const SECOND_MS = 1_000;

/**
 * The app of the webhooks' listener: `/webhooks/<source>`, `/healthz`, `/readyz`, `/metrics`. Not listening yet. A connection that sends
 * slowly is cut after 10 to 13 seconds: nobody may hold one open for ever.
 */
export function buildWebhooksApp(dependencies: WebhooksDependencies): FastifyInstance {
  const { requestTimeoutMs: requestTimeout = 12 * SECOND_MS } = dependencies;
  const headersTimeout = Math.min(10 * SECOND_MS, requestTimeout);
  const app = fastify({
    logger: false,
    requestTimeout,
    keepAliveTimeout: 72 * SECOND_MS,
    connectionTimeout: 0,
    http: { headersTimeout, connectionsCheckingInterval: Math.min(SECOND_MS, requestTimeout) },
    // While closing, what still comes on open connections is answered as always: what is acknowledged is durable.
    return503OnClosing: false,
    frameworkErrors: answerErrors(dependencies.log),
    routerOptions: { maxParamLength: 200 },
  });
  app.server.maxConnections = 10_000;
  app.setErrorHandler(answerErrors(dependencies.log, refusalTeller(dependencies)));
  app.setNotFoundHandler((request, reply) => {
    dependencies.log.info({ method: request.method, url: maskUrl(request.url) }, "No such address.");
    return sendProblem(reply, notFound("no_such_address", "Deliveries are taken at POST /webhooks/<source>."));
  });
  void app.register((scope, _options, done) => {
    boundMemory(scope, dependencies);
    receiveWebhooks(scope, dependencies);
    done();
  });
  const trouble = () => (leaving.has(app) ? "The server is shutting down." : dependencies.trouble());
  reportHealth(app, { ...dependencies, trouble });
  return app;
}

/** Apps that are asked to close and still answer. */
const leaving = new WeakSet<FastifyInstance>();

/** Connections get so long to be told, by the answer to their next request, to go elsewhere. */
const FAREWELL_MS = SECOND_MS;

/**
 * Closes without failing a request. First every answer ends its connection and `/readyz` says 503, for at most a second: a connection that is
 * closed while idle could just have been used. Then it stops listening and waits for the requests under way; what is still open after
 * `graceMs` is cut.
 */
export async function closeGracefully(app: FastifyInstance, graceMs: number): Promise<void> {
  leaving.add(app);
  const cut = setTimeout(() => app.server.closeAllConnections(), graceMs);
  app.server.prependListener("request", (_request, response) => response.setHeader("connection", "close"));
  const deadline = performance.now() + Math.min(FAREWELL_MS, graceMs / 2);
  while (performance.now() < deadline && (await countConnections(app)) > 0) {
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  await app.close();
  clearTimeout(cut);
}

function countConnections({ server }: FastifyInstance): Promise<number> {
  return new Promise((resolve) => server.getConnections((error, count) => resolve(error ? 0 : count)));
}
