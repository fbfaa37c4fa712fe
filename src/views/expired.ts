import type { IncidentView } from "../domain/correlate/incident-view.ts";
import type { RecordedEvent } from "../domain/event.ts";
import type { Instant } from "../domain/time.ts";
import type { Derived } from "./derive.ts";

/** Events that go together or not at all. */
export interface Expired {
  /** The id of the incident that they are; null for events of none. */
  readonly incident: string | null;
  /** All keys under which a store may have them. */
  readonly keys: readonly string[];
}

/**
 * What is older than `before` of all events: incidents as a whole, and events of none. An event is as old as the later of when it happened and when it
 * was received, so that what a backfill asks for stays as long as what came by itself. An incident stays if anything of it is younger, if it
 * was not over, or if a person decided on it; and with it what it suggests.
 */
export function expiredOf(
  { incidents, unattached }: Pick<Derived, "incidents" | "unattached">,
  before: Instant,
): Expired[] {
  const old = incidents.filter((view) => isOld(view, before));
  const going = new Set(old);
  const kept = incidents.filter((view) => !going.has(view));
  const needed = new Set(
    kept.flatMap(({ attached, suggestions }) => [...attached, ...suggestions].map(({ event }) => event)),
  );
  const whole = old.map(({ id, attached }) => ({
    incident: id,
    keys: attached.flatMap(({ event }) => keysOf(event)),
  }));
  const single = unattached.filter((event) => lastOf(event) < before && !needed.has(event));
  return [...whole, ...single.map((event) => ({ incident: null, keys: keysOf(event) }))];
}

function isOld({ pinned, end, attached }: IncidentView, before: Instant): boolean {
  return !pinned && end < before && attached.every(({ event }) => lastOf(event) < before);
}

const lastOf = ({ event, receivedAt }: RecordedEvent): Instant => Math.max(event.occurredAt, receivedAt);

const keysOf = ({ event }: RecordedEvent): string[] => [event.key, ...event.formerKeys];
