import { canonicalJson } from "./canonical.ts";
import type { OpsEvent, RecordedEvent, Sighting, ToldEvent } from "./event.ts";
import { sha256 } from "./hash.ts";
import { compareEvents } from "./order.ts";

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
  const renamed = new Map<string, string>();
  const variants = new Map<string, Map<string, Sighting>>();
  const first = new Map<string, Sighting>();
  const all = [...sightings];
  for (const { event } of all) for (const former of event.formerKeys) claim(renamed, former, event.key);
  for (const sighting of all) {
    const { key } = sighting.event;
    keepLeast(first, renamed.get(key) ?? key, sighting);
    if (renamed.has(key)) continue;
    keepLeast(
      variants.getOrInsertComputed(key, () => new Map<string, Sighting>()),
      sighting.content,
      sighting,
    );
  }
  const recorded: RecordedEvent[] = [];
  for (const [key, ofKey] of variants) {
    const earliest = first.get(key);
    if (earliest) recorded.push(recordEvent([...ofKey.values()], earliest));
  }
  return recorded.sort((a, b) => compareEvents(a.event, b.event));
}

/**
 * Makes one event of the variants that its key came with.
 *
 * @param variants the least sighting of each content; at least one
 * @param earliest the least sighting of the key or of a former one
 */
export function recordEvent(variants: readonly Sighting[], earliest: Sighting): RecordedEvent {
  const byTheirForce = [...variants].sort(byForce);
  const inForce = byTheirForce.pop();
  if (!inForce) throw new RangeError("an event has at least one variant");
  return {
    event: resolveTime(inForce.event, earliest, inForce),
    content: inForce.content,
    delivery: earliest.delivery,
    source: earliest.source,
    receivedAt: earliest.receivedAt,
    ...(byTheirForce.length === 0
      ? {}
      : { superseded: byTheirForce.map((variant) => resolveTime(variant.event, earliest, variant)) }),
  };
}

/** The sighting that an event was made of, where one sighting is all that there is of it. */
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

/** Keeps, per name, the sighting with the least (receivedAt, delivery). */
function keepLeast(kept: Map<string, Sighting>, name: string, sighting: Sighting): void {
  const other = kept.get(name);
  if (!other || isEarlier(sighting, other)) kept.set(name, sighting);
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

function resolveTime(told: ToldEvent, earliest: Sighting, { sentAt }: Sighting): OpsEvent {
  const { told: time, ...facts } = told;
  return {
    ...facts,
    occurredAt: time?.at ?? earliest.receivedAt,
    precision: time?.precision ?? "unknown",
    zoneAssumed: time?.zoneAssumed ?? false,
    timeSuspect: time === null,
    ...(sentAt === undefined ? {} : { sentAt }),
  };
}
