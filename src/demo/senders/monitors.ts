import { sha256 } from "../../domain/hash.ts";
import type { Instant } from "../../domain/time.ts";
import { iso, isoSeconds, numberOf, type Posting, posting } from "./posting.ts";

export interface AlertSketch {
  readonly name: string;
  readonly service: string;
  readonly severity: string;
  readonly summary: string;
  readonly starts: Instant;
  readonly ends?: Instant;
  readonly instance?: string;
}

function alert(sketch: AlertSketch): Record<string, unknown> {
  const { name, service, severity, instance } = sketch;
  return {
    status: sketch.ends ? "resolved" : "firing",
    labels: { alertname: name, service, severity, env: "production", ...(instance ? { instance } : {}) },
    annotations: { summary: sketch.summary, runbook_url: `https://runbooks.saltmarsh.example/${name}` },
    startsAt: iso(sketch.starts),
    endsAt: sketch.ends ? iso(sketch.ends) : "0001-01-01T00:00:00Z",
    generatorURL: `https://prometheus.saltmarsh.example/graph?g0.expr=${name}`,
    fingerprint: sha256(`${name} ${service} ${instance ?? ""}`).slice(0, 16),
  };
}

/** A group of alerts as Alertmanager posts it: all of them, each time one changes. */
export function alertmanager(...sketches: readonly AlertSketch[]): Posting {
  const firing = sketches.some(({ ends }) => ends === undefined);
  const [first] = sketches;
  return posting("alertmanager", {
    version: "4",
    groupKey: `{}:{alertname="${first?.name}"}`,
    truncatedAlerts: 0,
    status: firing ? "firing" : "resolved",
    receiver: "annalist",
    groupLabels: { alertname: first?.name },
    commonLabels: { alertname: first?.name, service: first?.service },
    commonAnnotations: {},
    externalURL: "https://alerts.saltmarsh.example",
    alerts: sketches.map(alert),
  });
}

/** An alert as Grafana's unified alerting posts it. */
export function grafana(sketch: AlertSketch): Posting {
  const state = sketch.ends ? "ok" : "alerting";
  return posting("grafana", {
    version: "1",
    orgId: 1,
    receiver: "annalist",
    status: sketch.ends ? "resolved" : "firing",
    state,
    title: `[${sketch.ends ? "RESOLVED" : "FIRING:1"}] ${sketch.name}`,
    message: "",
    groupKey: `{}:{alertname="${sketch.name}"}`,
    groupLabels: { alertname: sketch.name },
    commonLabels: { alertname: sketch.name },
    commonAnnotations: {},
    externalURL: "https://grafana.saltmarsh.example/",
    truncatedAlerts: 0,
    alerts: [
      {
        ...alert(sketch),
        values: { A: 4.2 },
        dashboardURL: "https://grafana.saltmarsh.example/d/payments",
        panelURL: "",
        silenceURL: "",
      },
    ],
  });
}

export interface PageSketch {
  readonly id: string;
  readonly title: string;
  readonly service: string;
  readonly urgency: "high" | "low";
  readonly created: Instant;
}

/** One PagerDuty v3 webhook. `by` is the person who acted; without one the machine did. */
export function pagerduty(page: PageSketch, type: string, at: Instant, by?: string): Posting {
  const user = by && { id: `P${sha256(by).slice(0, 6).toUpperCase()}`, type: "user_reference", summary: by };
  const status = type.replace("incident.", "");
  const id = sha256(`${page.id} ${type} ${at}`).slice(0, 26).toUpperCase();
  const data = {
    id: page.id,
    type: "incident",
    html_url: `https://saltmarsh.pagerduty.example/incidents/${page.id}`,
    number: numberOf(page.id) % 10_000,
    status,
    incident_key: sha256(page.title).slice(0, 32),
    created_at: isoSeconds(page.created),
    title: page.title,
    service: {
      id: `S${sha256(page.service).slice(0, 6).toUpperCase()}`,
      type: "service_reference",
      summary: page.service,
    },
    assignees: [],
    escalation_policy: { id: "PPOLICY", type: "escalation_policy_reference", summary: "Shop on-call" },
    teams: [],
    priority: null,
    urgency: page.urgency,
  };
  const event = {
    id,
    event_type: type,
    resource_type: "incident",
    occurred_at: iso(at),
    agent: user || null,
    client: null,
    data,
  };
  return posting("pagerduty", { event }, { "x-webhook-id": id.toLowerCase() });
}

export interface StatusUpdate {
  readonly status: string;
  readonly body: string;
  readonly at: Instant;
}

/** Statuspage sends the whole history each time, newest first. */
export function statuspage(id: string, name: string, impact: string, updates: readonly StatusUpdate[]): Posting {
  const [first] = updates;
  const latest = updates.at(-1);
  if (!first || !latest) throw new Error("a status post has at least one update");
  const history = updates.map(({ status, body, at }) => ({
    ...{ id: sha256(`${id} ${status} ${at}`).slice(0, 12), incident_id: id, status, body },
    ...{ created_at: iso(at), updated_at: iso(at), display_at: iso(at) },
  }));
  return posting("statuspage", {
    meta: {
      generated_at: iso(latest.at),
      unsubscribe: "https://status.saltmarsh.example/unsubscribe",
      documentation: "https://status.saltmarsh.example/help",
    },
    page: {
      id: "saltmarsh0001",
      status_indicator: latest.status === "resolved" ? "none" : impact,
      status_description: "",
    },
    incident: {
      ...{
        id,
        name,
        impact,
        status: latest.status,
        backfilled: false,
        shortlink: `https://status.saltmarsh.example/i/${id}`,
      },
      ...{
        created_at: iso(first.at),
        updated_at: iso(latest.at),
        resolved_at: latest.status === "resolved" ? iso(latest.at) : null,
      },
      incident_updates: history.toReversed(),
    },
  });
}
