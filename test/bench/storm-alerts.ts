import { createHash } from "node:crypto";
import { BENCH_SECRET, type Signed } from "./signed.ts";

/** How a storm is told. */
export interface StormShape {
  readonly alerts: number;
  /** Alerts that one delivery carries. */
  readonly together: number;
  /** When the first alert fires, s since 1970. */
  readonly startS: number;
  /** Alerts fire within so many seconds. */
  readonly seconds: number;
}

const SERVICES = ["ledger", "till", "quay-api", "stockroom", "courier", "search", "mailer", "labels"];
const RULES = ["QueueGrows", "ErrorsHigh", "PodRestarts", "DiskFills", "LatencyHigh", "ReplicaLags"];

/** The key of the event of a storm's last alert. */
export function lastKeyOf(shape: StormShape): string {
  const { fingerprint, startsAt } = alertOf(shape, shape.alerts - 1);
  return `alertmanager/alertmanager:v1:${fingerprint}:${Date.parse(startsAt) * 1_000}:firing`;
}

/** The deliveries of a storm as Alertmanager's webhook tells them, in the order of their alerts; no two alerts are alike. */
export function stormDeliveries(shape: StormShape): Signed[] {
  const { alerts, together } = shape;
  return Array.from({ length: Math.ceil(alerts / together) }, (_, n) => {
    const first = n * together;
    const size = Math.min(together, alerts - first);
    const members = Array.from({ length: size }, (_alert, index) => alertOf(shape, first + index));
    return {
      path: "/webhooks/alertmanager",
      headers: { "content-type": "application/json", authorization: `Bearer ${BENCH_SECRET}` },
      body: group(members, n),
    };
  });
}

function alertOf({ alerts, startS, seconds }: StormShape, n: number) {
  const atS = startS + Math.floor((n / alerts) * seconds);
  const service = SERVICES[n % SERVICES.length];
  const rule = RULES[Math.floor(n / 7) % RULES.length];
  return {
    status: "firing",
    labels: {
      ...{ alertname: rule, severity: n % 5 === 0 ? "critical" : "warning", service, cluster: "north-1" },
      ...{ namespace: "shop", instance: `10.${n >> 16}.${(n >> 8) & 255}.${n & 255}:9100`, pod: `${service}-${n}` },
    },
    annotations: {
      summary: `${rule} on ${service}, pod ${n}`,
      description: "The value has been above its bound for ten minutes. Look at the last deploy first.",
      runbook_url: `https://runbooks.harbour.example/${service}/${rule}`,
    },
    startsAt: new Date(atS * 1_000).toISOString(),
    endsAt: "0001-01-01T00:00:00Z",
    generatorURL: `https://prometheus.harbour.example/graph?g0.expr=up%7Bpod%3D%22${n}%22%7D&g0.tab=1`,
    fingerprint: createHash("sha256").update(`alert ${n}`).digest("hex").slice(0, 16),
  };
}

function group(alerts: readonly unknown[], n: number): Buffer {
  return Buffer.from(
    JSON.stringify({
      ...{ receiver: "annalist", status: "firing", alerts, groupLabels: { batch: String(n) } },
      ...{ commonLabels: {}, commonAnnotations: {}, externalURL: "https://alertmanager.harbour.example" },
      ...{ version: "4", groupKey: `{}:{batch="${n}"}`, truncatedAlerts: 0 },
    }),
  );
}
