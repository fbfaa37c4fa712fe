import { type Static, Type } from "typebox";
import type { Actor, CorrelationKey, EventKind, Severity } from "../domain/event.ts";
import type { ToldTime } from "../domain/time.ts";
import { automation, human } from "./lib/actors.ts";
import { checkEach, checkOf } from "./lib/check.ts";
import { defineSource, type Normalized, type SourceEvent } from "./lib/define.ts";
import { linksTo } from "./lib/links.ts";
import { severityOf } from "./lib/severity.ts";
import { maybe } from "./lib/shapes.ts";
import { beyond, distinct, firstSaid, oneLine, said } from "./lib/text.ts";
import { toldTime } from "./lib/times.ts";

const Text = maybe(Type.String());

/** A thing of PagerDuty's by id, type and name; version 2 names some `name`. */
const Reference = Type.Object({ id: Text, type: Text, summary: Text, name: Text, html_url: Text });
type Reference = Static<typeof Reference>;

/** The fields of an incident, and of what else an event may be about: a note, a responder, a status update, a task, a run. */
const Subject = Type.Object({
  ...{ id: Text, type: Text, html_url: Text, title: Text, summary: Text, name: Text },
  ...{ incident_key: Text, urgency: Text, state: Text, content: Text, message: Text, conference_url: Text },
  incident: maybe(Reference),
  service: maybe(Reference),
  priority: maybe(Reference),
  user: maybe(Reference),
  escalation_policy: maybe(Reference),
  incident_type: maybe(Reference),
  role: maybe(Reference),
  action: maybe(Reference),
  assignees: maybe(Type.Array(Reference)),
  teams: maybe(Type.Array(Reference)),
  assignments: maybe(Type.Array(Type.Object({ assignee: maybe(Reference) }))),
  conference_bridge: maybe(Type.Object({ conference_url: Text })),
  resolve_reason: maybe(Type.Object({ incident: maybe(Reference) })),
  changed_custom_fields: maybe(Type.Array(Type.Object({ name: Text, value: Type.Optional(Type.Unknown()) }))),
});
type Subject = Static<typeof Subject>;

/** A webhook of version 3: one event. */
const Event = Type.Object({
  id: Type.String({ minLength: 1 }),
  event_type: Type.String(),
  occurred_at: Text,
  agent: maybe(Reference),
  data: maybe(Subject),
});
type Event = Static<typeof Event>;

/**
 * A webhook of version 2 or 1: each message is an event. Version 2 has the log entry that tells who and when; version 1, which PagerDuty
 * itself no longer sends, keeps the incident under `data`.
 */
const Message = Type.Object({
  id: Type.String({ minLength: 1 }),
  event: Text,
  type: Text,
  created_on: Text,
  incident: maybe(Subject),
  log_entries: maybe(
    Type.Array(
      Type.Object({
        created_at: Text,
        agent: maybe(Reference),
        channel: maybe(Type.Object({ summary: Text, content: Text })),
      }),
    ),
  ),
  data: maybe(
    Type.Object({
      incident: Type.Intersect([
        Subject,
        Type.Object({
          trigger_summary_data: maybe(Type.Object({ subject: Text })),
          last_status_change_by: maybe(Type.Union([Reference, Type.String()])),
        }),
      ]),
    }),
  ),
});
type Message = Static<typeof Message>;

/** What happened, whichever version told it. */
interface Happening {
  readonly id: string;
  readonly type: string;
  readonly told: ToldTime | null;
  readonly agent: Reference | null | undefined;
  readonly subject: Subject;
}

interface Meaning {
  readonly kind: EventKind;
  readonly action: string;
  /** What the event says beyond the page's own title. */
  readonly says?: (subject: Subject) => string | undefined;
}

const page = (action: string, says?: Meaning["says"]): Meaning => ({ kind: "page", action, ...(says && { says }) });
const nameOf = (reference: Reference | null | undefined) => firstSaid(reference?.summary, reference?.name);
const after = (words: string, name: string | undefined) => (name === undefined ? undefined : `${words}: ${name}`);

const assigned: Meaning["says"] = ({ assignees, assignments }) => {
  const names = distinct([...(assignees ?? []), ...(assignments ?? []).map(({ assignee }) => assignee)].map(nameOf));
  return after("Assigned to", names.length === 0 ? undefined : names.join(", "));
};
const task: Meaning["says"] = (subject) => after("Task", firstSaid(subject.title, subject.summary, subject.name));
const run: Meaning["says"] = ({ action, state }) =>
  after("Automation action", distinct([nameOf(action), state]).join(", ") || undefined);

