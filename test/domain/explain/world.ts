import { correlate } from "../../../src/domain/correlate/correlate.ts";
import type { DecisionRecord } from "../../../src/domain/decision.ts";
import type { RecordedEvent, Sighting } from "../../../src/domain/event.ts";
import { explain, type Known, type KnownDelivery } from "../../../src/domain/explain/explain.ts";
import type { Explanation, Standing } from "../../../src/domain/explain/explanation.ts";
import { buildCatalogue } from "../../../src/domain/services.ts";
import { createReader } from "../../../src/reading/read.ts";
import { fold } from "../draft/machine-drafts.ts";
import { draftView, SETTINGS } from "../draft/views.ts";

/** What a test asks about: events as they were correlated, people's decisions, and what is known of the delivery. */
export interface Asked {
  readonly events: readonly RecordedEvent[];
  readonly records?: readonly DecisionRecord[];
  readonly delivery?: Partial<KnownDelivery>;
  readonly channels?: readonly string[];
}

/** Asks the first incident about a subject. An attachment's reason is given in capitals. */
export function ask(subject: string, { events, records = [], delivery = {}, channels = [] }: Asked): Explanation {
  const services = SETTINGS.services.map((one) => (one.name === "shop" ? { ...one, channels: [...channels] } : one));
  const settings = { ...SETTINGS, services };
  const { incidents, unattached } = correlate(events, [], settings, createReader());
  const [view, ...others] = incidents;
  if (!view) throw new Error("nothing opens an incident");
  const known: Known = {
    ...{ draft: fold(draftView(view), records), view, others, unattached, renamed: new Map() },
    rules: { incidents: settings.incidents, catalogue: buildCatalogue(services) },
    attachedBecause: (reason) => reason.toUpperCase(),
  };
  const nothing = { id: subject, sightings: [], quarantined: [], isReceived: false, isSwept: false };
  return explain(subject, { ...nothing, ...delivery }, known);
}

/** Where the one event of the subject stands. */
export function standing(subject: string, asked: Asked): Standing {
  const { standings } = ask(subject, asked);
  const [only] = standings;
  if (!only || standings.length > 1) throw new Error(`${standings.length} standings`);
  return only;
}

/** The event as a delivery carried it. */
export function carried({ event, content, source, receivedAt }: RecordedEvent, delivery: string): Sighting {
  const { occurredAt, precision, zoneAssumed, timeSuspect, sentAt: _, ...facts } = event;
  const told = timeSuspect ? null : { at: occurredAt, precision, zoneAssumed };
  return { event: { ...facts, told }, content, source, receivedAt, delivery };
}

export const rulesOf = (all: readonly { readonly rule: string }[]): string[] => all.map(({ rule }) => rule);
