import type { IncidentView } from "../correlate/incident-view.ts";
import type { OpsEvent } from "../event.ts";
import { lossOf } from "../loss.ts";
import type { Settings } from "../settings.ts";
import { formatInstant, HOUR, type Instant, instantOf } from "../time.ts";
import type { Coverage, Missing } from "./schema.ts";

/** A source that says nothing for this long inside the window has a gap. */
const GAP = HOUR;

/**
 * What each configured source told within the incident's window (from its first attached event to its last): first, last, and the gaps
 * between: silences of an hour or more, and stretches of which the source told only when it was asked. It counts attached events
 * only, so a chatty source may look silent for this incident.
 */
export function coverageOf(view: IncidentView, settings: Settings): Coverage[] {
  const told = new Map<string, OpsEvent[]>(settings.sources.map(({ name }) => [name, []]));
  for (const { event } of view.attached) told.getOrInsertComputed(event.source, () => []).push(event.event);
  return [...told].sort(([a], [b]) => (a < b ? -1 : 1)).map(([source, events]) => cover(source, events));
}

/** @param events in the order of time, as the view has them */
function cover(source: string, events: readonly OpsEvent[]): Coverage {
  const [first, last] = [events[0]?.occurredAt, events.at(-1)?.occurredAt];
  if (first === undefined || last === undefined) return { source, first: null, last: null, gaps: [] };
  const gaps = join([...silences(events), ...unsent(events)]);
  return {
    ...{ source, first: formatInstant(first, "s"), last: formatInstant(last, "s") },
    gaps: gaps.map(tell),
  };
}

/** Adds the stretches of which something that a source sent is lost. A source that is not there is not made up. */
export function withLosses(coverage: readonly Coverage[], missing: readonly Missing[]): Coverage[] {
  const losses = Map.groupBy(missing, ({ source }) => source);
  return coverage.map((covered) => {
    const lost = (losses.get(covered.source) ?? []).flatMap(({ delivery }) => lossOf(delivery) ?? []);
    if (lost.length === 0) return covered;
    const known = covered.gaps.map(({ from, to }) => ({ from: instantOf(from), to: instantOf(to) }));
    return { ...covered, gaps: join([...known, ...lost]).map(tell) };
  });
}

const tell = ({ from, to }: Gap) => ({ from: formatInstant(from, "s"), to: formatInstant(to, "s") });

interface Gap {
  readonly from: Instant;
  readonly to: Instant;
}

function silences(events: readonly OpsEvent[]): Gap[] {
  const gaps: Gap[] = [];
  let from = Number.POSITIVE_INFINITY;
  for (const { occurredAt: to } of events) {
    if (to - from >= GAP) gaps.push({ from, to });
    from = to;
  }
  return gaps;
}

/**
 * Around each run of events that only asking brought: from what the source sent last before it to what it sent next; as far as the run
 * itself reaches, where it sent nothing.
 */
function unsent(events: readonly OpsEvent[]): Gap[] {
  const gaps: Gap[] = [];
  let from: Instant | null = null;
  let sent: Instant | null = null;
  let latest: Instant = 0;
  for (const { asked, occurredAt } of events) {
    if (asked) from ??= sent ?? occurredAt;
    else {
      if (from !== null) gaps.push({ from, to: occurredAt });
      from = null;
      sent = occurredAt;
    }
    latest = occurredAt;
  }
  return from === null ? gaps : [...gaps, { from, to: latest }];
}

/** Gaps that meet are one. */
function join(gaps: readonly Gap[]): Gap[] {
  const joined: { from: Instant; to: Instant }[] = [];
  for (const { from, to } of [...gaps].sort((a, b) => a.from - b.from || a.to - b.to)) {
    const last = joined.at(-1);
    if (last && from < last.to) last.to = Math.max(last.to, to);
    else joined.push({ from, to });
  }
  return joined;
}
