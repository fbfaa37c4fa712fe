import { type Static, type TSchema, Type } from "typebox";
import type { Actor } from "../../domain/event.ts";
import { automation, human, unknownActor } from "./actors.ts";
import { type Envelope, factsOf, toldBy, within } from "./cloudevents-envelope.ts";
import type { Normalized, SourceEvent } from "./define.ts";
import { linksTo } from "./links.ts";
import { addressesIn } from "./mentions.ts";
import { severityOf } from "./severity.ts";
import { maybe, type Reader, reader, tell } from "./shapes.ts";
import { beyond, distinct, firstSaid, oneLine, said } from "./text.ts";
import { toldTime } from "./times.ts";

const Text = maybe(Type.String());
const Required = Type.String({ minLength: 1 });

/** What one type adds to the facts that every event has. */
type Facts = Omit<SourceEvent, "key" | "told"> & Partial<Pick<SourceEvent, "told">>;

const type = <S extends TSchema>(data: S, facts: (data: Static<S>, envelope: Envelope) => Facts): Reader<Envelope> =>
  reader(data, (value, envelope): Normalized => {
    const sentAt = toldTime(envelope.recordedtime)?.at;
    return tell({
      key: factsOf(envelope),
      told: toldBy(envelope),
      ...facts(value, envelope),
      ...(sentAt === undefined ? {} : { sentAt }),
    });
  });

const MACHINE =
  /(?:^|[-_.\s[])(?:ro)?bot\]?$|[-_.](?:updater|controller|operator|automation|pipeline|scheduler|autoscaler|cron|ci)$/i;

/** Whoever is named; a name made like a machine's is one. */
function byWhom(by: string | null | undefined, otherwise: (name: string) => Actor): Actor {
  const name = said(by);
  if (name === undefined) return unknownActor();
  return MACHINE.test(name) ? { type: "automation", name } : otherwise(name);
}

const person = (name: string) => human({ vendor: "cloudevents", name });
const somebody = (name: string) => unknownActor({ vendor: "cloudevents", name });

/** One firing of an alert until its end is known by its fingerprint and start; without a start only the alert is known. */
const alert = type(
  Type.Object({
    name: Required,
    state: Type.Enum(["firing", "resolved"]),
    severity: Text,
    service: Text,
    summary: Text,
    startedAt: Text,
    endedAt: Text,
    fingerprint: Text,
    url: Text,
  }),
  (data, envelope) => {
    const fingerprint = within(envelope, said(data.fingerprint) ?? [data.name, said(data.service) ?? ""].join("!"));
    const start = toldTime(data.startedAt);
    const episode = start && `${fingerprint}@${start.at}`;
    const title = oneLine(data.name);
    return {
      kind: "alert",
      action: data.state,
      actor: automation(),
      told: (data.state === "firing" ? start : toldTime(data.endedAt)) ?? toldBy(envelope),
      service: said(data.service),
      severity: severityOf(data.severity),
      title,
      text: beyond(title, data.summary),
      correlation: [...(episode ? [{ type: "episode", value: episode }] : []), { type: "alert", value: fingerprint }],
      links: linksTo({ alert: data.url }),
      group: episode ?? fingerprint,
    };
  },
);

const page = type(
  Type.Object({
    id: Required,
    action: Type.Enum(["triggered", "acknowledged", "escalated", "reassigned", "resolved"]),
    title: Required,
    service: Text,
    urgency: Text,
    to: Text,
    by: Text,
    url: Text,
  }),
  (data, envelope) => {
    const id = within(envelope, data.id);
    const to = said(data.to);
    return {
      kind: "page",
      action: data.action,
      actor: said(data.by) === undefined && data.action === "triggered" ? automation() : byWhom(data.by, person),
      service: said(data.service),
      severity: severityOf(data.urgency),
      title: oneLine(data.title),
      text: to === undefined ? undefined : `To: ${to}`,
      correlation: [{ type: "page", value: id }],
      links: linksTo({ page: data.url }),
      group: id,
    };
  },
);

