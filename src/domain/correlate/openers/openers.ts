import { isAsBadAs, type OpsEvent, type Severity } from "../../event.ts";
import type { Reading } from "../../reading.ts";
import { servicesNamedBy } from "../../services.ts";
import type { Instant } from "../../time.ts";
import { isIncidentChannel } from "../channels.ts";
import { eventAt, type Facts, servicesOfChannelsAt } from "../facts.ts";
import type { Opener, OpenerType } from "../incident-view.ts";
import type { Lifecycle } from "../lifecycles.ts";
import { lifespanOf } from "./lifespan.ts";
import { isNumberedOpening } from "./numbered-posts.ts";

const POSTS_OF_AN_INCIDENT = new Set(["investigating", "identified", "monitoring"]);

/** An opener and the place of its event in the order. */
export interface PlacedOpener extends Opener {
  readonly index: number;
  readonly start: Instant;
  /** The lifecycles that it is a step of. */
  readonly lifecycles: readonly Lifecycle[];
  /** Its services by the name that it gives them: several under one name where the catalogue is ambiguous. */
  readonly named: readonly (readonly string[])[];
}

/** What an event may open. `written`: a message opens it, unless it refers to an incident that is open already. */
export interface Opening {
  readonly type: OpenerType;
  readonly written: boolean;
}

/**
 * What an event opens by the variant in force, else by the last of the others that opened anything: what opened an incident once opens it
 * still (an alert that is repeated at a lower severity, a report that was reworded), so that the incident's id never dies.
 */
export function openingOf(facts: Facts, index: number): Opening | null {
  const event = eventAt(facts.events, index);
  const now = openingOfVariant(facts, index, event, () => facts.readingOf(index));
  const others = facts.events[index]?.superseded;
  if (now || !others) return now;
  for (const other of others.toReversed()) {
    const once = openingOfVariant(facts, index, other, () => facts.read(other));
    if (once) return once;
  }
  return null;
}

function openingOfVariant(facts: Facts, index: number, variant: OpsEvent, read: () => Reading): Opening | null {
  const type = openerTypeOf(variant, facts.settings.incidents.openAt);
  if (type) return { type, written: false };
  if (variant.kind !== "message" || variant.action !== "posted") return null;
  const { declares, reports, numbered } = read();
  if (declares || isNumberedOpening(eventAt(facts.events, index), numbered))
    return { type: "declaration", written: true };
  return reports && servicesOfChannelsAt(facts, index).length > 0 ? { type: "report", written: true } : null;
}

/**
 * What a machine's record opens by itself: an alert at or above `openAt`, a page, a status post of an incident, a declaration in an
 * incident tool. Null for what opens nothing: a step of a lifecycle, planned maintenance, an incident channel that was created.
 */
function openerTypeOf(event: OpsEvent, openAt: Severity): OpenerType | null {
  switch (event.kind) {
    case "alert":
      return event.action === "firing" && event.severity && isAsBadAs(event.severity, openAt) ? "alert" : null;
    case "page":
      return event.action === "triggered" || event.action === "reopened" ? "page" : null;
    case "status":
      return POSTS_OF_AN_INCIDENT.has(event.action) ? "status" : null;
    case "incident":
      return event.action === "declared" ? "declaration" : null;
    default:
      return null;
  }
}

/** The type of an event that a person decided on: it opens an incident whatever the rules say today, so that the decisions keep their place. */
export function openerTypeOfPinned(event: OpsEvent): OpenerType {
  switch (event.kind) {
    case "alert":
    case "page":
    case "status":
      return event.kind;
    case "incident":
      return "declaration";
    default:
      return "report";
  }
}

/** @param told services that it is about beside those that it names */
export function placeOpener(
  facts: Facts,
  index: number,
  type: OpenerType,
  told: readonly string[] = [],
): PlacedOpener | null {
  const event = facts.events[index];
  if (!event) return null;
  const named = [...servicesNamedByOpener(facts, index, type), ...told.map((service) => [service])];
  const only = named[0];
  const services = only && named.length === 1 ? only : [...new Set(named.flat())].sort();
  const { openUntil, closed } = lifespanOf(facts, index, type);
  const { occurredAt: start } = event.event;
  return {
    index,
    event,
    type,
    start,
    openUntil,
    closed,
    lifecycles: facts.lifecycles.of[index] ?? [],
    services,
    named,
  };
}

/**
 * A report that names no service is about the service of its channel, where that is mapped to exactly one; a declaration in an incident channel
 * is about what the channel is named after.
 */
function servicesNamedByOpener(facts: Facts, index: number, type: OpenerType): readonly (readonly string[])[] {
  const event = eventAt(facts.events, index);
  const named = servicesNamedBy(event, facts.catalogue);
  if (type === "report") return namedByReport(named, event, facts, index);
  return named.length === 0 && type === "declaration" ? namedByChannelOf(facts, index) : named;
}

/** Who speaks is what it is about only where neither it nor its channel tells of anything else. */
function namedByReport(
  named: readonly (readonly string[])[],
  event: OpsEvent,
  facts: Facts,
  index: number,
): readonly (readonly string[])[] {
  const others = servicesNamedBy(withoutSpeaker(event, facts, index), facts.catalogue);
  if (others.length > 0) return others;
  const ofChannel = servicesOfChannelsAt(facts, index);
  return ofChannel.length === 1 ? [ofChannel] : named;
}

/** Who reports trouble, and says for whom they speak, does not report that these are in trouble. */
function withoutSpeaker(event: OpsEvent, facts: Facts, index: number): OpsEvent {
  const speaker = facts.readingOf(index).speaksFor?.() ?? null;
  return speaker === null ? event : { ...event, text: (event.text ?? event.title).replace(speaker, "") };
}

function namedByChannelOf({ events, channels }: Facts, index: number): readonly (readonly string[])[] {
  const channel = eventAt(events, index).kind === "message" ? channels.of[index]?.[0] : undefined;
  if (!channel || channel.services.length > 0 || !isIncidentChannel(channel)) return [];
  return channel.named.map((service) => [service]);
}

/** Alerts and low-urgency pages alone make a candidate: nobody has said yet that it is an incident. */
export function isTentative({ type, event: { event } }: Opener): boolean {
  if (type === "alert") return true;
  return type === "page" && event.severity === "low" && event.actor.type !== "human";
}
