import type { Attachment } from "../../correlate/incident-view.ts";
import type { OpsEvent } from "../../event.ts";
import type { EntryKind } from "../../kinds.ts";
import { compareEvents } from "../../order.ts";
import type { Reading } from "../../reading.ts";
import type { Instant } from "../../time.ts";

/** What a happening is made of; the rules of folding and of visibility go by it. */
export type Sort =
  | "alert"
  | "clear"
  | "page"
  | "answer"
  | "closing"
  | "change"
  | "status"
  | "declaration"
  | "message"
  | "post"
  | "other";

/** One occurrence inside a folded happening: an episode of a flapping alert, an alert of a storm. */
export interface Occurrence {
  readonly lead: Attachment;
  readonly until: Instant | null;
}

/** One happening on its way to an entry. The stages of drafting fill and join it; nothing outside drafting sees it. */
export interface Happening {
  readonly sort: Sort;
  kind: EntryKind;
  /** The event that it is told of: time, service and actor are its. */
  readonly lead: Attachment;
  /** The same without its attachment, and when it took place: every stage asks for them. */
  readonly event: OpsEvent;
  readonly at: Instant;
  /** Every event behind it, `lead` among them; in no particular order until the entry is made. */
  readonly events: Attachment[];
  /** The timeline's line. */
  line: string;
  shown: boolean;
  /** Name of the rule, a colon, a sentence. */
  reason: string;
  until: Instant | null;
  /** More than one: a flap or a storm. */
  occurrences: Occurrence[];
  /** For messages and posts. */
  reading: Reading | null;
  /** The happening that took this one in: it is not one of its own any more. */
  foldedInto: Happening | null;
}

/** What a stage states of a happening; the rest is plain: one event, in the log, no range. */
type Facts = Pick<Happening, "sort" | "kind" | "lead"> &
  Partial<Omit<Happening, "sort" | "kind" | "lead" | "event" | "at">>;

export function happening(facts: Facts): Happening {
  const { sort, kind, lead } = facts;
  const { event } = lead.event;
  return {
    sort,
    kind,
    lead,
    event,
    at: event.occurredAt,
    events: facts.events ?? [lead],
    line: facts.line ?? event.title,
    shown: facts.shown ?? false,
    reason: facts.reason ?? "attached: belongs to the incident, and no rule puts it on the timeline",
    until: facts.until ?? null,
    occurrences: facts.occurrences ?? [],
    reading: facts.reading ?? null,
    foldedInto: facts.foldedInto ?? null,
  };
}

/** Takes the other's events in: it was the same happening, seen through another source. One that was folded itself passes them on. */
export function absorb(into: Happening, other: Happening): void {
  const target = standing(into);
  if (target === other) return;
  for (const event of other.events) target.events.push(event);
  for (const occurrence of other.occurrences) target.occurrences.push(occurrence);
  other.foldedInto = target;
}

/** The happening that stands for this one: itself, or the one that it was folded into. */
export function standing(one: Happening): Happening {
  let at = one;
  while (at.foldedInto) at = at.foldedInto;
  return at;
}

export const stands = (one: Happening): boolean => one.foldedInto === null;

export const eventOf = (attached: Attachment): OpsEvent => attached.event.event;

export const startOf = (one: Happening): Instant => one.at;

export const byOrder = (a: Attachment, b: Attachment): number => compareEvents(eventOf(a), eventOf(b));

/** Attached events in the total order. Most happenings have one. */
export const inOrder = (events: readonly Attachment[]): readonly Attachment[] =>
  events.length < 2 ? events : events.toSorted(byOrder);

export const byStart = (a: Happening, b: Happening): number => a.at - b.at || compareEvents(a.event, b.event);

/** The value of the event's first correlation key of a type. */
export function keyOf(event: OpsEvent, type: string): string | undefined {
  for (const key of event.correlation) if (key.type === type) return key.value;
  return undefined;
}
