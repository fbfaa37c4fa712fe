import type { RecordedEvent } from "../event.ts";
import type { Reader } from "../reading.ts";
import { incidentId } from "../served-names.ts";
import type { Settings } from "../settings.ts";
import { correlate } from "./correlate.ts";
import type { IncidentView, Opener } from "./incident-view.ts";

/**
 * All events as one incident, because a person says that they are: its openers are those that the rules find; where they find none, its
 * first event stands for one. Null where there are no events. A function of the set.
 */
export function correlateAsOne(
  events: readonly RecordedEvent[],
  settings: Settings,
  read: Reader,
): IncidentView | null {
  const [first] = events;
  const last = events.at(-1);
  if (!first || !last) return null;
  const { incidents } = correlate(events, [], settings, read);
  const found = incidents
    .flatMap(({ openers }) => openers)
    .sort((a, b) => events.indexOf(a.event) - events.indexOf(b.event));
  const openers = found.length > 0 ? found : [stand(first, last)];
  const opening = new Set(openers.map(({ event }) => event.event.key));
  const naming = openers[0]?.event.event.key ?? first.event.key;
  return {
    id: incidentId(naming),
    aliases: [...opening]
      .filter((key) => key !== naming)
      .map(incidentId)
      .sort(),
    opener: naming,
    pinned: false,
    openers,
    start: openers[0]?.event.event.occurredAt ?? first.event.occurredAt,
    end: openers.reduce((latest, { openUntil }) => Math.max(latest, openUntil), first.event.occurredAt),
    closed: openers.every(({ closed }) => closed),
    candidate: false,
    services: [...new Set(incidents.flatMap(({ services }) => services))].sort(),
    channels: new Set(incidents.flatMap(({ channels }) => [...channels])),
    heard: [...new Set(events.map(({ source }) => source))].sort(),
    attached: events.map((event) =>
      opening.has(event.event.key)
        ? { event, rank: 0, reason: "opens_incident" }
        : { event, rank: 1, reason: "said_by_a_person" },
    ),
    suggestions: [],
  };
}

function stand(first: RecordedEvent, last: RecordedEvent): Opener {
  return { event: first, type: "declaration", openUntil: last.event.occurredAt, closed: false, services: [] };
}
