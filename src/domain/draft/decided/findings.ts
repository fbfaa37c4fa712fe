import type { DecisionRecord } from "../../decision.ts";
import { findingId } from "../../served-names.ts";
import type { DraftedFinding, MachineDraft } from "../machine.ts";
import type { Finding } from "../schema.ts";
import type { Touch } from "./log.ts";
import { eventsOf, type Slot } from "./slots.ts";

/** Finds the finding of a name that was served, which was about `subject`, as the draft holds it now. */
export type FindFinding = (finding: string, subject: string | undefined) => DraftedFinding | undefined;

export function findingFinder({ findings }: MachineDraft, slots: readonly Slot[]): FindFinding {
  const byId = new Map(slots.map((slot) => [slot.entry.id, slot]));
  const holds = (entry: string, event: string): boolean => {
    const slot = byId.get(entry);
    return slot !== undefined && eventsOf(slot).has(event);
  };
  return (finding, subject) => locateFinding(findings, { finding, subject }, holds);
}

/**
 * The finding that a verdict is about now: the one of that name, else the one of the same rule whose entries hold the event that the
 * verdict was about. `holds` tells whether an entry, by its id, holds an event.
 */
export function locateFinding(
  findings: MachineDraft["findings"],
  { finding, subject }: { readonly finding: string; readonly subject: string | undefined },
  holds: (entry: string, event: string) => boolean,
): DraftedFinding | undefined {
  const named = findings.find((drafted) => drafted.finding.id === finding);
  if (named || subject === undefined) return named;
  return findings.find(
    (drafted) =>
      findingId(drafted.finding.rule, subject) === finding &&
      (drafted.subject === subject || drafted.finding.evidence.some((entry) => holds(entry, subject))),
  );
}

/** Folds the verdicts that stand over one finding, by number; `touched` are all touches of it, for its version. */
export function judgeFinding(
  machine: Finding,
  verdicts: readonly DecisionRecord[],
  touched: readonly Touch[],
): Finding {
  let finding = machine;
  for (const { decision } of verdicts) {
    if (decision.type !== "judge") continue;
    finding = {
      ...finding,
      state: decision.verdict,
      ...(decision.text === undefined ? {} : { text: decision.text }),
      ...(decision.category === undefined ? {} : { category: decision.category }),
    };
  }
  return { ...finding, version: Math.max(machine.version, ...touched.map(({ number }) => number)) };
}