/**
 * What PagerDuty's event types mean to a timeline. A note is a message about the page. A published status update is PagerDuty's own
 * status post; it is known by the page, since it has no life of its own. What is here `updated` tells what changed in its text.
 */
const MEANINGS: ReadonlyMap<string, Meaning> = new Map(
  Object.entries({
    triggered: page("triggered", assigned),
    acknowledged: page("acknowledged"),
    unacknowledged: page("unacknowledged"),
    escalated: page("escalated", assigned),
    delegated: page("reassigned", ({ escalation_policy }) => after("Delegated to", nameOf(escalation_policy))),
    reassigned: page("reassigned", assigned),
    priority_updated: page("priority_changed", ({ priority }) => `Priority: ${nameOf(priority) ?? "none"}`),
    reopened: page("reopened"),
    resolved: page("resolved", ({ resolve_reason }) => after("Merged into", nameOf(resolve_reason?.incident))),
    annotated: { kind: "message", action: "posted", says: ({ content }) => said(content) },
    status_update_published: { kind: "status", action: "updated", says: ({ message }) => said(message) },
    "responder.added": page("responder_added", ({ user, escalation_policy, message }) =>
      after(`Asked for help${said(message) ? ` (${said(message)})` : ""}`, nameOf(user) ?? nameOf(escalation_policy)),
    ),
    "responder.replied": page("updated", ({ user, state }) =>
      after(`Responder ${said(state) ?? "replied"}`, nameOf(user)),
    ),
    "role.assigned": page("updated", ({ role, user }) => after(`Role ${nameOf(role) ?? ""} assigned`, nameOf(user))),
    "conference_bridge.updated": page("updated", ({ conference_url, conference_bridge }) =>
      after("Conference bridge", firstSaid(conference_url, conference_bridge?.conference_url)),
    ),
    "custom_field_values.updated": page("updated", fieldsOf),
    "incident_type.changed": page("updated", ({ incident_type }) => after("Incident type", nameOf(incident_type))),
    service_updated: page("updated", ({ service }) => after("Service", nameOf(service))),
    "task.created": page("updated", task),
    "task.updated": page("updated", task),
    "task.completed": page("updated", (subject) => after("Task completed", task(subject)?.slice("Task: ".length))),
    "workflow.started": page("updated", (subject) => after("Workflow started", firstSaid(subject.summary))),
    "workflow.completed": page("updated", (subject) => after("Workflow completed", firstSaid(subject.summary))),
    "action_invocation.created": page("updated", run),
    "action_invocation.updated": page("updated", run),
    "action_invocation.terminated": page("updated", run),
    // Version 2's words for the same.
    trigger: page("triggered", assigned),
    acknowledge: page("acknowledged"),
    unacknowledge: page("unacknowledged"),
    escalate: page("escalated", assigned),
    delegate: page("reassigned", assigned),
    assign: page("reassigned", assigned),
    resolve: page("resolved"),
    annotate: { kind: "message", action: "posted", says: ({ content }: Subject) => said(content) },
  } satisfies Record<string, Meaning>),
);

/** PagerDuty's webhooks: version 3, and version 2 for those who still have it. */
export default defineSource({
  name: "pagerduty",
  auth: ["hmac", "bearer", "basic"],
  hmac: { header: "x-pagerduty-signature", prefix: "v1=", several: true },
  bodyLimit: 1024 * 1024,
  headers: [],
  payload: Type.Object({
    event: Type.Optional(Type.Unknown()),
    messages: Type.Optional(Type.Array(Type.Unknown())),
  }),
  normalize({ event, messages }) {
    if (messages) {
      const { good, rejected } = checkEach(Message, messages, "messages");
      return normalizeAll(good.map(ofMessage), rejected);
    }
    if (event === undefined) {
      const detail = "The payload holds neither an event (version 3) nor messages (version 2).";
      return { events: [], rejected: [{ code: "unexpected_payload", detail }] };
    }
    const checked = checkOf(Event, "event")(event);
    return checked.ok ? normalizeAll([ofEvent(checked.value)], []) : { events: [], rejected: [checked.rejection] };
  },
});

function ofEvent({ id, event_type: type, occurred_at, agent, data }: Event): Happening {
  return { id, type, told: toldTime(occurred_at), agent, subject: data ?? {} };
}

