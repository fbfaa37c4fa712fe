import type { Attachment, IncidentView, OpenerType } from "../../../src/domain/correlate/incident-view.ts";
import { draftIncident } from "../../../src/domain/draft/draft-incident.ts";
import type { MachineDraft } from "../../../src/domain/draft/machine.ts";
import type { Entry } from "../../../src/domain/draft/schema.ts";
import type { OpsEvent, RecordedEvent } from "../../../src/domain/event.ts";
import { nameHash } from "../../../src/domain/hash.ts";
import { compareEvents } from "../../../src/domain/order.ts";
import { buildCatalogue } from "../../../src/domain/services.ts";
import { DEFAULT_INCIDENTS, DEFAULT_TARGETS, type Settings } from "../../../src/domain/settings.ts";
import { createLinter } from "../../../src/reading/lint.ts";
import { createReader } from "../../../src/reading/read.ts";
import { minutes, recorded } from "../events.ts";

/** An invented shop: `shop` depends on `basket`; `mailer` is apart. */
export const SETTINGS: Settings = {
  sources: [
    { name: "am", kind: "alertmanager" },
    { name: "chat", kind: "slack" },
  ],
  services: [
    { name: "shop", team: "front", dependsOn: ["basket"], repos: ["acme/shop"] },
    { name: "basket", team: "back" },
    { name: "mailer" },
  ],
  people: [{ name: "Oona", ids: ["slack:U0000OONA"] }],
  incidents: DEFAULT_INCIDENTS,
  targets: DEFAULT_TARGETS,
};

type Facts = Partial<OpsEvent> & Pick<OpsEvent, "key">;

/** `minute` after ten o'clock. Of service `shop`, unless stated. */
interface At {
  readonly minute: number;
}

const at = ({ minute }: At) => ({ occurredAt: minutes(minute) });

/** An alert episode's step. Its name stands before the colon of its title. */
export function alert(
  name: string,
  minute: number,
  action: "firing" | "resolved" = "firing",
  facts: Partial<OpsEvent> & { start?: number } = {},
) {
  const { start = minute, ...rest } = facts;
  const host = rest.names?.[0] ?? "";
  return recorded({
    key: `am/am:v1:${name}${host}:${start}:${action}`,
    kind: "alert",
    action,
    actor: { type: "automation" },
    service: "shop",
    severity: "critical",
    title: `${name}: too many errors`,
    correlation: [
      { type: "episode", value: `${name}${host}:${start}` },
      { type: "alert", value: `${name}${host}` },
    ],
    group: `${name}${host}:${start}`,
    ...at({ minute }),
    ...rest,
  });
}

export function page(id: string, minute: number, action: string, facts: Partial<OpsEvent> = {}) {
  return recorded({
    key: `pd/pd:v1:${id}:${action}:${minute}`,
    kind: "page",
    action,
    actor: action === "triggered" ? { type: "automation" } : { type: "human", id: "pagerduty:P1", name: "Marek" },
    service: "shop",
    severity: "high",
    title: `Page ${id}`,
    correlation: [{ type: "page", value: id }],
    group: id,
    ...at({ minute }),
    ...facts,
  });
}

export function message(id: string, minute: number, text: string, facts: Partial<OpsEvent> = {}) {
  return recorded({
    key: `chat/chat:v1:${id}`,
    kind: "message",
    action: "posted",
    actor: { type: "human", id: "slack:U0000OONA", name: "U0000OONA" },
    title: text,
    correlation: [
      { type: "message", value: id },
      { type: "channel", value: "shop-ops" },
    ],
    ...at({ minute }),
    ...facts,
  });
}

export function change(id: string, minute: number, action: string, facts: Partial<OpsEvent> = {}) {
  return recorded({
    key: `gh/gh:v1:${id}:${action}:${minute}`,
    kind: "change",
    action,
    actor: { type: "human", id: "github:ines", name: "ines" },
    service: "shop",
    title: `Deploy of ${id}`,
    correlation: [{ type: "deployment", value: id }],
    group: id,
    ...at({ minute }),
    ...facts,
  });
}

