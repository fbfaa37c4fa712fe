import type { Attachment } from "../correlate/incident-view.ts";
import type { OpsEvent } from "../event.ts";
import { lifecycleRank } from "../order.ts";
import { entryId } from "../served-names.ts";
import { formatInstant, type Instant, SECOND, type Span, WIDTH } from "../time.ts";
import { byOrder, eventOf, type Happening } from "./happening.ts";
import { lineOf } from "./lines.ts";
import type { DraftedEntry } from "./machine.ts";
import type { Scene } from "./scene.ts";
import type { Entry, Evidence, Member } from "./schema.ts";

/** An entry with the happening that it was made of: moments, findings and questions go by both. */
export interface Told extends DraftedEntry {
  readonly happening: Happening;
  readonly at: Instant;
}

/** Whether it is of the incident itself, and not of what led up to it: it holds an opener, or comes after the first one. */
export function isWithin({ happening }: Told, start: Instant): boolean {
  return eventOf(happening.lead).occurredAt >= start || happening.events.some(({ rank }) => rank === 0);
}

/** Whether it stands earlier than it was said: what tells when something began is no moment at which anybody knew. */
export function isBackdated({ happening, at }: Told): boolean {
  return at < eventOf(happening.lead).occurredAt && happening.sort === "message";
}

/** Makes entries of happenings, in timeline order. */
export function tellEntries(happenings: readonly Happening[], scene: Scene): Told[] {
  const told = happenings.map((one) => tell(one, scene)).sort((a, b) => (a.entry.order < b.entry.order ? -1 : 1));
  return told.map((one, index) => ({
    ...one,
    entry: { ...one.entry, orderCertain: isOrderCertain(told[index - 1], one) && isOrderCertain(one, told[index + 1]) },
  }));
}

function tell(one: Happening, scene: Scene): Told {
  const events = [...one.events].sort(byOrder);
  const anchor = events[0] ?? one.lead;
  const event = eventOf(anchor);
  const { at, precision, zoneAssumed } = timeOf(one, event);
  const service = scene.servicesOf(eventOf(one.lead))[0];
  const actor = scene.people.nameOf(eventOf(one.lead).actor);
  const entry: Entry = {
    id: entryId(event.key),
    at: formatInstant(at, precision),
    ...(one.until !== null && one.until > at ? { until: formatInstant(one.until, precision) } : {}),
    precision,
    zoneAssumed,
    orderCertain: true,
    kind: one.kind,
    text: lineOf(one, scene),
    ...(actor === undefined ? {} : { actor }),
    ...(service === undefined ? {} : { service }),
    visibility: one.shown ? "timeline" : "log",
    order: orderOf(at, event.action, event.key),
    origin: "machine",
    pinned: false,
    notes: [],
    version: 0,
    reason: one.reason,
    attach: { reason: anchor.reason, rank: anchor.rank },
    occurrences: Math.max(1, one.occurrences.length),
    ...membersOf(one),
    new: false,
    lint: [],
    evidence: events.map((each) => evidenceOf(each, scene)),
  };
  return { anchor: event.key, entry, happening: one, at };
}

/** A message that plainly tells when it happened stands at that time, to the minute; all else at the time of its first event. */
function timeOf(
  one: Happening,
  { occurredAt, precision, zoneAssumed }: OpsEvent,
): Pick<Told, "at"> & Pick<Entry, "precision" | "zoneAssumed"> {
  const said = one.sort === "message" && one.shown ? one.reading?.happenedAt : undefined;
  return said === undefined
    ? { at: occurredAt, precision, zoneAssumed }
    : { at: said, precision: "m", zoneAssumed: true };
}

/** Instants have sixteen digits until the year 2286; keys sort by code unit, as the total order of events does. */
function orderOf(at: Instant, action: string, key: string): string {
  return `${String(at).padStart(16, "0")}.${lifecycleRank(action)}.${key}`;
}

function membersOf(one: Happening): Pick<Entry, "first" | "last" | "members"> {
  if (one.occurrences.length < 2) return {};
  const ordered = [...one.occurrences].sort((a, b) => byOrder(a.lead, b.lead));
  const members: Member[] = ordered.map(({ lead, until }) => {
    const { occurredAt, precision, title, key } = eventOf(lead);
    return {
      at: formatInstant(occurredAt, precision),
      ...(until === null ? {} : { until: formatInstant(until, precision) }),
      text: title,
      event: key,
    };
  });
  const [first, last] = [members[0], members.at(-1)];
  return { ...(first && { first: first.at }), ...(last && { last: last.at }), members };
}

const QUOTE_LENGTH = 500;

function evidenceOf(attached: Attachment, { people }: Scene): Evidence {
  const { event, delivery, source, receivedAt } = attached.event;
  const quoted = event.kind === "message" || event.kind === "status" ? (event.text ?? event.title) : undefined;
  const url = event.links[0]?.url;
  return {
    event: event.key,
    delivery,
    source,
    occurredAt: formatInstant(event.occurredAt, event.precision),
    receivedAt: formatInstant(receivedAt, "ms"),
    ...(quoted === undefined ? {} : { quote: cut(people.unmention(quoted)) }),
    ...(url === undefined ? {} : { url }),
  };
}

function cut(text: string): string {
  return text.length <= QUOTE_LENGTH ? text : `${text.slice(0, QUOTE_LENGTH - 1).replace(/[\uD800-\uDBFF]$/, "")}…`;
}

/** Clocks of two senders agree to about this much. */
const SKEW: Span = 2 * SECOND;

/** Whether the clocks behind two neighbours can say which came first. */
function isOrderCertain(earlier: Told | undefined, later: Told | undefined): boolean {
  if (!earlier || !later) return true;
  const sameClock = earlier.entry.evidence[0]?.source === later.entry.evidence[0]?.source;
  const width = WIDTH[earlier.entry.precision];
  if (width === null || later.entry.precision === "unknown") return false;
  return later.at - earlier.at >= Math.max(1, width + (sameClock ? 0 : SKEW));
}
