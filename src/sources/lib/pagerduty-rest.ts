import { type Static, Type } from "typebox";
import { type Instant, SECOND } from "../../domain/time.ts";
import { automation } from "./actors.ts";
import { checkEach, checkOf } from "./check.ts";
import type { Normalized, SourceEvent } from "./define.ts";
import { linksTo } from "./links.ts";
import { normalizeHappenings } from "./pagerduty-event.ts";
import { restKey, wordOfLogEntry } from "./pagerduty-identity.ts";
import { detailsText, Inbound, InboundLinks, linksOf, namesOf, outcomeOf } from "./pagerduty-inbound.ts";
import { type Happening, nameOf, Reference, Subject, Text } from "./pagerduty-shapes.ts";
import { severityOf } from "./severity.ts";
import { maybe } from "./shapes.ts";
import { beyond, distinct, firstSaid, oneLine, said } from "./text.ts";
import { toldTime } from "./times.ts";

const List = maybe(Type.Array(Type.Unknown()));

/** What a backfill hands in: an incident as the REST API tells it, and a part of what the API lists under it. */
export const RestAnswer = Type.Object({
  incident: Type.Optional(Type.Unknown()),
  ...{ log_entries: List, alerts: List, notes: List, related_change_events: List },
});
type RestAnswer = Static<typeof RestAnswer>;

const Incident = Type.Intersect([
  Subject,
  Type.Object({
    ...{ created_at: Text, updated_at: Text, last_status_change_at: Text, status: Text },
    first_trigger_log_entry: maybe(Reference),
  }),
]);
type Incident = Static<typeof Incident>;

const LogEntry = Type.Object({
  ...{ id: Type.String({ minLength: 1 }), type: Type.String(), summary: Text, created_at: Text, message: Text },
  agent: maybe(Reference),
  incident: maybe(Reference),
  service: maybe(Reference),
  assignees: maybe(Type.Array(Reference)),
  escalation_policy: maybe(Reference),
  responders: maybe(Type.Array(Type.Object({ user: maybe(Reference) }))),
  channel: maybe(Type.Object({ summary: Text, new_priority: maybe(Reference) })),
});
type LogEntry = Static<typeof LogEntry>;

const Note = Type.Object({
  id: Type.String({ minLength: 1 }),
  ...{ content: Text, created_at: Text },
  user: maybe(Reference),
});

const RestAlert = Type.Object({
  id: Type.String({ minLength: 1 }),
  ...{ summary: Text, created_at: Text, alert_key: Text, severity: Text, html_url: Text },
  service: maybe(Reference),
  body: maybe(Type.Object({ details: Type.Optional(Type.Unknown()) })),
});

const ChangeEvent = Type.Intersect([
  Inbound,
  Type.Object({
    id: Type.String({ minLength: 1 }),
    services: maybe(Type.Array(Reference)),
    links: InboundLinks,
  }),
]);

/** An incident, and when the API's telling of it was made. */
interface Head {
  readonly incident: Incident;
  readonly sentAt?: Instant;
}

/** Reads what a backfill handed in: every list by itself, so that a bad part does not take the good ones with it. */
export function normalizeRest(answer: RestAnswer): Normalized {
  const checked = checkOf(Incident, "incident")(answer.incident ?? {});
  if (!checked.ok) return { events: [], rejected: [checked.rejection] };
  const { value: incident } = checked;
  const sent = toldTime(incident.updated_at) ?? toldTime(incident.last_status_change_at);
  const head: Head = { incident, ...(sent && { sentAt: sent.at }) };
  const parts = [logEntries(answer, head), notes(answer, head), alerts(answer, head), changes(answer, head)];
  return {
    events: parts.flatMap(({ events }) => events),
    rejected: parts.flatMap(({ rejected = [] }) => rejected),
    ignored: parts.flatMap(({ ignored = [] }) => ignored),
  };
}

function logEntries({ log_entries }: RestAnswer, head: Head): Normalized {
  const { good, rejected } = checkEach(LogEntry, log_entries ?? [], "log_entries");
  const entries = good.map((entry) => ({
    ...entry,
    word: wordOfLogEntry(entry.type),
    at: toldTime(entry.created_at)?.at,
  }));
  const handedOn = entries.filter(({ word, id, at }) => isOpening({ word, id, at }, head) || HANDS_ON.has(word ?? ""));
  const absorbed = (entry: (typeof entries)[number]) =>
    entry.word === "reassigned" && [{ at: toldTime(head.incident.created_at)?.at }, ...handedOn].some(near(entry.at));
  const lastResolve = entries.findLast(({ word }) => word === "resolved");
  const happenings = entries.map((entry): Happening => {
    const { word, at } = entry;
    const ignored = (word === "triggered" && !isOpening(entry, head)) || absorbed(entry);
    const assigned = entries.filter((other) => other.assignees && absorbed(other) && near(at)(other));
    const assignees = entry.assignees ?? assigned.flatMap(({ assignees: to }) => to ?? []);
    const subject = subjectOf({ ...entry, assignees }, word, head, entry === lastResolve);
    return happeningOf(entry, ignored ? null : word, subject, head);
  });
  return normalizeHappenings(happenings, rejected);
}

const HANDS_ON: ReadonlySet<string> = new Set(["escalated", "delegated"]);
/** What is one act may be logged in two seconds. */
const TOGETHER = 2 * SECOND;

const near =
  (at: Instant | undefined) =>
  (other: { readonly at?: Instant | undefined }): boolean =>
    at !== undefined && other.at !== undefined && Math.abs(at - other.at) <= TOGETHER;

