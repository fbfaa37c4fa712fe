import { distinct, firstSaid, said } from "./text.ts";

/** Labels by which teams commonly say what an alert is about, best first. */
const SERVICE_LABELS = [
  ...["service", "service_name", "app", "application", "app_kubernetes_io_name", "app.kubernetes.io/name"],
  "component",
];
const ENVIRONMENT_LABELS = ["environment", "env", "deployment_environment", "deployment.environment.name", "stage"];

/** Labels whose values never name a service. */
const OTHER_LABELS: ReadonlySet<string> = new Set([
  ...["alertname", "severity", "priority", "level", "alertstate", "team", "owner", "pager", "channel", "receiver"],
  ...["region", "zone", "availability_zone", "datacenter", "dc", "site", "prometheus", "monitor", "replica"],
  ...["device", "mountpoint", "fstype", "quantile", "le", "code", "status", "method", "reason", "phase"],
  ...["datasource_uid", "ref_id", "rule_uid"],
  ...ENVIRONMENT_LABELS,
]);

/** A job that scrapes an exporter names the exporter, not what the alert is about. */
const EXPORTER_JOB =
  /exporter|^(?:node|blackbox|cadvisor|kubelet|federate|prometheus|pushgateway|snmp|integrations)\b|kubernetes-|kube-?state-?metrics/i;

const ADDRESS = /^(?:[a-z][a-z0-9+.-]*:\/\/)?(?:\[([0-9a-f:]+)\]|([^\s/:?#[\]]+))(?::\d+)?(?:[/?#].*)?$/i;

export type Labels = Readonly<Record<string, string>>;

/** What an alert's labels say about where it belongs, by common convention. */
export interface LabelNames {
  readonly service: string | undefined;
  /** Other label values that may name a service; of addresses the host. */
  readonly names: readonly string[];
  readonly environment: string | undefined;
}

/** Reads service, environment and further names from an alert's labels. The catalogue decides later what they mean. */
export function readLabels(labels: Labels): LabelNames {
  const service = firstSaid(...SERVICE_LABELS.map((name) => labels[name]), jobService(labels["job"]));
  const environment = firstSaid(...ENVIRONMENT_LABELS.map((name) => labels[name]));
  const values = Object.keys(labels)
    .sort()
    .filter((name) => !name.startsWith("__") && !OTHER_LABELS.has(name))
    .map((name) => nameIn(labels[name]));
  return { service, names: distinct(values).filter((name) => name !== service), environment };
}

/** `monitoring/checkout-api` is a job that the Prometheus operator named after namespace and monitor. */
function jobService(job: string | undefined): string | undefined {
  const last = said(job)?.split("/").at(-1);
  return last === undefined || EXPORTER_JOB.test(last) ? undefined : last;
}

/** A value that can be a name: it has a letter and no blank before it is an address, whose host counts. */
function nameIn(value: string | undefined): string | undefined {
  const spoken = said(value);
  if (spoken === undefined || spoken.length > LONGEST_NAME || NO_NAME.test(spoken)) return undefined;
  const address = ADDRESS.exec(spoken);
  return address?.[1] ?? address?.[2] ?? spoken;
}

const LONGEST_NAME = 120;
/** Numbers, and the two words that say yes or no. */
const NO_NAME = /^(?:\P{L}*|true|false)$/iu;
