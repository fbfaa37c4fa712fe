import type { IncidentView } from "../correlate/incident-view.ts";
import { type OpsEvent, type Severity, worstOf } from "../event.ts";
import type { Settings } from "../settings.ts";
import { formatInstant, type Instant, instantOf } from "../time.ts";
import { declaredSeverity } from "./declared-severity.ts";
import { standingWords } from "./happenings/withdrawn.ts";
import { statusTitle } from "./lines/lines.ts";
import { oneLine } from "./lines/one-line.ts";
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

/** A declaration's title before the status page's, that before the page's, that before the alert's, that before what somebody said. */
function titleOf(view: IncidentView): string {
  const openers = view.openers.map(({ event }) => event.event);
  for (const kind of NAMED_BY) {
    const named = openers.filter((event) => event.kind === kind);
    const [first] = named;
    if (first) return (kind === "message" ? saidTitle(named, view) : writtenTitle(first)) || view.id;
  }
  return openers[0] === undefined ? view.id : oneLine(openers[0].title);
}

const writtenTitle = (named: OpsEvent): string => (named.kind === "status" ? statusTitle(named) : oneLine(named.title));

/** The first report as its author left it: what was taken back heads no incident. */
function saidTitle(reports: readonly OpsEvent[], { attached }: IncidentView): string {
  for (const report of reports) {
    const standing = standingWords(report, attached);
    if (standing) return oneLine(standing.title);
  }
  return "A report that was deleted";
}

/** What the declaration says, else the worst of the openers. */
function severityOf(view: IncidentView, moments: Moments): Severity | null {
  return declaredSeverity(view, moments) ?? worstOf(view.openers.map(({ event }) => event.event.severity));
}
