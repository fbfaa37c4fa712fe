import type { Actor, CorrelationKey, Severity } from "../../domain/event.ts";
import { OWN_NOTE } from "../../domain/own-note.ts";
import { automation, human } from "./actors.ts";
import type { Normalized, SourceEvent } from "./define.ts";
import { linksTo } from "./links.ts";
import { MEANINGS, type Meaning } from "./pagerduty-meanings.ts";
import { type Happening, nameOf, type Reference, type Subject } from "./pagerduty-shapes.ts";
import { severityOf } from "./severity.ts";
import { beyond, distinct, firstSaid, oneLine, said } from "./text.ts";

/** Makes events of happenings. What tells of no incident is rejected, what is of no interest ignored. */
export function normalizeHappenings(happenings: readonly Happening[], rejected: Normalized["rejected"]): Normalized {
  const events: SourceEvent[] = [];
  const ignored: string[] = [];
  const bad = rejected ? [...rejected] : [];
  for (const happening of happenings) {
    const { type, called } = happening;
    const meaning = MEANINGS.get(type);
    const incident = incidentOf(happening.subject);
    if (type === "annotated" && said(happening.subject.content)?.startsWith(OWN_NOTE)) ignored.push("note of ours");
    else if (!meaning) ignored.push(oneLine(called, 80));
    else if (incident.id === undefined)
      bad.push({ code: "unexpected_payload", detail: `An event "${called}" names no incident.` });
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

/** The event of a happening. `incident`: its id and title. */
function eventOf(happening: Happening, meaning: Meaning, incident: string, name: string | undefined): SourceEvent {
  const { subject } = happening;
  const { kind, action } = meaning;
  const text = meaning.says?.(subject);
  const own = kind === "page" ? name : text;
  const title = oneLine(own ?? name ?? `Incident ${incident}`);
  const merged = said(subject.resolve_reason?.incident?.id);
  const about = kind === "page" ? merged : incident;
  const event: SourceEvent = {
    key: happening.key,
    formerKeys: happening.formerKeys ?? [],
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
    refersTo: about === undefined ? undefined : { type: "page", value: about },
    links: linksTo({ page: firstSaid(subject.incident?.html_url, subject.html_url) }),
    group: kind === "page" ? incident : undefined,
  };
  if (!happening.asked && happening.sentAt === undefined) return event;
  return {
    ...event,
    ...(happening.asked && { asked: true }),
    ...(happening.sentAt === undefined ? {} : { sentAt: happening.sentAt }),
  };
}

/** A person did it if the agent is a user; otherwise a service, an integration, or PagerDuty itself (no agent). */
export function actorOf(agent: Reference | null | undefined): Actor {
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
  const keys = [{ type: "page", value: incident }];
  if (alert !== undefined) keys.push({ type: "alert", value: alert });
  for (const value of distinct((subject.teams ?? []).map(nameOf))) keys.push({ type: "team", value });
  return keys;
}

function environmentOf({ changed_custom_fields }: Subject): string | undefined {
  const field = changed_custom_fields?.find(({ name }) => name?.toLowerCase() === "environment");
  return typeof field?.value === "string" ? said(field.value) : undefined;
}