/** An incident is triggered once; later triggers are further alerts of it, which are told as alerts. */
function isOpening(
  { word, id, at }: { readonly word: string | null; readonly id: string; readonly at: Instant | undefined },
  { incident }: Head,
): boolean {
  if (word !== "triggered") return false;
  const first = said(incident.first_trigger_log_entry?.id);
  const created = toldTime(incident.created_at)?.at;
  return first === undefined ? created === undefined || near(at)({ at: created }) : first === id;
}

/** The incident as an entry sees it: with what the entry itself says of it, and without what became of it later. */
function subjectOf(entry: LogEntry, word: string | null, { incident }: Head, last: boolean): Subject {
  const { resolve_reason, assignments: _, assignees: __, ...facts } = incident;
  const changed = word === "priority_updated" && entry.channel ? { priority: entry.channel.new_priority ?? null } : {};
  return {
    ...facts,
    id: firstSaid(incident.id, entry.incident?.id) ?? null,
    title: firstSaid(incident.title) ?? titleOf(firstSaid(entry.incident?.summary, incident.summary)) ?? null,
    html_url: firstSaid(incident.html_url, entry.incident?.html_url) ?? null,
    service: incident.service ?? entry.service ?? null,
    assignees: entry.assignees ?? [],
    escalation_policy: entry.escalation_policy ?? incident.escalation_policy ?? null,
    user: nameOfAll(entry.responders),
    message: firstSaid(entry.message, entry.channel?.summary, entry.summary) ?? null,
    ...(last && word === "resolved" && incident.status === "resolved"
      ? { resolve_reason: resolve_reason ?? null }
      : {}),
    ...changed,
  };
}

function nameOfAll(responders: LogEntry["responders"]): Reference | null {
  const names = distinct((responders ?? []).map(({ user }) => nameOf(user)));
  return names.length === 0 ? null : { summary: names.join(", ") };
}

/** A reference calls an incident `[#12] its title`. */
const titleOf = (summary: string | undefined): string | undefined => summary?.replace(/^\[#\d+\]\s*/, "");

function happeningOf(entry: LogEntry, word: string | null, subject: Subject, { sentAt }: Head): Happening {
  const told = toldTime(entry.created_at);
  const type = word ?? "";
  const called = entry.type;
  const happening = { type, called, told, agent: entry.agent, subject, ...(sentAt === undefined ? {} : { sentAt }) };
  const shared = restKey(happening, said(subject.id) ?? "");
  return shared === undefined
    ? { ...happening, key: `v1:log:${entry.id}` }
    : { ...happening, key: shared, asked: true };
}

function notes(answer: RestAnswer, { incident }: Head): Normalized {
  const { good, rejected } = checkEach(Note, answer.notes ?? [], "notes");
  const happenings = good.map(({ id, content, created_at, user }): Happening => {
    const { id: about, title, html_url } = incident;
    const reference = { id: about ?? null, summary: firstSaid(title) ?? null, html_url: html_url ?? null };
    const subject = { id, content: content ?? null, incident: reference };
    const facts = { type: "annotated", called: "note", told: toldTime(created_at), agent: user, subject };
    return { ...facts, key: `v1:note:${id}`, asked: true };
  });
  return normalizeHappenings(happenings, rejected);
}

/** The alerts under an incident. The API tells when each began, and not when it ended. */
function alerts(answer: RestAnswer, { incident }: Head): Normalized {
  const { good, rejected } = checkEach(RestAlert, answer.alerts ?? [], "alerts");
  const page = said(incident.id);
  const events = good.map((alert): SourceEvent => {
    const title = oneLine(firstSaid(alert.summary) ?? "Alert");
    const key = said(alert.alert_key);
    return {
      key: `v1:alert:${alert.id}:firing`,
      kind: "alert",
      action: "firing",
      actor: automation(),
      told: toldTime(alert.created_at),
      service: firstSaid(nameOf(alert.service), nameOf(incident.service)),
      severity: severityOf(alert.severity),
      title,
      text: beyond(title, detailsText(alert.body?.details)),
      correlation: [
        ...(page === undefined ? [] : [{ type: "page", value: page }]),
        ...(key === undefined ? [] : [{ type: "alert", value: key }]),
      ],
      links: linksTo({ alert: alert.html_url }),
      group: alert.id,
    };
  });
  return { events, rejected };
}

/** Changes that PagerDuty relates to the incident. One of the incident's service is told under its name, others as they name themselves. */
function changes(answer: RestAnswer, { incident }: Head): Normalized {
  const { good, rejected } = checkEach(ChangeEvent, answer.related_change_events ?? [], "related_change_events");
  const events = good.map((change): SourceEvent => {
    const title = oneLine(firstSaid(change.summary) ?? "Change");
    const names = namesOf(change);
    const ofIncident = (change.services ?? []).some(({ id }) => said(id) !== undefined && id === incident.service?.id);
    const services = distinct((change.services ?? []).map(nameOf));
    return {
      key: `v1:change:${change.id}`,
      kind: "change",
      action: outcomeOf(change),
      actor: automation({ vendor: "pagerduty", name: change.source }),
      told: toldTime(change.timestamp),
      ...names,
      service: firstSaid(names.service, services[0], ofIncident ? nameOf(incident.service) : undefined),
      title,
      text: beyond(title, detailsText(change.custom_details)),
      links: linksOf(change.links),
    };
  });
  return { events, rejected };
}
