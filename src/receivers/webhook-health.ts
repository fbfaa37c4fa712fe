import type { FastifyInstance } from "fastify";
import { formatInstant } from "../domain/time.ts";
import { notFound, sendProblem, unavailable } from "../http/problem.ts";
import type { Outage } from "../ingest/ingest.ts";
import type { Metrics } from "../telemetry/metrics.ts";

export interface HealthOptions {
  /** Null while deliveries are taken, else a sentence that says why not. */
  readonly trouble: () => string | null;
  /** What takes nothing on from here; each null while it does. */
  readonly outages?: Readonly<Partial<Record<Part, () => Outage | null>>>;
  /** Left out: `/metrics` is not served, and says how it would be. */
  readonly metrics?: Metrics;
}

const NAMES = { store: "The store", kafka: "Kafka" };
type Part = keyof typeof NAMES;

/**
 * `/healthz`: the process answers. `/readyz`: it takes deliveries, or says why not; either way which part takes nothing on, and since when.
 * `/metrics`: for Prometheus.
 */
export function reportHealth(app: FastifyInstance, { trouble, outages = {}, metrics }: HealthOptions): void {
  app.get("/healthz", () => ({ status: "ok" }));
  app.get("/readyz", (_request, reply) => {
    const reason = trouble();
    if (reason === null) return { status: "ready", ...tell(outages, ": deliveries are kept, and wait on this disk.") };
    return sendProblem(reply, { ...unavailable("not_ready", reason, 5), more: tell(outages, ".") });
  });
  app.get("/metrics", async (_request, reply) =>
    metrics
      ? reply.header("content-type", metrics.contentType).send(await metrics.render())
      : sendProblem(reply, notFound("metrics_off", "Metrics are not served: set server.webhooks.metrics to true.")),
  );
}

/** A sentence for each part that takes nothing. Why is in the log: whoever may send need not know where the store is. */
function tell(outages: NonNullable<HealthOptions["outages"]>, end: string): Partial<Record<Part, string>> {
  const told: Partial<Record<Part, string>> = {};
  for (const part of ["store", "kafka"] as const) {
    const outage = outages[part]?.();
    if (outage) told[part] = `${NAMES[part]} has taken nothing since ${formatInstant(outage.since, "s")}${end}`;
  }
  return told;
}
