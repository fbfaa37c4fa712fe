import type { EventKind } from "../../domain/event.ts";
import { nameOf, type Subject } from "./pagerduty-shapes.ts";
import { distinct, firstSaid, said } from "./text.ts";

export interface Meaning {
  readonly kind: EventKind;
  readonly action: string;
  /** What the event says beyond the page's own title. */
  readonly says?: (subject: Subject) => string | undefined;
}

const page = (action: string, says?: Meaning["says"]): Meaning => ({ kind: "page", action, ...(says && { says }) });
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
 * The words are those of version 3, without `incident.`; the last three only the REST API knows.
 */
export const MEANINGS: ReadonlyMap<string, Meaning> = new Map(
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
    urgency_change: page("updated", ({ message }) => said(message)),
    snooze: page("updated", ({ message }) => said(message)),
    exhaust_escalation_path: page("updated", ({ message }) => said(message)),
  }),
);

function fieldsOf({ changed_custom_fields }: Subject): string | undefined {
  const fields = (changed_custom_fields ?? []).map(
    ({ name, value }) =>
      `${said(name) ?? "field"}: ${typeof value === "string" ? value : JSON.stringify(value ?? null)}`,
  );
  return fields.length === 0 ? undefined : fields.join("; ");
}
