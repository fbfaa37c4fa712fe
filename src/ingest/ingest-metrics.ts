import type { Metrics } from "../telemetry/metrics.ts";
import type { Receipt } from "./delivery.ts";
import type { BatchReport } from "./drain/draining.ts";

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5];

export interface Received {
  /** The source's configured name; empty where there is none. */
  readonly source: string;
  readonly receipt: Receipt;
}

/** What ingest counts. */
export interface IngestMetrics {
  /** Receptions that took so long together. */
  received(receptions: readonly Received[], seconds: number): void;
  drained(report: BatchReport): void;
  outage(): void;
}

/** Registers the metrics of ingest. */
export function registerIngestMetrics(metrics: Metrics, backlog: () => number): IngestMetrics {
  const events = metrics.counter("annalist_events_total", "Events by what the store said: new, a variant, known.", [
    "outcome",
  ]);
  const rejections = metrics.counter("annalist_rejections_total", "Authentic parts that could not be normalised.", [
    "source",
    "code",
  ]);
  const ignored = metrics.counter("annalist_ignored_total", "Authentic parts of no interest to a timeline.");
  const outages = metrics.counter("annalist_store_outages_total", "Attempts after which the store had taken nothing.");
  metrics.gauge("annalist_inbox_backlog", "Deliveries that are durable and not decoded yet.", backlog);
  return {
    received: registerReceptions(metrics, "annalist"),
    drained(report) {
      for (const [outcome, count] of Object.entries(report.outcomes)) if (count > 0) events.add({ outcome }, count);
      for (const { source, code } of report.rejections) rejections.add({ source, code });
      if (report.ignored > 0) ignored.add({}, report.ignored);
    },
    outage: () => outages.add(),
  };
}

/** The metrics of a front door, which decodes nothing: they stand beside those of its process's own ingest. */
export function registerFrontMetrics(metrics: Metrics, backlog: () => number): IngestMetrics {
  const outages = metrics.counter("annalist_front_outages_total", "Attempts after which Kafka had taken nothing.");
  metrics.gauge("annalist_front_backlog", "Deliveries that wait on this disk for Kafka to take them.", backlog);
  return {
    received: registerReceptions(metrics, "annalist_front"),
    drained: () => undefined,
    outage: () => outages.add(),
  };
}

function registerReceptions(metrics: Metrics, prefix: string): IngestMetrics["received"] {
  const labels = ["source", "outcome"];
  const deliveries = metrics.counter(`${prefix}_deliveries_total`, "Deliveries, and what became of them.", labels);
  const seconds = metrics.histogram(`${prefix}_receive_seconds`, "From the last byte to the durable answer.", SECONDS);
  return (receptions, took) => {
    const alike = Map.groupBy(receptions, ({ source, receipt }) => `${source} ${nameOutcome(receipt)}`);
    for (const group of alike.values()) {
      const [{ source, receipt }] = group as [Received];
      deliveries.add({ source, outcome: nameOutcome(receipt) }, group.length);
    }
    for (let n = 0; n < receptions.length; n += 1) seconds.observe(took);
  };
}

/** A stable word for what became of an arrival: for counting. */
function nameOutcome(receipt: Receipt): string {
  return "rejection" in receipt ? receipt.rejection.code : receipt.is;
}
