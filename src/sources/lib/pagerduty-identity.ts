import { SECOND } from "../../domain/time.ts";
import type { Happening } from "./pagerduty-shapes.ts";
import { said } from "./text.ts";

/** The words of version 3 for the types of log entries that webhooks tell of too. */
const SHARED: Readonly<Record<string, string>> = {
  trigger: "triggered",
  acknowledge: "acknowledged",
  unacknowledge: "unacknowledged",
  escalate: "escalated",
  delegate: "delegated",
  assign: "reassigned",
  reassign: "reassigned",
  resolve: "resolved",
  reopen: "reopened",
  priority_change: "priority_updated",
  status_update: "status_update_published",
  responder_request: "responder.added",
};
const SHARED_WORDS: ReadonlySet<string> = new Set(Object.values(SHARED));

/** Those that only the log tells. Notifications, links and repeated escalation paths are noise; notes have a list of their own. */
const OF_THE_LOG = new Set(["urgency_change", "snooze", "exhaust_escalation_path"]);

/** The word for a log entry's type (`acknowledge_log_entry`); null for what is of no interest. */
export function wordOfLogEntry(type: string): string | null {
  const word = type.replace(/_log_entry(?:_reference)?$/, "");
  return SHARED[word] ?? (OF_THE_LOG.has(word) ? word : null);
}

type Told = Pick<Happening, "type" | "told" | "agent" | "subject">;

/**
 * The key of what a log entry tells, made of what a webhook tells of the same thing too, so that the two are one event.
 *
 * A webhook has an id of its own and a time to the millisecond; the log entry of the same thing has another id and a time to the second.
 * Neither names the other. What both say is the incident, what happened to it, the person who did it, and the second:
 *
 * - An incident is triggered once: incident and word are enough.
 * - A note has an id, which both tell.
 * - Anything else may happen again (two people acknowledge; it is resolved, reopened, resolved): incident, word, person and second. The
 *   agent counts only where it is a person: for the rest a webhook says nobody where a log entry says a service or an integration.
 *
 * The event of a log entry has this identity for its key. The event of a webhook keeps the webhook's id, and claims the identity as a
 * former key ({@link restKeys}), for its own second and the two beside it: the log is written by another process than the webhook. So the
 * two are one event whichever comes first; the webhook's telling counts, since it is the more precise and knows the incident as it was
 * then; and what people decided about the log entry's event holds for the webhook's. Two webhooks that claim the same log entry (twice
 * within two seconds by the same person) stay two events, and one of them has it.
 *
 * Undefined where the log entry says too little: no time, or something that webhooks do not tell.
 */
export function restKey(told: Told, incident: string): string | undefined {
  return keysAround(told, incident, [0])[0];
}

/** The keys under which the REST API may tell what a webhook tells. */
export function restKeys(told: Told, incident: string): string[] {
  return keysAround(told, incident, [-SECOND, 0, SECOND]);
}

function keysAround({ type, told, agent, subject }: Told, incident: string, offsets: readonly number[]): string[] {
  if (type === "triggered") return [`v1:${incident}:triggered`];
  if (type === "annotated") {
    const note = said(subject.id);
    return subject.incident && note !== undefined ? [`v1:note:${note}`] : [];
  }
  if (!told || !SHARED_WORDS.has(type)) return [];
  const person = agent?.type === "user_reference" || agent?.type === "user" ? said(agent.id) : undefined;
  return offsets.map((offset) => {
    const second = Math.floor((told.at + offset) / SECOND);
    return `v1:${incident}:${type}:${person ?? "-"}:${second}`;
  });
}
