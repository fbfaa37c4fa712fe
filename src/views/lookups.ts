import { type Static, Type } from "typebox";
import { OpsEvent, type RecordedEvent, type Sighting } from "../domain/event.ts";
import { Nullable } from "../domain/nullable.ts";
import { formatInstant, type Instant } from "../domain/time.ts";
import type { Store } from "../store/store.ts";
import type { Derived } from "./derive.ts";

/** An event as lists show it. `occurredAt` is in µs since 1970, `at` the same for people. */
export const EventLine = Type.Interface([OpsEvent], {
  at: Type.String({ description: "RFC 3339, UTC, with the digits that its precision vouches for." }),
  content: Type.String(),
  delivery: Type.String(),
  source: Type.String(),
  receivedAt: Type.String(),
  /** The incident that it is attached to, and why. */
  incident: Nullable(Type.String()),
  attach: Nullable(Type.Object({ reason: Type.String(), rank: Type.Integer() })),
});
export type EventLine = Static<typeof EventLine>;

/** An event with all its deliveries and variants. */
export const EventDetail = Type.Interface([EventLine], {
  sightings: Type.Array(
    Type.Object({
      delivery: Type.String(),
      source: Type.String(),
      receivedAt: Type.String(),
      sentAt: Type.Optional(Type.String()),
      /** The variant that this delivery carried. */
      content: Type.String(),
    }),
  ),
  variants: Type.Array(
    Type.Object({
      content: Type.String(),
      inForce: Type.Boolean(),
      title: Type.String(),
      text: Type.Optional(Type.String()),
    }),
  ),
});
export type EventDetail = Static<typeof EventDetail>;

const time = (at: Instant): string => formatInstant(at, "us");

type Attached = Pick<EventLine, "incident" | "attach">;

const attachments = new WeakMap<Derived, ReadonlyMap<string, Attached>>();

/** Which incident each event is attached to; made once per derivation. */
function attachmentsOf(derived: Derived): ReadonlyMap<string, Attached> {
  const known = attachments.get(derived);
  if (known) return known;
  const made = new Map<string, Attached>();
  for (const { id, attached } of derived.incidents)
    for (const { event, rank, reason } of attached)
      made.set(event.event.key, { incident: id, attach: { reason, rank } });
  attachments.set(derived, made);
  return made;
}

function attachedOf(derived: Derived, key: string): Attached {
  const known = attachments.get(derived);
  if (known) return known.get(key) ?? NOWHERE;
  for (const { id, attached } of derived.incidents) {
    const found = attached.find(({ event }) => event.event.key === key);
    if (found) return { incident: id, attach: { reason: found.reason, rank: found.rank } };
  }
  return NOWHERE;
}

const NOWHERE: Attached = { incident: null, attach: null };

/** Which events are asked for. */
export interface EventsAsked {
  /** Only those attached to this incident, by its id or an alias. */
  readonly incident?: string | undefined;
  readonly choose: (event: RecordedEvent) => boolean;
}

/** Events in the total order, at most `most`; none where no incident goes by the name that is asked for. */
export function listEvents(derived: Derived, { incident, choose }: EventsAsked, most: number): EventLine[] {
  const view = incident === undefined ? null : derived.byName.get(incident);
  if (view === undefined) return [];
  const attached = attachmentsOf(derived);
  const lines: EventLine[] = [];
  for (const recorded of derived.events) {
    if (lines.length >= most) break;
    const isIn = view === null || attached.get(recorded.event.key)?.incident === view.id;
    if (isIn && choose(recorded)) lines.push(eventLine(derived, recorded));
  }
  return lines;
}

function eventLine(derived: Derived, { event, content, delivery, source, receivedAt }: RecordedEvent): EventLine {
  const attached = attachedOf(derived, event.key);
  const at = formatInstant(event.occurredAt, event.precision);
  return { ...event, at, content, delivery, source, receivedAt: time(receivedAt), ...attached };
}

/** One event by its key or a former one; null where nobody delivered it. */
export async function eventDetail(store: Store, derived: Derived, key: string): Promise<EventDetail | null> {
  const name = derived.renamed.get(key) ?? key;
  // Looked for, not looked up: an index of a large set would be made anew with every state of it.
  const recorded = derived.events.find(({ event }) => event.key === name);
  if (!recorded) return null;
  const keys = [recorded.event.key, ...recorded.event.formerKeys];
  const sightings = (await Promise.all(keys.map((one) => store.readSightings(one)))).flat();
  const variants = new Map(sightings.map(({ content, event }) => [content, event]));
  return {
    ...eventLine(derived, recorded),
    sightings: sightings.map(sightingLine),
    variants: [...variants].map(([content, { title, text }]) => ({
      content,
      inForce: content === recorded.content,
      title,
      ...(text === undefined ? {} : { text }),
    })),
  };
}

function sightingLine({ delivery, source, receivedAt, sentAt, content }: Sighting): EventDetail["sightings"][number] {
  return {
    delivery,
    source,
    receivedAt: time(receivedAt),
    ...(sentAt === undefined ? {} : { sentAt: time(sentAt) }),
    content,
  };
}
