import type { DecisionRecord } from "../../decision.ts";

/** That a decision, or an undo of it, touched what the decision is about. */
export interface Touch {
  /** The number of the decision or of the undo. */
  readonly number: number;
  /** The decision itself, never an undo. */
  readonly record: DecisionRecord;
}

export const byNumber = (a: DecisionRecord, b: DecisionRecord): number => a.number - b.number;

/**
 * The batches that are taken back, by their numbers. A batch stands unless a later undo that stands takes it back, so the log is read from
 * its end: taking back an undo brings the batch back.
 */
export function batchesTakenBack(records: readonly DecisionRecord[]): ReadonlySet<number> {
  const batches = new Map(records.map(({ number, batch }) => [number, batch]));
  const takenBack = new Set<number>();
  for (const { batch, decision } of [...records].sort(byNumber).reverse()) {
    if (decision.type !== "undo" || takenBack.has(batch)) continue;
    const target = batches.get(decision.decision);
    if (target !== undefined && target < batch) takenBack.add(target);
  }
  return takenBack;
}

/** The decisions that stand, by number: neither taken back nor themselves an undo. */
export function standing(records: readonly DecisionRecord[]): DecisionRecord[] {
  const takenBack = batchesTakenBack(records);
  return records.filter(({ batch, decision }) => decision.type !== "undo" && !takenBack.has(batch)).sort(byNumber);
}

/** What each record touched, by number: an undo touches whatever its batch did, also where that was undone before. */
export function touches(records: readonly DecisionRecord[]): Touch[] {
  const byBatch = Map.groupBy([...records].sort(byNumber), ({ batch }) => batch);
  const batches = new Map(records.map(({ number, batch }) => [number, batch]));
  const touched = new Map<number, readonly DecisionRecord[]>();
  const result: Touch[] = [];
  for (const record of [...records].sort(byNumber)) {
    const { decision, number } = record;
    const target = decision.type === "undo" ? batches.get(decision.decision) : undefined;
    const about =
      decision.type === "undo"
        ? target !== undefined && target < record.batch
          ? (byBatch.get(target) ?? []).flatMap((undone) => touched.get(undone.number) ?? [])
          : []
        : [record];
    touched.set(number, about);
    for (const touchedRecord of about) result.push({ number, record: touchedRecord });
  }
  return result;
}
