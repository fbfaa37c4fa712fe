import type { OpsEvent, RecordedEvent, Sighting, ToldEvent } from "../../src/domain/event.ts";
import type { Reading } from "../../src/domain/reading.ts";
import { contentOf } from "../../src/domain/sightings.ts";
import { type Instant, MINUTE, parseInstant } from "../../src/domain/time.ts";

/** 2026-03-01T10:00:00Z: the hour at which the invented events of tests begin. */
export const TEN_O_CLOCK: Instant = parseInstant("2026-03-01T10:00:00Z")?.at ?? Number.NaN;

/** Minutes after {@link TEN_O_CLOCK}; fractions and negative numbers are welcome. */
export const minutes = (count: number): Instant => TEN_O_CLOCK + Math.round(count * MINUTE);

/** An event of which a test states only what it is about. Without `occurredAt` it happens at ten o'clock. */
export function event(facts: Partial<OpsEvent> & Pick<OpsEvent, "key">): OpsEvent {
  return {
    formerKeys: [],
    kind: "message",
    action: "posted",
    actor: { type: "unknown" },
    names: [],
    severity: null,
    title: facts.key,
    correlation: [],
    links: [],
    marks: [],
    occurredAt: TEN_O_CLOCK,
    precision: "s",
    zoneAssumed: false,
    timeSuspect: false,
    ...facts,
  };
}

/** The same as drafting reads it: first carried by a delivery named `d:<key>`, five seconds after it happened, unless stated. */
export function recorded(
  facts: Partial<OpsEvent> & Pick<OpsEvent, "key">,
  receipt: Partial<Omit<RecordedEvent, "event">> = {},
): RecordedEvent {
  const made = event(facts);
  return {
    event: made,
    content: contentOf(toldOf(made)),
    delivery: `d:${made.key}`,
    source: made.key.split("/")[0] ?? made.key,
    receivedAt: made.occurredAt + 5_000_000,
    ...receipt,
  };
}

/** The same as one delivery carried it, at `receivedAt`. */
export function sightingOf({ event: made, content, source }: RecordedEvent, receivedAt: Instant): Sighting {
  const { sentAt } = made;
  const delivery = `d:${made.key}:${receivedAt}`;
  return { event: toldOf(made), content, delivery, source, receivedAt, ...(sentAt === undefined ? {} : { sentAt }) };
}

function toldOf({ occurredAt, precision, zoneAssumed, timeSuspect, sentAt: _, ...rest }: OpsEvent): ToldEvent {
  return { ...rest, told: timeSuspect ? null : { at: occurredAt, precision, zoneAssumed } };
}

/** What a reader says of talk; a test's reader overrides what it is about. */
export const reading = (found: Partial<Reading> = {}): Reading => ({
  kind: "message",
  declares: false,
  reports: false,
  echoes: false,
  reason: "talk: says nothing that happened",
  ...found,
});
