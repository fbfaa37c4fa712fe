import type { IncidentView } from "../correlate/incident-view.ts";
import type { Settings } from "../settings.ts";
import { formatInstant, HOUR, type Instant } from "../time.ts";
import type { Coverage } from "./schema.ts";

/** A source that says nothing for this long inside the window has a gap. */
const GAP = HOUR;

/**
 * What each configured source told within the incident's window (from its first attached event to its last): first, last, and the
 * silences of an hour or more between. It counts attached events only, so a chatty source may look silent for this incident.
 */
export function coverageOf(view: IncidentView, settings: Settings): Coverage[] {
  const times = new Map<string, Instant[]>(settings.sources.map(({ name }) => [name, []]));
  for (const { event } of view.attached) {
    times.getOrInsertComputed(event.source, () => []).push(event.event.occurredAt);
  }
  return [...times].sort(([a], [b]) => (a < b ? -1 : 1)).map(([source, at]) => cover(source, at));
}

function cover(source: string, unordered: readonly Instant[]): Coverage {
  const at = [...unordered].sort((a, b) => a - b);
  const [first, last] = [at[0], at.at(-1)];
  if (first === undefined || last === undefined) return { source, first: null, last: null, gaps: [] };
  const gaps = at.slice(1).flatMap((to, index) => {
    const from = at[index] ?? to;
    return to - from >= GAP ? [{ from: formatInstant(from, "s"), to: formatInstant(to, "s") }] : [];
  });
  return { source, first: formatInstant(first, "s"), last: formatInstant(last, "s"), gaps };
}
