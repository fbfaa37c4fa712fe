import { type Static, Type } from "typebox";
import type { Instant, ToldTime } from "../../domain/time.ts";
import { maybe } from "./shapes.ts";
import { firstSaid } from "./text.ts";

export const Text = maybe(Type.String());

/** A thing of PagerDuty's by id, type and name; version 2 names some `name`. */
export const Reference = Type.Object({ id: Text, type: Text, summary: Text, name: Text, html_url: Text });
export type Reference = Static<typeof Reference>;

/** The fields of an incident, and of what else an event may be about: a note, a responder, a status update, a task, a run. */
export const Subject = Type.Object({
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
export type Subject = Static<typeof Subject>;

/** What happened to an incident, whoever told it: a webhook of any version, or the REST API. */
export interface Happening {
  /** The event's key, `v1:…`, and the other keys under which it may be told. */
  readonly key: string;
  readonly formerKeys?: readonly string[];
  /** A word of `MEANINGS`; anything else is of no interest. */
  readonly type: string;
  /** What the sender calls it. */
  readonly called: string;
  readonly told: ToldTime | null;
  readonly agent: Reference | null | undefined;
  readonly subject: Subject;
  readonly sentAt?: Instant;
  /** It was asked for, and a webhook should have told it. */
  readonly asked?: true;
}

/** What PagerDuty calls a thing in words. */
export const nameOf = (reference: Reference | null | undefined): string | undefined =>
  firstSaid(reference?.summary, reference?.name);
