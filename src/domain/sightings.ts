import { canonicalJson } from "./canonical.ts";
import type { OpsEvent, RecordedEvent, Sighting, ToldEvent } from "./event.ts";
import { sha256 } from "./hash.ts";
import { compareEvents } from "./order.ts";
import { DAY, type Instant, parseInstant, type Span } from "./time.ts";

/**
 * The content hash of an event: equal for equal facts, whoever delivered them and when. This is its meaning; decoding gets the same hash faster.
 *
 * @public
 */
export function contentOf(event: ToldEvent): string {
  return sha256(canonicalJson(event));
}

/**
 * Makes events of sightings: one per key, with the variant in force, in the total order. A function of the set (DESIGN §3.1):
 * neither the order of the sightings nor their repetition matters.
 *
 * Of the variants of a key the one with the greatest sentAt counts, else receivedAt of the first delivery that carried it; then the
 * greatest content hash. A key that stands in another event's `formerKeys` is that event.
 *
 * This is its meaning; the stores get the same faster, an event at a time.
 *
 * @public
 */
export function recordEvents(sightings: Iterable<Sighting>): RecordedEvent[] {
  const all = [...sightings];
  const renamed = new Map<string, string>();
  for (const { event } of all) for (const former of event.formerKeys) claim(renamed, former, event.key);
  const named = new Map<string, Gathered>();
  for (const sighting of all) {
    const { key } = sighting.event;
    const now = renamed.size === 0 ? undefined : renamed.get(key);
    gather(named, now ?? key, sighting, now === undefined);
  }
  const recorded: RecordedEvent[] = [];
  for (const { earliest, variant, others } of named.values()) {
    if (variant)
      recorded.push(others ? recordEvent([variant, ...others.values()], earliest) : record(variant, earliest));
  }
  return recorded.sort((a, b) => compareEvents(a.event, b.event));
}

/** The sightings of a key. */
interface Gathered {
  /** The least of them and of those that came under a former key. */
  earliest: Sighting;
  /** The least of the first content that came under the key itself; null where none did. */
  variant: Sighting | null;
  /** Of a key with several contents: the least of each other one, by content. */
  others: Map<string, Sighting> | null;
}

function gather(named: Map<string, Gathered>, name: string, sighting: Sighting, isOwn: boolean): void {
  const known = named.get(name);
  if (!known) {
    named.set(name, { earliest: sighting, variant: isOwn ? sighting : null, others: null });
    return;
  }
  if (isEarlier(sighting, known.earliest)) known.earliest = sighting;
  if (isOwn) addVariant(known, sighting);
}

function addVariant(known: Gathered, sighting: Sighting): void {
  if (!known.variant) known.variant = sighting;
  else if (known.variant.content === sighting.content) {
    if (isEarlier(sighting, known.variant)) known.variant = sighting;
  } else {
    known.others ??= new Map();
    const other = known.others.get(sighting.content);
    if (!other || isEarlier(sighting, other)) known.others.set(sighting.content, sighting);
  }
}

/**
 * Makes one event of the variants that its key came with.
 *
 * @param variants the least sighting of each content; at least one
 * @param earliest the least sighting of the key or of a former one
 */
export function recordEvent(variants: readonly Sighting[], earliest: Sighting): RecordedEvent {
  const only = variants[0];
  if (only && variants.length === 1) return record(only, earliest);
  const byTheirForce = [...variants].sort(byForce);
  const inForce = byTheirForce.pop();
  if (!inForce) throw new RangeError("an event has at least one variant");
  return {
    ...record(inForce, earliest),
    superseded: byTheirForce.map((variant) => resolveTime(earliest, variant)),
  };
}

function record(inForce: Sighting, earliest: Sighting): RecordedEvent {
  return {
    event: resolveTime(earliest, inForce),
    content: inForce.content,
    delivery: earliest.delivery,
    source: earliest.source,
    receivedAt: earliest.receivedAt,
  };
}

/** The sighting that an event was made of, where one sighting is all that there is of it; without a told time that could not be. */
export function onlySightingOf({ event, content, delivery, source, receivedAt }: RecordedEvent): Sighting {
  const { occurredAt, precision, zoneAssumed, timeSuspect, sentAt, ...facts } = event;
  const told = timeSuspect ? null : { at: occurredAt, precision, zoneAssumed };
  return {
    event: { ...facts, told },
    content,
    delivery,
    source,
    receivedAt,
    ...(sentAt === undefined ? {} : { sentAt }),
  };
}

/** Of several keys that claim one former key the least has it, whatever came first. */
function claim(renamed: Map<string, string>, former: string, key: string): void {
  const other = renamed.get(former);
  if (former !== key && (other === undefined || key < other)) renamed.set(former, key);
}

type Received = Pick<Sighting, "receivedAt" | "delivery">;

/** Whether `a` came first: the order of sightings is (receivedAt, delivery). */
export function isEarlier(a: Received, b: Received): boolean {
  return a.receivedAt === b.receivedAt ? a.delivery < b.delivery : a.receivedAt < b.receivedAt;
}

function byForce(a: Sighting, b: Sighting): number {
  const difference = (a.sentAt ?? a.receivedAt) - (b.sentAt ?? b.receivedAt);
  return difference === 0 ? (a.content < b.content ? -1 : 1) : difference;
}

/** Nothing is told so long before it happens: a day covers clocks and zones that are wrong, another one is for good measure. */
const MOST_AHEAD: Span = 2 * DAY;
/** A receipt before this came while our own clock was not set, and says nothing of the sender's. */
const CLOCK_IS_SET: Instant = parseInstant("2015-01-01T00:00:00Z")?.at ?? 0;

/** Whether a clock that is far ahead told the time: a function of the variant, and so of the set of sightings. */
const isAhead = (at: Instant, { receivedAt }: Received): boolean =>
  at - receivedAt > MOST_AHEAD && receivedAt > CLOCK_IS_SET;

/** Member by member: to copy a variable set of them costs three times as much, and this is done for every event at every start. */
function resolveTime(earliest: Sighting, variant: Sighting): OpsEvent {
  const { event: told, sentAt } = variant;
  const time = told.told && isAhead(told.told.at, variant) ? null : told.told;
  const event: OpsEvent = {
    key: told.key,
    formerKeys: told.formerKeys,
    kind: told.kind,
    action: told.action,
    actor: told.actor,
    names: told.names,
    severity: told.severity,
    title: told.title,
    correlation: told.correlation,
    links: told.links,
    marks: told.marks,
    occurredAt: time?.at ?? earliest.receivedAt,
    precision: time?.precision ?? "unknown",
    zoneAssumed: time?.zoneAssumed ?? false,
    timeSuspect: time === null,
  };
  if (told.service !== undefined) event.service = told.service;
  if (told.text !== undefined) event.text = told.text;
  if (told.group !== undefined) event.group = told.group;
  if (told.environment !== undefined) event.environment = told.environment;
  if (told.refersTo !== undefined) event.refersTo = told.refersTo;
  if (told.asked !== undefined) event.asked = told.asked;
  if (sentAt !== undefined) event.sentAt = sentAt;
  return event;
}
