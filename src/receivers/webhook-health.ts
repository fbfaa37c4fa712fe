import type { FastifyInstance } from "fastify";
import { notFound, sendProblem, unavailable } from "../http/problem.ts";
import type { Metrics } from "../telemetry/metrics.ts";

export interface HealthOptions {
  /** Null while deliveries are taken, else a sentence that says why not. */
  readonly trouble: () => string | null;
  /** Null while what is taken is stored, too. */
  readonly outage?: () => string | null;
  /** Left out: `/metrics` is not served, and says how it would be. */
  readonly metrics?: Metrics;
}

const WAITING = "The store takes nothing now: deliveries are kept, and wait in the inbox.";

/** `/healthz`: the process answers. `/readyz`: it takes deliveries, or says why not. `/metrics`: for Prometheus. */
export function reportHealth(app: FastifyInstance, { trouble, outage, metrics }: HealthOptions): void {
  app.get("/healthz", () => ({ status: "ok" }));
  app.get("/readyz", (_request, reply) => {
    const reason = trouble();
    if (reason !== null) return sendProblem(reply, unavailable("not_ready", reason, 5));
    // Why is in the log: whoever may send need not know where the store is.
    return { status: "ready", ...((outage?.() ?? null) === null ? {} : { store: WAITING }) };
  });
  app.get("/metrics", async (_request, reply) =>
    metrics
      ? reply.header("content-type", metrics.contentType).send(await metrics.render())
      : sendProblem(reply, notFound("metrics_off", "Metrics are not served: set server.webhooks.metrics to true.")),
  );
}
