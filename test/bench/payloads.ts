import { createHash } from "node:crypto";

/** One delivery of a bench: real in shape and size, invented in content, and unlike every other. */
export interface Payload {
  readonly kind: "alertmanager" | "pagerduty" | "github" | "slack";
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** How many events it makes. */
  readonly events: number;
}

const FIRST_S = 1_772_000_000;
const SERVICES = ["ledger", "till", "quay-api", "stockroom", "courier", "search"];

/** The n-th delivery of a run: the four kinds in turn, 4.6, 2.1, 5.3 and 2.2 KB, on average two events. */
export function makePayload(run: string, n: number): Payload {
  const random = createHash("sha256").update(`${run}/${n}`).digest("hex");
  const at = new Date((FIRST_S + n) * 1_000).toISOString();
  const service = SERVICES[n % SERVICES.length] ?? "ledger";
  switch (n % 4) {
    case 0:
      return { kind: "alertmanager", headers: {}, body: alertGroup(random, at, service), events: 5 };
    case 1:
      return { kind: "pagerduty", headers: {}, body: page(random, at, service), events: 1 };
    case 2:
      return {
        kind: "github",
        headers: { "x-github-event": "deployment_status" },
        body: deployment(random, n, at, service),
        events: 1,
      };
    default:
      return { kind: "slack", headers: {}, body: message(random, FIRST_S + n, service), events: 1 };
  }
}

const bytes = (value: unknown) => Buffer.from(JSON.stringify(value));

function alertGroup(random: string, at: string, service: string): Buffer {
  const common = { alertname: "QueueGrows", severity: "critical", service, cluster: "north-1", namespace: "shop" };
  const alerts = Array.from({ length: 5 }, (_, index) => ({
    status: "firing",
    labels: { ...common, instance: `10.3.${index}.7:9100`, pod: `${service}-${random.slice(0, 10)}-${index}` },
    annotations: {
      summary: `The queue of ${service} has grown for ten minutes on node ${index}`,
      description:
        "Consumers take less than producers put. Look at the consumers' logs and at the last deploy first; if neither helps, stop the producers, then page whoever owns the topic.",
      runbook_url: `https://runbooks.harbour.example/${service}/queue-grows`,
    },
    startsAt: at,
    endsAt: "0001-01-01T00:00:00Z",
    generatorURL: `https://prometheus.harbour.example/graph?g0.expr=rate%28queue_length%5B5m%5D%29+%3E+${index}&g0.tab=1`,
    fingerprint: random.slice(index * 8, index * 8 + 16),
  }));
  return bytes({
    receiver: "annalist",
    status: "firing",
    alerts,
    groupLabels: { alertname: "QueueGrows" },
    commonLabels: common,
    commonAnnotations: {},
    externalURL: "https://alertmanager.harbour.example",
    version: "4",
    groupKey: '{}:{alertname="QueueGrows"}',
    truncatedAlerts: 0,
  });
}

const reference = (type: string, id: string, summary: string) => ({
  html_url: `https://harbour.pagerduty.example/${type}s/${id}`,
  ...{ id, summary, type: `${type}_reference`, self: `https://api.pagerduty.com/${type}s/${id}` },
});

function page(random: string, at: string, service: string): Buffer {
  const id = `Q${random.slice(0, 13).toUpperCase()}`;
  return bytes({
    event: {
      id: `01${random.slice(0, 24).toUpperCase()}`,
      ...{ event_type: "incident.triggered", resource_type: "incident", occurred_at: at },
      ...{ agent: reference("service", "PSVC7", service), client: null },
      data: {
        ...{ id, type: "incident", self: `https://api.pagerduty.com/incidents/${id}` },
        ...{ html_url: `https://harbour.pagerduty.example/incidents/${id}`, number: 318, status: "triggered" },
        ...{ incident_key: random, created_at: at, title: `The queue of ${service} has grown for ten minutes` },
        service: reference("service", "PSVC7", service),
        assignees: [reference("user", "PUSR1", "Oona Lind"), reference("user", "PUSR2", "Mads Berg")],
        escalation_policy: reference("escalation_policy", "PEP1", "Shop, day and night"),
        teams: [reference("team", "PTEAM1", "Shop"), reference("team", "PTEAM2", "Shop, second line")],
        assignments: [{ at, assignee: reference("user", "PUSR1", "Oona Lind") }],
        ...{ priority: null, urgency: "high", conference_bridge: null, resolve_reason: null },
      },
    },
  });
}

