import { sha256 } from "../domain/hash.ts";
import { formatInstant, type Instant, SECOND } from "../domain/time.ts";

/** A request as a vendor would send it, not signed yet. */
export interface Posting {
  readonly source: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const REPOSITORY_OWNER = "saltmarsh";

const iso = (at: Instant): string => formatInstant(at, "ms");
const isoSeconds = (at: Instant): string => formatInstant(at, "s");
const numberOf = (name: string): number => Number.parseInt(sha256(name).slice(0, 7), 16);

function posting(source: string, body: unknown, headers: Readonly<Record<string, string>> = {}): Posting {
  return { source, headers: { "content-type": "application/json", ...headers }, body: JSON.stringify(body) };
}

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

const account = (login: string): Record<string, unknown> => ({
  login,
  id: numberOf(login),
  type: login.endsWith("[bot]") ? "Bot" : "User",
});

const repository = (name: string): Record<string, unknown> => ({
  id: numberOf(name),
  name,
  full_name: `${REPOSITORY_OWNER}/${name}`,
  html_url: `https://github.example/${REPOSITORY_OWNER}/${name}`,
  default_branch: "main",
});

function github(type: string, body: Record<string, unknown>): Posting {
  return posting("github", body, {
    "x-github-event": type,
    "x-github-delivery": sha256(JSON.stringify(body)).slice(0, 32),
  });
}

export function deployment(repo: string, ref: string, state: string, at: Instant, by: string): Posting {
  const id = numberOf(`${repo} ${ref}`);
  return github("deployment_status", {
    action: "created",
    deployment_status: {
      id: numberOf(`${repo} ${ref} ${state}`),
      state,
      creator: account(by),
      description: "",
      environment: "production",
      created_at: isoSeconds(at),
      updated_at: isoSeconds(at),
      target_url: "",
      log_url: "",
    },
    deployment: {
      id,
      sha: sha256(ref).slice(0, 40),
      ref,
      task: "deploy",
      environment: "production",
      creator: account(by),
      created_at: isoSeconds(at),
      updated_at: isoSeconds(at),
    },
    repository: repository(repo),
    sender: account(by),
  });
}

export function workflow(repo: string, title: string, conclusion: string, at: Instant, by: string): Posting {
  const id = numberOf(`${repo} ${title}`);
  return github("workflow_run", {
    action: "completed",
    workflow_run: {
      ...{
        id,
        name: "ci",
        run_number: id % 1000,
        run_attempt: 1,
        event: "push",
        status: "completed",
        conclusion,
        head_branch: "main",
      },
      ...{
        head_sha: sha256(title).slice(0, 40),
        display_title: title,
        html_url: `https://github.example/${REPOSITORY_OWNER}/${repo}/actions/runs/${id}`,
      },
      ...{
        created_at: isoSeconds(at - 240 * SECOND),
        run_started_at: isoSeconds(at - 240 * SECOND),
        updated_at: isoSeconds(at),
        actor: account(by),
      },
    },
    repository: repository(repo),
    sender: account(by),
  });
}

export function mergedPullRequest(repo: string, number: number, title: string, at: Instant, by: string): Posting {
  return github("pull_request", {
    action: "closed",
    number,
    pull_request: {
      ...{
        id: numberOf(`${repo} ${number}`),
        number,
        title,
        state: "closed",
        merged: true,
        draft: false,
        labels: [],
        body: null,
      },
      ...{
        created_at: isoSeconds(at - 7200 * SECOND),
        updated_at: isoSeconds(at),
        closed_at: isoSeconds(at),
        merged_at: isoSeconds(at),
      },
      ...{ user: account(by), merged_by: account(by), merge_commit_sha: sha256(`${repo} ${number}`).slice(0, 40) },
      html_url: `https://github.example/${REPOSITORY_OWNER}/${repo}/pull/${number}`,
      base: { ref: "main", repo: repository(repo) },
      head: { ref: `change-${number}`, sha: sha256(title).slice(0, 40) },
    },
    repository: repository(repo),
    sender: account(by),
  });
}

export function gitlabDeployment(project: string, ref: string, status: string, at: Instant, by: string): Posting {
  const body = {
    object_kind: "deployment",
    status,
    status_changed_at: isoSeconds(at).replace("T", " ").replace("Z", " +0000"),
    deployment_id: numberOf(`${project} ${ref}`),
    deployable_url: `https://gitlab.example/${REPOSITORY_OWNER}/${project}/-/jobs/${numberOf(ref)}`,
    environment: "production",
    environment_tier: "production",
    project: {
      id: numberOf(project),
      name: project,
      path_with_namespace: `${REPOSITORY_OWNER}/${project}`,
      web_url: `https://gitlab.example/${REPOSITORY_OWNER}/${project}`,
      default_branch: "main",
    },
    short_sha: sha256(ref).slice(0, 8),
    user: { id: numberOf(by), name: by, username: by, email: "[REDACTED]" },
    commit_title: ref,
    ref,
  };
  return posting("gitlab", body, { "x-gitlab-event": "Deployment Hook" });
}

/** Slack's name for an instant: seconds and micros, as text. */
export const slackTs = (at: Instant): string => `${Math.floor(at / SECOND)}.${String(at % SECOND).padStart(6, "0")}`;

function slack(at: Instant, event: Record<string, unknown>): Posting {
  const id = sha256(JSON.stringify(event)).slice(0, 10).toUpperCase();
  return posting("slack", {
    type: "event_callback",
    team_id: "T0SALT",
    api_app_id: "A0SALT",
    event_id: `Ev${id}`,
    event_time: Math.floor(at / SECOND),
    event: { ...event, event_ts: slackTs(at) },
  });
}

const userId = (name: string): string => `U${sha256(name).slice(0, 8).toUpperCase()}`;

export function message(channel: string, at: Instant, author: string, text: string, thread?: Instant): Posting {
  const profile = { display_name: author, real_name: author, name: author };
  return slack(at, {
    ...{
      type: "message",
      user: userId(author),
      text,
      ts: slackTs(at),
      team: "T0SALT",
      channel,
      channel_type: "channel",
      user_profile: profile,
    },
    ...(thread === undefined ? {} : { thread_ts: slackTs(thread) }),
  });
}

export function botMessage(channel: string, at: Instant, bot: string, text: string): Posting {
  return slack(at, {
    type: "message",
    subtype: "bot_message",
    bot_id: `B${userId(bot).slice(1)}`,
    username: bot,
    text,
    ts: slackTs(at),
    channel,
    channel_type: "channel",
  });
}

export function editedMessage(
  channel: string,
  at: Instant,
  posted: Instant,
  author: string,
  before: string,
  text: string,
): Posting {
  const user = userId(author);
  return slack(at, {
    ...{ type: "message", subtype: "message_changed", hidden: true, channel, channel_type: "channel", ts: slackTs(at) },
    message: { type: "message", user, text, ts: slackTs(posted), edited: { user, ts: slackTs(at) } },
    previous_message: { type: "message", user, text: before, ts: slackTs(posted) },
  });
}

export function deletedMessage(channel: string, at: Instant, posted: Instant, author: string, text: string): Posting {
  return slack(at, {
    ...{
      type: "message",
      subtype: "message_deleted",
      hidden: true,
      channel,
      channel_type: "channel",
      ts: slackTs(at),
      deleted_ts: slackTs(posted),
    },
    previous_message: { type: "message", user: userId(author), text, ts: slackTs(posted) },
  });
}

export function pin(channel: string, at: Instant, by: string, posted: Instant): Posting {
  const item = {
    type: "message",
    channel,
    created: Math.floor(at / SECOND),
    created_by: userId(by),
    message: { type: "message", ts: slackTs(posted) },
  };
  return slack(at, { type: "pin_added", user: userId(by), channel_id: channel, item });
}

export function reaction(channel: string, at: Instant, by: string, emoji: string, posted: Instant): Posting {
  return slack(at, {
    type: "reaction_added",
    user: userId(by),
    reaction: emoji,
    item: { type: "message", channel, ts: slackTs(posted) },
  });
}

export function channelCreated(id: string, name: string, at: Instant, by: string): Posting {
  return slack(at, {
    type: "channel_created",
    channel: { id, name, created: Math.floor(at / SECOND), creator: userId(by), is_channel: true },
  });
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

export function cloudEvent(
  type: string,
  id: string,
  origin: string,
  at: Instant,
  fields: Readonly<Record<string, unknown>>,
): Posting {
  const event = {
    specversion: "1.0",
    id,
    type,
    source: `https://${origin}.saltmarsh.example`,
    time: iso(at),
    datacontenttype: "application/json",
    data: fields,
  };
  return posting("cloudevents", event, { "content-type": "application/cloudevents+json" });
}