const change = type(
  Type.Object({
    id: Required,
    action: Type.Enum(["started", "succeeded", "failed", "rolled_back"]),
    title: Required,
    service: Text,
    environment: Text,
    version: Text,
    by: Text,
    url: Text,
  }),
  (data, envelope) => {
    const id = within(envelope, data.id);
    const version = said(data.version);
    const title = oneLine(data.title);
    return {
      kind: "change",
      action: data.action,
      actor: byWhom(data.by, (name) => (/^[\w.-]+@[\w.-]+$/.test(name) ? person(name) : somebody(name))),
      service: said(data.service),
      environment: said(data.environment),
      title,
      text: version === undefined || title.includes(version) ? undefined : `Version: ${version}`,
      correlation: [{ type: "deployment", value: id }],
      links: linksTo({ change: data.url }),
      group: id,
    };
  },
);

const channelKey = (channel: string) => ({ type: "channel", value: channel.replace(/^#/, "") });

/** The name of a message: what the sender calls it, else the id of the event that brought it. */
const message = type(
  Type.Object({
    channel: Required,
    author: Required,
    bot: maybe(Type.Boolean()),
    text: Type.String(),
    id: Text,
    action: maybe(Type.Enum(["posted", "edited", "deleted"])),
    thread: Text,
    url: Text,
  }),
  (data, envelope) => {
    const action = data.action ?? "posted";
    const place = channelKey(data.channel);
    const named = (id: string) => ({ type: "message", value: `${envelope.source}/${place.value}/${id}` });
    const own = named(said(data.id) ?? envelope.id);
    const thread = said(data.thread);
    const root = thread === undefined || thread === said(data.id) ? undefined : named(thread);
    const title = oneLine(said(data.text) ?? "a message");
    return {
      kind: "message",
      action,
      actor: data.bot === true ? automation({ vendor: "cloudevents", name: data.author }) : person(data.author),
      title,
      text: beyond(title, data.text),
      correlation: [own, place],
      refersTo: action === "posted" ? root : own,
      links: [...linksTo({ message: data.url }), ...addressesIn(data.text).map((url) => ({ rel: "mentioned", url }))],
    };
  },
);

const status = type(
  Type.Object({
    id: Required,
    status: Type.Enum(["investigating", "identified", "monitoring", "resolved"]),
    title: Required,
    body: Text,
    url: Text,
  }),
  (data, envelope) => {
    const id = within(envelope, data.id);
    const title = oneLine(data.title);
    return {
      kind: "status",
      action: data.status,
      actor: unknownActor(),
      title,
      text: beyond(title, data.body),
      correlation: [{ type: "status", value: id }],
      links: linksTo({ status: data.url }),
      group: id,
    };
  },
);

/** An id made like `INC-1028` or `2026-03-01-checkout` names the incident to everybody, so it joins as it is too. */
const SPEAKING_ID = /^(?=.*[A-Za-z])(?=.*\d)[\w.-]{5,}$/;

const incident = type(
  Type.Object({
    action: Type.Enum(["declared", "updated", "resolved"]),
    id: Text,
    title: Required,
    severity: Text,
    services: maybe(Type.Array(Type.String())),
    channels: maybe(Type.Array(Type.String())),
    by: Text,
  }),
  (data, envelope) => {
    const told = said(data.id);
    const id = told === undefined ? undefined : within(envelope, told);
    const services = distinct(data.services ?? []);
    return {
      kind: "incident",
      action: data.action,
      actor: byWhom(data.by, person),
      service: services.length === 1 ? services[0] : undefined,
      names: services,
      severity: severityOf(data.severity),
      title: oneLine(data.title),
      correlation: [
        ...(id === undefined ? [] : [{ type: "incident", value: id }]),
        ...(told !== undefined && SPEAKING_ID.test(told) ? [{ type: "incident", value: told }] : []),
        ...distinct(data.channels ?? []).map(channelKey),
      ],
      group: firstSaid(id),
    };
  },
);

/** The event types of our own, for systems without an adapter. */
export const annalistReaders: ReadonlyMap<string, Reader<Envelope>> = new Map(
  Object.entries({
    "annalist.alert.v1": alert,
    "annalist.page.v1": page,
    "annalist.change.v1": change,
    "annalist.message.v1": message,
    "annalist.status.v1": status,
    "annalist.incident.v1": incident,
  }),
);
