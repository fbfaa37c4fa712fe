import type { FastifyInstance } from "fastify";
import type { Metrics } from "../telemetry/metrics.ts";
import { sendProblem, unavailable } from "./webhook-problem.ts";

export interface HealthOptions {
  /** Null while deliveries are taken, else a sentence that says why not. */
  readonly trouble: () => string | null;
  /** Left out: `/metrics` is not served. */
  readonly metrics?: Metrics;
}

/** `/healthz`: the process answers. `/readyz`: it takes deliveries, or says why not. `/metrics`: for Prometheus. */
export function reportHealth(app: FastifyInstance, { trouble, metrics }: HealthOptions): void {
  app.get("/healthz", () => ({ status: "ok" }));
  app.get("/readyz", (_request, reply) => {
    const reason = trouble();
    return reason === null ? { status: "ready" } : sendProblem(reply, unavailable("not_ready", reason, 5));
  });
  if (!metrics) return;
  app.get("/metrics", (_request, reply) =>
    reply.header("content-type", "text/plain; version=0.0.4; charset=utf-8").send(metrics.render()),
  );
}
