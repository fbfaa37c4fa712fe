import { type Static, Type } from "typebox";
import type { RecordedEvent } from "../domain/event.ts";
import { Nullable } from "../domain/nullable.ts";
import type { Refusal } from "../domain/refusal.ts";
import type { SourceName } from "../domain/settings.ts";
import { formatInstant, type Instant, MINUTE, SECOND, type Span } from "../domain/time.ts";
import type { QuarantineRecord, SourceCounts } from "../store/store.ts";

/** What this process did not take of a source. */
const Refused = Type.Object({
  count: Type.Integer({ description: "Since the start of the process that answers." }),
  lastAt: Type.String(),
  code: Type.String({ description: "What was wrong with the last: as the answer to its sender had it." }),
  detail: Type.String(),
});

/** How a source is doing, by the server's clock: the one view that depends on the real now. */
export const SourceHealth = Type.Object({
  name: Type.String(),
  /** Null: it left the configuration. */
  kind: Nullable(Type.String()),
  deliveries: Type.Integer({ description: "Deliveries that carried at least one event." }),
  events: Type.Integer(),
  ignored: Type.Record(Type.String(), Type.Integer(), { description: "Parts of no interest, by the sender's name." }),
  quarantined: Type.Integer({ description: "Parts that could not be normalised." }),
  lastReceivedAt: Nullable(Type.String({ description: "When the last delivery came, whatever it carried." })),
  /** Seconds between two deliveries that carried an event, the median of the last hundred; null: fewer than three. */
  usualGap: Nullable(Type.Number()),
  /** Whether nothing at all has come for much longer than usual. */
  silent: Type.Boolean(),
  /** Stretches among the last hundred such deliveries in which none came for much longer than usual. */
  gaps: Type.Array(Type.Object({ from: Type.String(), to: Type.String() })),
  /** Absent: nothing was refused. */
  refused: Type.Optional(Refused),
});
export type SourceHealth = Static<typeof SourceHealth>;

const LAST = 100;
/** Much longer than usual: twenty times the median, and never less than an hour, since senders rest. */
const TIMES_USUAL = 20;
const LEAST_SILENCE: Span = 60 * MINUTE;

/** Configured sources in their order, then those that only the store remembers, by name. */
export function sourcesHealth(
  configured: readonly SourceName[],
  counts: readonly SourceCounts[],
  events: readonly RecordedEvent[],
  quarantine: readonly QuarantineRecord[],
  now: Instant,
): SourceHealth[] {
  const countsByName = new Map(counts.map((one) => [one.source, one]));
  const kinds = new Map(configured.map(({ name, kind }) => [name, kind]));
  const receipts = Map.groupBy(events, ({ source }) => source);
  const quarantined = Map.groupBy(quarantine, ({ source }) => source);
  const names = [...new Set([...kinds.keys(), ...countsByName.keys(), ...[...quarantined.keys()].sort()])];
  return names.map((name) => {
    const counted = countsByName.get(name);
    const last = counted?.lastReceivedAt ?? null;
    return {
      name,
      kind: kinds.get(name) ?? null,
      deliveries: counted?.deliveries ?? 0,
      events: counted?.events ?? 0,
      ignored: counted?.ignored ?? {},
      quarantined: quarantined.get(name)?.length ?? 0,
      lastReceivedAt: last === null ? null : formatInstant(last, "ms"),
      ...rhythmOf(
        (receipts.get(name) ?? []).map(({ receivedAt }) => receivedAt),
        last,
        now,
      ),
    };
  });
}

/** The same with what the process refused, where it refused any. */
export function withRefusals(health: readonly SourceHealth[], refusals: readonly Refusal[]): SourceHealth[] {
  const bySource = new Map(refusals.map((one) => [one.source, one]));
  return health.map((source) => {
    const refusal = bySource.get(source.name);
    if (!refusal) return source;
    const { count, lastAt, last } = refusal;
    return { ...source, refused: { count, lastAt: formatInstant(lastAt, "ms"), ...last } };
  });
}

function rhythmOf(
  receipts: readonly Instant[],
  last: Instant | null,
  now: Instant,
): Pick<SourceHealth, "usualGap" | "silent" | "gaps"> {
  const distinct = [...new Set(receipts)].sort((a, b) => a - b).slice(-LAST);
  const stretches = distinct.slice(1).map((to, index) => ({ from: distinct[index] ?? to, to }));
  const usual = medianOf(stretches.map(({ from, to }) => to - from));
  if (usual === null) return { usualGap: null, silent: false, gaps: [] };
  const tooLong = Math.max(LEAST_SILENCE, TIMES_USUAL * usual);
  return {
    usualGap: usual / SECOND,
    silent: last !== null && now - last > tooLong,
    gaps: stretches
      .filter(({ from, to }) => to - from > tooLong)
      .map(({ from, to }) => ({ from: formatInstant(from, "ms"), to: formatInstant(to, "ms") })),
  };
}

function medianOf(spans: readonly Span[]): Span | null {
  if (spans.length < 2) return null;
  return spans.toSorted((a, b) => a - b)[Math.floor((spans.length - 1) / 2)] ?? null;
}
