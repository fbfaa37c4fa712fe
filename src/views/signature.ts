import type { Attachment, IncidentView, Opener } from "../domain/correlate/incident-view.ts";
import type { RecordedEvent } from "../domain/event.ts";
import { sha256 } from "../domain/hash.ts";

/**
 * Names all that drafting reads of an incident (not whether its opener is pinned, so that a first decision drafts nothing again): equal signatures mean equal machine drafts under the same settings. A content hash stands
 * for an event's facts; its times stand beside it, since they also depend on who carried it first.
 */
export function signatureOf(view: IncidentView): string {
  const { id, aliases, opener, start, end, closed, candidate, services, channels } = view;
  return sha256(
    JSON.stringify([
      [id, aliases, opener, start, end, closed, candidate, services, [...channels].sort()],
      view.openers.map(openerFacts),
      view.attached.map(attachmentFacts),
      view.suggestions.map(({ event, reason }) => [eventFacts(event), reason]),
    ]),
  );
}

function openerFacts({ event, type, openUntil, closed, services }: Opener): unknown[] {
  return [event.event.key, type, openUntil, closed, services];
}

function attachmentFacts({ event, rank, reason }: Attachment): unknown[] {
  return [...eventFacts(event), rank, reason];
}

function eventFacts({ event, content, delivery, source, receivedAt }: RecordedEvent): unknown[] {
  return [event.key, content, event.occurredAt, event.sentAt ?? null, delivery, source, receivedAt];
}
