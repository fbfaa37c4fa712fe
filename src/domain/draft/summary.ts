import type { IncidentView } from "../correlate/incident-view.ts";
import { type Severity, worstOf } from "../event.ts";
import type { Settings } from "../settings.ts";
import { formatInstant, type Instant, instantOf } from "../time.ts";
import { declaredSeverity } from "./declared-severity.ts";
import { statusTitle } from "./lines.ts";
import { oneLine } from "./one-line.ts";
import type { IncidentSummary, Moments } from "./schema.ts";

const NAMED_BY = ["incident", "status", "page", "alert", "message"];

/** The head of a draft: what it is called, how bad, whose, since when, and how it stands. */
export function summarize(view: IncidentView, settings: Settings, moments: Moments): IncidentSummary {
  const teams = settings.services
    .filter(({ name }) => view.services.includes(name))
    .flatMap(({ team }) => (team === undefined ? [] : [team]));
  const end = endOf(view, moments);
  return {
    id: view.id,
    aliases: [...view.aliases],
    title: titleOf(view),
    status: end !== null ? "resolved" : moments.mitigated.at === null ? "open" : "mitigated",
    severity: severityOf(view, moments),
    services: [...view.services],
    teams: [...new Set(teams)].sort(),
    startedAt: formatInstant(view.start, "ms"),
    endedAt: end === null ? null : formatInstant(end, "ms"),
    candidate: view.candidate,
  };
}

/** When its openers were closed, else when the record says that it was over: a head never denies the key moment below it. */
function endOf({ closed, start, end }: IncidentView, { resolved }: Moments): Instant | null {
  if (closed) return end;
  return resolved.at === null ? null : Math.max(start, instantOf(resolved.at));
}

/** A declaration's title before the status page's, that before the page's, that before the alert's. */
function titleOf(view: IncidentView): string {
  const openers = view.openers.map(({ event }) => event.event);
  for (const kind of NAMED_BY) {
    const named = openers.find((event) => event.kind === kind);
    if (named) return (kind === "status" ? statusTitle(named) : oneLine(named.title)) || view.id;
  }
  return openers[0] === undefined ? view.id : oneLine(openers[0].title);
}

/** What the declaration says, else the worst of the openers. */
function severityOf(view: IncidentView, moments: Moments): Severity | null {
  return declaredSeverity(view, moments) ?? worstOf(view.openers.map(({ event }) => event.event.severity));
}