function ofMessage({ id, event, type, created_on, incident, log_entries, data }: Message): Happening {
  const entry = log_entries?.[0];
  const subject = incident ?? { title: data?.incident.trigger_summary_data?.subject ?? null, ...data?.incident };
  const changedBy = data?.incident.last_status_change_by;
  const user = changedBy && typeof changedBy === "object" ? { ...changedBy, type: "user" } : null;
  return {
    id,
    type: firstSaid(event, type) ?? "message without a type",
    told: toldTime(entry?.created_at) ?? toldTime(created_on),
    agent: entry?.agent ?? user,
    subject: { ...subject, content: firstSaid(entry?.channel?.content, entry?.channel?.summary) ?? null },
  };
}

function normalizeAll(happenings: readonly Happening[], rejected: Normalized["rejected"]): Normalized {
  const events: SourceEvent[] = [];
  const ignored: string[] = [];
  const bad = [...(rejected ?? [])];
  for (const happening of happenings) {
    const { type } = happening;
    const meaning = type.startsWith("incident.") ? MEANINGS.get(type.slice("incident.".length)) : undefined;
    const incident = incidentOf(happening.subject);
    if (!meaning) ignored.push(oneLine(type, 80));
    else if (incident.id === undefined)
      bad.push({ code: "unexpected_payload", detail: `An event "${type}" names no incident.` });
    else events.push(eventOf(happening, meaning, incident.id, incident.title));
  }
  return { events, ignored, rejected: bad };
}

/** The incident itself, or the one that a note, a responder, a status update belongs to. */
function incidentOf(subject: Subject): { id: string | undefined; title: string | undefined } {
  const { incident } = subject;
  return incident
    ? { id: said(incident.id), title: firstSaid(incident.summary) }
    : { id: said(subject.id), title: firstSaid(subject.title, subject.summary) };
}

function eventOf(happening: Happening, meaning: Meaning, incident: string, name: string | undefined): SourceEvent {
  const { subject } = happening;
  const { kind, action } = meaning;
  const text = meaning.says?.(subject);
  const own = kind === "page" ? name : text;
  const title = oneLine(own ?? name ?? `Incident ${incident}`);
  const merged = said(subject.resolve_reason?.incident?.id);
  const about = kind === "page" ? merged : incident;
  return {
    key: `v1:${happening.id}`,
    kind,
    action,
    actor: actorOf(happening.agent),
    told: happening.told,
    service: nameOf(subject.service),
    environment: environmentOf(subject),
    severity: kind === "page" ? severityOfPage(subject) : null,
    title,
    text: beyond(title, text),
    correlation: correlationOf(subject, incident),
    ...(about === undefined ? {} : { refersTo: { type: "page", value: about } }),
    links: linksTo({ page: firstSaid(subject.incident?.html_url, subject.html_url) }),
    ...(kind === "page" ? { group: incident } : {}),
  };
}

/** A person did it if the agent is a user; otherwise a service, an integration, or PagerDuty itself (no agent). */
function actorOf(agent: Reference | null | undefined): Actor {
  if (!agent) return automation();
  const identity = { vendor: "pagerduty", id: agent.id, name: nameOf(agent) };
  return agent.type === "user_reference" || agent.type === "user" ? human(identity) : automation(identity);
}

/**
 * `low` says that the page could wait: low urgency, and nothing else. A page of high urgency has its priority's severity, medium
 * at the least, or none where nobody gave it a priority.
 */
function severityOfPage({ urgency, priority }: Subject): Severity | null {
  if (urgency === "low") return "low";
  const severity = severityOf(nameOf(priority));
  return severity === "low" ? "medium" : severity;
}

function correlationOf(subject: Subject, incident: string): CorrelationKey[] {
  const alert = said(subject.incident_key);
  return [
    { type: "page", value: incident },
    ...(alert === undefined ? [] : [{ type: "alert", value: alert }]),
    ...distinct((subject.teams ?? []).map(nameOf)).map((value) => ({ type: "team", value })),
  ];
}

function environmentOf({ changed_custom_fields }: Subject): string | undefined {
  const field = changed_custom_fields?.find(({ name }) => name?.toLowerCase() === "environment");
  return typeof field?.value === "string" ? said(field.value) : undefined;
}

function fieldsOf({ changed_custom_fields }: Subject): string | undefined {
  const fields = (changed_custom_fields ?? []).map(
    ({ name, value }) =>
      `${said(name) ?? "field"}: ${typeof value === "string" ? value : JSON.stringify(value ?? null)}`,
  );
  return fields.length === 0 ? undefined : fields.join("; ");
}
