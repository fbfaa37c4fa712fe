import type { Retention } from "../domain/retention.ts";
import { DAY, HOUR, MILLISECOND, MINUTE, SECOND, type Span } from "../domain/time.ts";

/** What is deleted when, in sentences without a full stop; none where everything is kept. */
export function tellRetention({ raw, events, keys }: Retention): string[] {
  if (raw === null) return [];
  return [
    `the bytes of deliveries are deleted ${tell(raw)} after they came, once they are decoded`,
    keys === null
      ? "that a delivery came before stays known for ever (no retention.keys)"
      : `that a delivery came before is forgotten ${tell(keys)} after it came; the same bytes are a new delivery then`,
    events === null
      ? "events are kept for ever (no retention.events)"
      : `events are deleted ${tell(events)} after they happened and came, an incident as a whole; what a person decided on or published stays`,
  ];
}

const UNITS: readonly (readonly [Span, string])[] = [
  [DAY, "day"],
  [HOUR, "hour"],
  [MINUTE, "minute"],
  [SECOND, "second"],
];

function tell(span: Span): string {
  const [unit, word] = UNITS.find(([size]) => span >= size && span % size === 0) ?? [MILLISECOND, "millisecond"];
  return `${span / unit} ${word}${span === unit ? "" : "s"}`;
}
