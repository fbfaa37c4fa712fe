import { BELONGS_TO, settingOf, settingOfAll } from "../correlate/environment.ts";
import type { IncidentView } from "../correlate/incident-view.ts";
import type { OpsEvent } from "../event.ts";
import { type Catalogue, channelName, servicesOf } from "../services.ts";
import type { IncidentRules } from "../settings.ts";
import { spellSpan } from "../spell.ts";
import type { Because } from "./explanation.ts";

/** What attaching goes by. */
export interface Rules {
  readonly incidents: IncidentRules;
  readonly catalogue: Catalogue;
}

/**
 * What keeps an event out of an incident, by the rules that could have attached it: its references, its services or channel, its time, its
 * environment.
 *
 * @param other the incident that it belongs to, if it belongs to one
 */
export function whyNot(event: OpsEvent, view: IncidentView, rules: Rules, other?: IncidentView): Because[] {
  const found = [ofServices(event, view, rules), ofTime(event, view, rules.incidents), ofEnvironment(event, view)];
  const reasons = found.filter((one) => one !== null);
  const fits = reasons.length === 0;
  return [NO_REFERENCE, ...(fits ? [isTakenForLive(event, view, other) ? TAKEN_FOR_LIVE : SET_ASIDE] : reasons)];
}

const isTakenForLive = (event: OpsEvent, { openers }: IncidentView, other: IncidentView | undefined): boolean =>
  other !== undefined &&
  settingOf(event) === "unknown" &&
  settingOfAll(openers) === "rehearsal" &&
  settingOfAll(other.openers) !== "rehearsal";

const TAKEN_FOR_LIVE: Because = {
  rule: "taken_for_live",
  words:
    "it says no environment; the incident is of one where a team tries things out, and what says none goes to what may be live where that fits, too",
};

const NO_REFERENCE: Because = {
  rule: "no_reference",
  words: "it names no id, link, thread, page or channel of the incident, and shares no lifecycle with it",
};

const SET_ASIDE: Because = {
  rule: "set_aside",
  words:
    "by its service and time it could belong, but another incident is nearer, it was found to be about something else, or nobody spoke of the incident then",
};

function ofServices(event: OpsEvent, view: IncidentView, { catalogue }: Rules): Because | null {
  const services = servicesOf(event, catalogue);
  if (services.length === 0) return event.kind === "message" ? ofChannel(event, view, catalogue) : NO_SERVICE;
  const related = relatedTo(view.services, catalogue);
  const about = `it is about ${services.join(", ")}`;
  if (!services.some((service) => related.has(service)))
    return {
      rule: "other_service",
      words:
        view.services.length === 0
          ? `${about}; the incident is about no known service`
          : `${about}; the incident is about ${view.services.join(", ")}, and neither depends on the other directly`,
    };
  const isDependent = services.every((service) => related.get(service) === "dependent");
  return isDependent && event.kind === "change"
    ? {
        rule: "change_of_dependent",
        words: `${about}, which depends on the incident's services: a change there does not break them`,
      }
    : null;
}

const NO_SERVICE: Because = { rule: "no_service", words: "it names no service that the catalogue knows" };

function relatedTo(
  own: readonly string[],
  { dependencies, dependents }: Catalogue,
): Map<string, "own" | "dependency" | "dependent"> {
  const related = new Map<string, "own" | "dependency" | "dependent">();
  for (const service of own) for (const name of dependents.get(service) ?? []) related.set(name, "dependent");
  for (const service of own) for (const name of dependencies.get(service) ?? []) related.set(name, "dependency");
  for (const service of own) related.set(service, "own");
  return related;
}

/** How a channel that is not the incident's stands to its services. */
const beside = (services: readonly string[]): string =>
  services.length === 0
    ? "; the incident is about no known service, so that the catalogue gives it no channel"
    : `, which the catalogue does not give to ${services.join(", ")}`;

/** A message without a service goes by its channel. */
function ofChannel(event: OpsEvent, view: IncidentView, { ofChannel: mapped }: Catalogue): Because | null {
  const names = event.correlation.filter(({ type }) => type === "channel").map(({ value }) => value);
  const services = names.flatMap((name) => mapped.get(channelName(name)) ?? []);
  const where = names.at(-1) === undefined ? "in no channel" : `in ${names.at(-1)}`;
  if (!services.some((service) => view.services.includes(service)))
    return {
      rule: "other_channel",
      words: `it names no service and was written ${where}${beside(view.services)}`,
    };
  if (event.occurredAt < view.start)
    return {
      rule: "talk_before_start",
      words: `it was written ${where} before the incident started, and states no happening`,
    };
  return view.candidate
    ? {
        rule: "idle_talk",
        words: `it was written ${where}, but nobody has said yet that this is an incident; so long after its alerts began only talk counts that states a happening in their words while one of them fires, and what is said around that`,
      }
    : null;
}

function ofTime(
  { occurredAt }: OpsEvent,
  { start, end }: IncidentView,
  { lookback, lookahead }: IncidentRules,
): Because | null {
  if (occurredAt < start - lookback)
    return {
      rule: "too_early",
      words: `it came ${spellSpan(start - occurredAt)} before the incident's start; without a reference that is looked at for ${spellSpan(lookback)} (incidents.lookback)`,
    };
  if (occurredAt > end + lookahead)
    return {
      rule: "too_late",
      words: `it came ${spellSpan(occurredAt - end)} after the incident's end; without a reference that is looked at for ${spellSpan(lookahead)} (incidents.lookahead)`,
    };
  return null;
}

/** The same name where a team tries things out is another thing: neither belongs to an incident of the other. */
function ofEnvironment(event: OpsEvent, { openers }: IncidentView): Because | null {
  const [here, there] = [settingOf(event), settingOfAll(openers)];
  if (BELONGS_TO[here].includes(there)) return null;
  const words =
    here === "rehearsal"
      ? `it is of ${event.environment}, where a team tries things out; ${there === "live" ? "the incident is not" : "nothing says that the incident is"}`
      : `it is of ${event.environment}; the incident is of ${environmentsOf(openers)}, where a team tries things out`;
  return { rule: "other_environment", words };
}

const environmentsOf = (openers: IncidentView["openers"]): string =>
  [...new Set(openers.flatMap(({ event }) => event.event.environment ?? []))].sort().join(", ");