export function status(id: string, minute: number, action: string, facts: Partial<OpsEvent> = {}) {
  return recorded({
    key: `sp/sp:v1:${id}:${action}`,
    kind: "status",
    action,
    actor: { type: "unknown" },
    title: "Checkout fails",
    correlation: [{ type: "status", value: id }],
    group: id,
    ...at({ minute }),
    ...facts,
  });
}

export function incident(id: string, minute: number, action: string, facts: Partial<OpsEvent> = {}) {
  return recorded({
    key: `inc/inc:v1:${id}:${action}`,
    kind: "incident",
    action,
    actor: { type: "human", name: "Oona" },
    title: "Checkout is down",
    correlation: [{ type: "incident", value: id }],
    ...at({ minute }),
    ...facts,
  });
}

export const anything = (facts: Facts & Partial<At>): RecordedEvent => {
  const { minute = 0, ...rest } = facts;
  return recorded({ ...at({ minute }), ...rest });
};

interface Shape {
  /** Keys of the openers; without it the earliest event is the only one. */
  readonly openers?: readonly string[];
  readonly ranks?: Readonly<Record<string, Attachment["rank"]>>;
  readonly start?: number;
  readonly end?: number;
  readonly closed?: boolean;
  readonly channels?: readonly string[];
  /** Sources that told of something else. */
  readonly heard?: readonly string[];
}

/** An incident of service `shop` that holds the events, as correlation would hand it over. */
export function viewOf(events: readonly RecordedEvent[], shape: Shape = {}): IncidentView {
  const ordered = [...events].sort((a, b) => compareEvents(a.event, b.event));
  const first = ordered[0];
  if (!first) throw new Error("a view needs an event");
  const openers = new Set(shape.openers ?? [first.event.key]);
  const rankOf = (key: string) => (openers.has(key) ? 0 : (shape.ranks?.[key] ?? 3));
  const types: Partial<Record<OpsEvent["kind"], OpenerType>> = {
    alert: "alert",
    page: "page",
    status: "status",
    incident: "declaration",
  };
  return {
    id: `inc_${nameHash(first.event.key)}`,
    aliases: [],
    opener: first.event.key,
    pinned: false,
    openers: ordered
      .filter(({ event }) => openers.has(event.key))
      .map((event) => ({
        event,
        type: types[event.event.kind] ?? "report",
        openUntil: minutes(120),
        closed: false,
        services: ["shop"],
      })),
    start: minutes(shape.start ?? 0),
    end: minutes(shape.end ?? 120),
    closed: shape.closed ?? false,
    candidate: false,
    services: ["shop"],
    channels: new Set(shape.channels ?? []),
    heard: [...new Set([...ordered.map(({ source }) => source), ...(shape.heard ?? [])])].sort(),
    attached: ordered.map((event) => ({ event, rank: rankOf(event.event.key), reason: "service_in_window" })),
    suggestions: [],
  };
}

export const draft = (events: readonly RecordedEvent[], shape: Shape = {}): MachineDraft =>
  draftView(viewOf(events, shape));

export function draftView(view: IncidentView): MachineDraft {
  return draftIncident(view, {
    settings: SETTINGS,
    catalogue: buildCatalogue(SETTINGS.services),
    read: createReader(),
    lint: createLinter(),
  });
}

export const entriesOf = (drafted: MachineDraft): Entry[] => drafted.entries.map(({ entry }) => entry);

export const timelineOf = (drafted: MachineDraft): Entry[] =>
  entriesOf(drafted).filter(({ visibility }) => visibility === "timeline");

/** Event keys behind an entry. */
export const keysOf = (entry: Entry | undefined): string[] => (entry?.evidence ?? []).map(({ event }) => event);
