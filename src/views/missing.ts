import type { IncidentView } from "../domain/correlate/incident-view.ts";
import type { Missing } from "../domain/draft/schema.ts";
import { lossOf } from "../domain/loss.ts";
import type { IncidentRules } from "../domain/settings.ts";
import type { QuarantineRecord } from "../store/store.ts";

/**
 * The deliveries that could not be used: one per distinct bytes and code, told by the delivery with the least (receivedAt, id).
 * `records` are in that order, as the store lists them.
 */
export function missingOf(records: readonly QuarantineRecord[]): Missing[] {
  return firstOfEach(records).map(({ delivery, source, code }) => ({ delivery, source, code }));
}

/**
 * Those that first came while they could have told of the incident: from `lookback` before its start to `lookahead` after its end. The same
 * bytes again, whenever, change nothing.
 */
export function missingDuring(
  records: readonly QuarantineRecord[],
  { start, end }: Pick<IncidentView, "start" | "end">,
  { lookback, lookahead }: IncidentRules,
): Missing[] {
  const first = firstOfEach(records);
  const [from, to] = [start - lookback, end + lookahead];
  return missingOf(
    first.filter(({ delivery, receivedAt }) => {
      const loss = lossOf(delivery) ?? { from: receivedAt, to: receivedAt };
      return loss.to >= from && loss.from <= to;
    }),
  );
}

/** By the list: every incident asks about the same one, and a broken sender may fill it with thousands. */
const known = new WeakMap<readonly QuarantineRecord[], readonly QuarantineRecord[]>();

function firstOfEach(records: readonly QuarantineRecord[]): readonly QuarantineRecord[] {
  const found = known.get(records) ?? findFirstOfEach(records);
  known.set(records, found);
  return found;
}

function findFirstOfEach(records: readonly QuarantineRecord[]): QuarantineRecord[] {
  const first = new Map<string, QuarantineRecord>();
  for (const record of records) {
    const { delivery, source, code, content } = record;
    const identity = JSON.stringify([source, code, content ?? delivery]);
    if (!first.has(identity)) first.set(identity, record);
  }
  return [...first.values()];
}