function deployment(random: string, n: number, at: string, service: string): Buffer {
  const api = `https://api.github.com/repos/harbour-foods/${service}`;
  const user = (login: string, id: number) => ({
    ...{ login, id, node_id: `U_${random.slice(0, 12)}`, type: "User", site_admin: false },
    ...{ avatar_url: `https://avatars.example/u/${id}`, html_url: `https://github.com/${login}` },
    ...{ url: `https://api.github.com/users/${login}`, repos_url: `https://api.github.com/users/${login}/repos` },
    ...{ events_url: `https://api.github.com/users/${login}/events{/privacy}` },
  });
  const addresses = [
    "forks",
    "keys",
    "teams",
    "hooks",
    "events",
    "tags",
    "languages",
    "stargazers",
    "contributors",
    "branches",
    "blobs",
    "trees",
    "statuses",
    "merges",
    "archive",
    "downloads",
    "issues",
    "pulls",
    "milestones",
    "labels",
    "releases",
    "commits",
    "compare",
    "contents",
    "assignees",
    "subscribers",
  ];
  const repository = {
    ...{ id: 91, name: service, full_name: `harbour-foods/${service}`, private: true, default_branch: "main" },
    ...{ html_url: `https://github.com/harbour-foods/${service}`, created_at: at, pushed_at: at, updated_at: at },
    ...Object.fromEntries(addresses.map((name) => [`${name}_url`, `${api}/${name}`])),
    owner: user("harbour-foods", 40),
  };
  const id = Number.parseInt(random.slice(0, 12), 16);
  const facts = { ref: "main", sha: random.slice(0, 40), task: "deploy", environment: "production" };
  const creator = user("mira-lund", 311);
  return bytes({
    action: "created",
    deployment_status: {
      ...{ id, node_id: `DS_${random}`, state: "success", description: "", environment: "production" },
      ...{ deployment_url: `${api}/deployments/${n}`, repository_url: api, performed_via_github_app: null },
      ...{ target_url: `https://ci.harbour.example/runs/${n}`, log_url: `https://ci.harbour.example/runs/${n}/log` },
      ...{ created_at: at, updated_at: at, url: `${api}/deployments/${n}/statuses/${n}`, creator },
    },
    deployment: {
      ...facts,
      id: 9_000_000 + n,
      created_at: at,
      updated_at: at,
      creator,
      url: `${api}/deployments/${n}`,
    },
    ...{ repository, sender: creator },
  });
}

function message(random: string, seconds: number, service: string): Buffer {
  const text = `Restarted the consumers of ${service}, the queue shrinks again. ${"Watching the graphs for now. ".repeat(20)}`;
  const ts = `${seconds}.${String(Number.parseInt(random.slice(0, 5), 16) % 1_000_000).padStart(6, "0")}`;
  const elements = [{ type: "rich_text_section", elements: [{ type: "text", text }] }];
  return bytes({
    ...{ token: "gone", team_id: "T0HARBOUR", api_app_id: "A0ANNAL", type: "event_callback" },
    event: {
      ...{ type: "message", client_msg_id: random.slice(0, 32), text, user: "U0MIRA", ts, event_ts: ts },
      ...{ team: "T0HARBOUR", channel: `C0${random.slice(0, 8).toUpperCase()}`, channel_type: "channel" },
      blocks: [{ type: "rich_text", block_id: random.slice(0, 5), elements }],
    },
    ...{ event_id: `Ev${random.slice(0, 10)}`, event_time: seconds, is_ext_shared_channel: false },
    authorizations: [{ enterprise_id: null, team_id: "T0HARBOUR", user_id: "U0ANNAL", is_bot: true }],
    event_context: random,
  });
}
