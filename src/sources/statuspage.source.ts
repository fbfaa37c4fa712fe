import { type Static, Type } from "typebox";
import type { Severity } from "../domain/event.ts";
import type { Instant } from "../domain/time.ts";
import { unknownActor } from "./lib/actors.ts";
import { checkEach } from "./lib/check.ts";
import { defineSource, type Normalized, type SourceEvent } from "./lib/define.ts";
import { linksTo } from "./lib/links.ts";
import { maybe } from "./lib/shapes.ts";
import { beyond, distinct, oneLine, said } from "./lib/text.ts";
import { toldTime } from "./lib/times.ts";

const Text = maybe(Type.String());
const Id = Type.String({ minLength: 1 });
const Components = maybe(Type.Array(Type.Object({ name: Text })));

/** One post of an incident. All posts so far come with every change. */
const Update = Type.Object({
  id: Id,
  status: Type.String(),
  body: Text,
  created_at: Text,
  updated_at: Text,
  display_at: Text,
  affected_components: Components,
});
type Update = Static<typeof Update>;

const Incident = Type.Object({
  id: Id,
  name: Text,
  impact: Text,
  shortlink: Text,
  backfilled: maybe(Type.Boolean()),
  components: Components,
  incident_updates: Type.Array(Type.Unknown()),
});
type Incident = Static<typeof Incident>;

const ComponentUpdate = Type.Object({ id: Id, old_status: Text, new_status: Type.String(), created_at: Text });
type ComponentUpdate = Static<typeof ComponentUpdate>;

const ACTIONS: ReadonlyMap<string, string> = new Map([
  ...["investigating", "identified", "monitoring", "resolved"].map((status) => [status, status] as const),
  ...["scheduled", "in_progress", "completed"].map((status) => [status, status] as const),
  ["verifying", "updated"],
  ["postmortem", "updated"],
]);

const IMPACTS: Readonly<Record<string, Severity>> = { critical: "critical", major: "high", minor: "medium" };
const COMPONENT_STATES: Readonly<Record<string, Severity>> = {
  major_outage: "critical",
  partial_outage: "high",
  degraded_performance: "medium",
};

/** Atlassian Statuspage, as a subscriber of the page gets it: unsigned, so that only a token in the address protects it. */
export default defineSource({
  name: "statuspage",
  auth: ["urlToken"],
  bodyLimit: 4 * 1024 * 1024,
  headers: [],
  payload: Type.Object({
    meta: maybe(Type.Object({ generated_at: Text })),
    incident: maybe(Incident),
    component_update: maybe(ComponentUpdate),
    component: maybe(Type.Object({ id: Text, name: Text })),
  }),
  normalize({ meta, incident, component_update: change, component }) {
    const sentAt = toldTime(meta?.generated_at)?.at;
    if (incident) return normalizePosts(incident, sentAt);
    if (change) return { events: [componentEvent(change, said(component?.name), component?.id, sentAt)] };
    return { events: [], ignored: ["neither incident nor component_update"] };
  },
});

function normalizePosts(incident: Incident, sentAt: Instant | undefined): Normalized {
  const { good, rejected } = checkEach(Update, incident.incident_updates, "incident_updates");
  const events: SourceEvent[] = [];
  const ignored: string[] = [];
  for (const update of good) {
    const action = ACTIONS.get(update.status);
    if (action === undefined) ignored.push(`incident_update ${oneLine(update.status, 40)}`);
    else events.push(postEvent(incident, update, action, sentAt));
  }
  return { events, rejected, ignored };
}

/**
 * A post is known by its id. It may be edited later, its time too: then the same post comes with other content, and the page's time of
 * sending says which is the newer.
 */
function postEvent(incident: Incident, update: Update, action: string, sentAt: Instant | undefined): SourceEvent {
  const name = said(incident.name) ?? "Status post";
  const afterwards = incident.backfilled ? " (posted afterwards)" : "";
  const title = oneLine(`${name}: ${update.status.replaceAll("_", " ")}${afterwards}`);
  const sent = sentAt ?? toldTime(update.updated_at)?.at;
  return {
    key: `v1:update:${update.id}`,
    kind: "status",
    action,
    actor: unknownActor(),
    told: toldTime(update.display_at) ?? toldTime(update.created_at),
    ...(sent === undefined ? {} : { sentAt: sent }),
    names: distinct((update.affected_components ?? incident.components ?? []).map((component) => component.name)),
    severity: IMPACTS[incident.impact ?? ""] ?? null,
    title,
    text: beyond(title, update.body),
    correlation: [{ type: "status", value: incident.id }],
    links: linksTo({ status: incident.shortlink }),
    group: incident.id,
  };
}

function componentEvent(
  { id, old_status: before, new_status: now, created_at }: ComponentUpdate,
  name: string | undefined,
  component: string | null | undefined,
  sentAt: Instant | undefined,
): SourceEvent {
  const words = (status: string) => status.replaceAll("_", " ");
  const was = said(before);
  return {
    key: `v1:component_update:${id}`,
    kind: "status",
    action: "updated",
    actor: unknownActor(),
    told: toldTime(created_at),
    ...(sentAt === undefined ? {} : { sentAt }),
    names: distinct([name]),
    severity: COMPONENT_STATES[now] ?? null,
    title: oneLine(`${name ?? "Component"}: ${words(now)}${was === undefined ? "" : ` (was ${words(was)})`}`),
    group: said(component) === undefined ? undefined : `component:${component}`,
  };
}
