import { type Static, Type } from "typebox";
import { canonicalJson } from "../domain/canonical.ts";
import { nameHash } from "../domain/hash.ts";
import { automation } from "./lib/actors.ts";
import { defineSource, type Normalized, type SourceEvent } from "./lib/define.ts";
import { readLabels } from "./lib/label-names.ts";
import { linksTo } from "./lib/links.ts";
import { alertGroup, normalizeAlerts } from "./lib/prometheus-alert.ts";
import { severityOf } from "./lib/severity.ts";
import { beyond, firstSaid, oneLine } from "./lib/text.ts";

const Text = Type.Optional(Type.Union([Type.String(), Type.Null()]));
const Tags = Type.Optional(Type.Union([Type.Record(Type.String(), Type.Unknown()), Type.Null()]));

/** Unified alerting sends a group as Alertmanager does, and more; a dashboard's alert (before version 9) one rule's state. */
const Payload = Type.Object({
  status: alertGroup.status,
  alerts: Type.Optional(alertGroup.alerts),
  ruleId: Type.Optional(Type.Union([Type.Number(), Type.String()])),
  ruleName: Text,
  ruleUrl: Text,
  imageUrl: Text,
  orgId: Type.Optional(Type.Union([Type.Number(), Type.String()])),
  state: Text,
  title: Text,
  message: Text,
  tags: Tags,
  evalMatches: Type.Optional(Type.Union([Type.Array(Type.Object({ tags: Tags })), Type.Null()])),
});
type Payload = Static<typeof Payload>;

/** What a dashboard alert's state is to a timeline. Without data the monitor is blind: that begins something, too. */
const LEGACY_ACTIONS: Readonly<Record<string, "firing" | "resolved">> = {
  alerting: "firing",
  no_data: "firing",
  ok: "resolved",
};

/**
 * Grafana's webhook contact point and its older dashboard alerts. Where the contact point has an HMAC timestamp header, it must be
 * named `X-Grafana-Alerting-Timestamp`.
 */
export default defineSource({
  name: "grafana",
  auth: ["hmac", "bearer", "basic"],
  hmac: {
    header: "x-grafana-alerting-signature",
    prefix: "",
    timestamp: {
      header: "x-grafana-alerting-timestamp",
      base: (timestamp) => `${timestamp}:`,
      required: false,
    },
  },
  bodyLimit: 8 * 1024 * 1024,
  headers: [],
  payload: Payload,
  normalize: (payload) =>
    payload.alerts ? normalizeAlerts({ ...payload, alerts: payload.alerts }) : normalizeRule(payload),
});

function normalizeRule(rule: Payload): Normalized {
  const state = rule.state?.toLowerCase();
  if (rule.ruleId === undefined || state === undefined) {
    const detail = "The payload holds neither alerts nor the ruleId and state of a dashboard's alert.";
    return { events: [], rejected: [{ code: "unexpected_payload", detail }] };
  }
  const action = LEGACY_ACTIONS[state];
  if (!action) return { events: [], ignored: [`dashboard alert ${oneLine(state, 40)}`] };
  return { events: [ruleEvent(rule, `${rule.orgId ?? 1}/${rule.ruleId}`, state, action)] };
}

/**
 * A dashboard's alert tells no time and has no id: what it measured and its picture tell one change of state from the next, and a change that
 * repeats an earlier one to the byte counts as its redelivery.
 */
function ruleEvent(rule: Payload, id: string, state: string, action: "firing" | "resolved"): SourceEvent {
  const tags = stringsOf(rule.tags, ...(rule.evalMatches ?? []).map((match) => match.tags));
  const name = firstSaid(rule.ruleName, rule.title) ?? "Alert";
  const said = firstSaid(rule.message);
  const title = oneLine([state === "no_data" ? `No data: ${name}` : name, said].filter(Boolean).join(": "));
  const measured = nameHash(canonicalJson([rule.evalMatches, rule.message, rule.title, rule.imageUrl]));
  return {
    key: `v1:rule:${id}:${state}:${measured}`,
    kind: "alert",
    action,
    actor: automation(),
    told: null,
    ...readLabels(tags),
    severity: severityOf(firstSaid(tags["severity"], tags["priority"])),
    title,
    text: beyond(title, rule.message),
    correlation: [{ type: "alert", value: `rule:${id}` }],
    links: linksTo({ rule: rule.ruleUrl, image: rule.imageUrl }),
    group: `rule:${id}`,
  };
}

/** The members that are texts; the first of several objects to have one wins. */
function stringsOf(
  ...objects: readonly (Readonly<Record<string, unknown>> | null | undefined)[]
): Record<string, string> {
  const members = objects.flatMap((object) => Object.entries(object ?? {})).reverse();
  return Object.fromEntries(members.filter((member): member is [string, string] => typeof member[1] === "string"));
}
