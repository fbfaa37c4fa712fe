import type { IncidentView } from "../domain/correlate/incident-view.ts";
import type { Missing } from "../domain/draft/schema.ts";
import type { IncidentRules } from "../domain/settings.ts";
import type { QuarantineRecord } from "../store/store.ts";

/**
 * The deliveries that could not be used: one per distinct bytes and code, told by the delivery with the least (receivedAt, id).
 * `records` are in that order, as the store lists them.
 */
export function missingOf(records: readonly QuarantineRecord[]): Missing[] {
  const first = new Map<string, Missing>();
  for (const { delivery, source, code, content } of records) {
    const identity = JSON.stringify([source, code, content ?? delivery]);
    if (!first.has(identity)) first.set(identity, { delivery, source, code });
  }
  return [...first.values()];
}

/** Those that came while they could have told of the incident: from `lookback` before its start to `lookahead` after its end. */
export function missingDuring(
  records: readonly QuarantineRecord[],
  { start, end }: Pick<IncidentView, "start" | "end">,
  { lookback, lookahead }: IncidentRules,
): Missing[] {
  return missingOf(records.filter(({ receivedAt }) => receivedAt >= start - lookback && receivedAt <= end + lookahead));
}
