import { type Static, Type } from "typebox";
import type { Link } from "../../domain/event.ts";
import { automation } from "./actors.ts";
import { checkEach } from "./check.ts";
import type { Normalized, SourceEvent } from "./define.ts";
import { labelFingerprint } from "./fingerprint.ts";
import { readLabels } from "./label-names.ts";
import { linksTo } from "./links.ts";
import { severityOf } from "./severity.ts";
import { beyond, firstSaid, oneLine, said } from "./text.ts";
import { toldTime } from "./times.ts";

const Words = Type.Record(Type.String(), Type.String());
const Text = Type.Optional(Type.Union([Type.String(), Type.Null()]));

/** One alert of a group, as Alertmanager and Grafana send it; the last four addresses only Grafana knows. */
const Alert = Type.Object({
  status: Text,
  labels: Words,
  annotations: Type.Optional(Type.Union([Words, Type.Null()])),
  startsAt: Text,
  endsAt: Text,
  fingerprint: Text,
  generatorURL: Text,
  dashboardURL: Text,
  panelURL: Text,
  imageURL: Text,
});
export type Alert = Static<typeof Alert>;

/** A group of alerts: each is checked by itself, so that a bad one does not take the good ones with it. */
export const alertGroup = {
  status: Text,
  alerts: Type.Array(Type.Unknown()),
};

interface AlertGroup {
  readonly status?: string | null;
  readonly alerts: readonly unknown[];
}

/**
 * One event per alert of a group. An alert is told of again with every change of its group, so its identity is its fingerprint,
 * its start and its state, whatever delivery carried it.
 */
export function normalizeAlerts(group: AlertGroup): Normalized {
  const { good, rejected } = checkEach(Alert, group.alerts, "alerts");
  const events: SourceEvent[] = [];
  const ignored: string[] = [];
  for (const alert of good) {
    const status = firstSaid(alert.status, group.status)?.toLowerCase();
    if (status === "firing" || status === "resolved") events.push(alertEvent(alert, status));
    else ignored.push(`alert ${oneLine(status ?? "without status", 40)}`);
  }
  return { events, rejected, ignored };
}

/** The event of one alert that fires or was resolved, in words that do not depend on who tells of it. */
export function alertEvent(alert: Alert, action: "firing" | "resolved"): SourceEvent {
  const { labels } = alert;
  const fingerprint = said(alert.fingerprint) ?? labelFingerprint(labels);
  const start = toldTime(alert.startsAt);
  const episode = start && `${fingerprint}:${start.at}`;
  const title = titleOf(alert);
  return {
    // Without a start its episodes cannot be told apart.
    key: `v1:${episode ?? `${fingerprint}:unknown`}:${action}`,
    kind: "alert",
    action,
    actor: automation(),
    // While it fires, endsAt is zero, or a time to come at which it would be taken for resolved.
    told: action === "firing" ? start : toldTime(alert.endsAt),
    ...readLabels(labels),
    severity: severityOf(firstSaid(labels["severity"], labels["level"], labels["priority"], note(alert, "severity"))),
    title,
    text: beyond(title, firstSaid(note(alert, "description"), note(alert, "message"), note(alert, "Error"))),
    correlation: [
      ...(episode === null ? [] : [{ type: "episode", value: episode }]),
      { type: "alert", value: fingerprint },
      ...(said(labels["team"]) === undefined ? [] : [{ type: "team", value: labels["team"] ?? "" }]),
    ],
    links: linksOf(alert),
    group: episode ?? undefined,
  };
}

/** The alert's name, and what it says in a line; the name of a rule whose data source failed, too. */
function titleOf(alert: Alert): string {
  const name = firstSaid(alert.labels["alertname"]) ?? "Alert";
  const rule = said(alert.labels["rulename"]);
  const called = rule === undefined || name.includes(rule) ? name : `${name} (${rule})`;
  const says = firstSaid(
    note(alert, "summary"),
    note(alert, "title"),
    note(alert, "message"),
    note(alert, "description"),
  );
  if (says === undefined || called.includes(says)) return oneLine(called);
  return oneLine(says.includes(called) ? says : `${called}: ${says}`);
}

function linksOf(alert: Alert): Link[] {
  return linksTo({
    runbook: firstSaid(note(alert, "runbook_url"), note(alert, "runbook")),
    generator: alert.generatorURL,
    dashboard: firstSaid(alert.dashboardURL, note(alert, "dashboard_url"), note(alert, "dashboard")),
    panel: alert.panelURL,
    image: alert.imageURL,
  });
}

function note({ annotations }: Alert, name: string): string | undefined {
  return annotations?.[name];
}
