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
 */
export function recordEvents(sightings: Iterable<Sighting>): RecordedEvent[] {
  const renamed = new Map<string, string>();
  const variants = new Map<string, Map<string, Sighting>>();
  const first = new Map<string, Sighting>();
  const all = [...sightings];
  for (const { event } of all) for (const former of event.formerKeys) claim(renamed, former, event.key);
  for (const sighting of all) {
    const key = renamed.get(sighting.event.key) ?? sighting.event.key;
    keepLeast(first, key, sighting);
    const ofKey = variants.get(key) ?? new Map<string, Sighting>();
    variants.set(key, ofKey);
    keepLeast(ofKey, sighting.content, sighting);
  }
  const recorded: RecordedEvent[] = [];
  for (const [key, earliest] of first) {
    const byTheirForce = [...(variants.get(key)?.values() ?? [])]
      .filter(({ event }) => event.key === key || !renamed.has(event.key))
      .sort(byForce);
    const inForce = byTheirForce.pop();
    if (!inForce) continue;
    recorded.push({
      event: resolveTime(inForce.event, earliest, inForce),
      content: inForce.content,
      delivery: earliest.delivery,
      source: earliest.source,
      receivedAt: earliest.receivedAt,
      ...(byTheirForce.length === 0
        ? {}
        : { superseded: byTheirForce.map((variant) => resolveTime(variant.event, earliest, variant)) }),
    });
  }
  return recorded.sort((a, b) => compareEvents(a.event, b.event));
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

/** Whether `a` came first: the order of sightings is (receivedAt, delivery). */
export function isEarlier(a: Sighting, b: Sighting): boolean {
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
