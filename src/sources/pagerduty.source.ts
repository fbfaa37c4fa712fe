import { type Static, Type } from "typebox";
import { checkEach, checkOf } from "./lib/check.ts";
import { defineSource } from "./lib/define.ts";
import { normalizeHappenings } from "./lib/pagerduty-event.ts";
import { restKeys } from "./lib/pagerduty-identity.ts";
import { normalizeRest, RestAnswer } from "./lib/pagerduty-rest.ts";
import { type Happening, Reference, Subject, Text } from "./lib/pagerduty-shapes.ts";
import { maybe } from "./lib/shapes.ts";
import { firstSaid, said } from "./lib/text.ts";
import { toldTime } from "./lib/times.ts";

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

/** PagerDuty's webhooks: version 3, version 2 for those who still have it; and what its REST API tells, as a backfill hands it in. */
export default defineSource({
  name: "pagerduty",
  auth: ["hmac", "bearer", "basic"],
  hmac: { header: "x-pagerduty-signature", prefix: "v1=", several: true },
  api: ["backfill", "reconcile", "note"],
  bodyLimit: 1024 * 1024,
  headers: [],
  payload: Type.Intersect([
    Type.Object({ event: Type.Optional(Type.Unknown()), messages: Type.Optional(Type.Array(Type.Unknown())) }),
    RestAnswer,
  ]),
  normalize(payload) {
    const { event, messages } = payload;
    if (messages) {
      const { good, rejected } = checkEach(Message, messages, "messages");
      return normalizeHappenings(good.map(ofMessage), rejected);
    }
    if (event !== undefined) {
      const checked = checkOf(Event, "event")(event);
      return checked.ok
        ? normalizeHappenings([ofEvent(checked.value)], [])
        : { events: [], rejected: [checked.rejection] };
    }
    if (LISTS.some((list) => payload[list])) return normalizeRest(payload);
    const detail =
      "The payload holds neither an event (version 3), nor messages (version 2), nor a list of the REST API.";
    return { events: [], rejected: [{ code: "unexpected_payload", detail }] };
  },
});

const LISTS = ["log_entries", "alerts", "notes", "related_change_events"] as const;

/** `acknowledged` for `incident.acknowledged`; no word for what is not about an incident. */
const wordOf = (type: string): string => (type.startsWith("incident.") ? type.slice("incident.".length) : "");

function formerKeysOf(told: Pick<Happening, "type" | "told" | "agent" | "subject">): readonly string[] {
  const { incident, id } = told.subject;
  const about = said(incident ? incident.id : id);
  return about === undefined ? [] : restKeys(told, about);
}

function ofEvent({ id, event_type, occurred_at, agent, data }: Event): Happening {
  const [type, told, subject] = [wordOf(event_type), toldTime(occurred_at), data ?? {}];
  const formerKeys = formerKeysOf({ type, told, agent, subject });
  return { key: `v1:${id}`, formerKeys, type, called: event_type, told, agent, subject };
}

/** Version 2's words in those of version 3. */
const WORDS: Readonly<Record<string, string>> = {
  trigger: "triggered",
  acknowledge: "acknowledged",
  unacknowledge: "unacknowledged",
  escalate: "escalated",
  delegate: "reassigned",
  assign: "reassigned",
  resolve: "resolved",
  annotate: "annotated",
};

function ofMessage({ id, event, type, created_on, incident, log_entries, data }: Message): Happening {
  const entry = log_entries?.[0];
  const subject = incident ?? { title: data?.incident.trigger_summary_data?.subject ?? null, ...data?.incident };
  const changedBy = data?.incident.last_status_change_by;
  const user = changedBy && typeof changedBy === "object" ? { ...changedBy, type: "user" } : null;
  const called = firstSaid(event, type) ?? "message without a type";
  const word = wordOf(called);
  const happening = {
    type: WORDS[word] ?? word,
    called,
    told: toldTime(entry?.created_at) ?? toldTime(created_on),
    agent: entry?.agent ?? user,
    subject: { ...subject, content: firstSaid(entry?.channel?.content, entry?.channel?.summary) ?? null },
  };
  return { ...happening, key: `v1:${id}`, formerKeys: formerKeysOf(happening) };
}
