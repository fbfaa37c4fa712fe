import type { Decision, DecisionRecord } from "../decision.ts";
import { batchesTakenBack, touches } from "../draft/decided/log.ts";
import type { MachineDraft } from "../draft/machine.ts";
import type { Draft } from "../draft/schema.ts";
import { type Rejection, reject } from "../outcome.ts";
import { addedEntryId } from "../served-names.ts";
import { addressAction } from "./action.ts";
import { addressEntry, addressFinding, type Desk, deskOf, type Memory, type MetBefore } from "./address.ts";
import { checkDecision } from "./check.ts";
import { addressMoment } from "./moment.ts";

/** What became of an attempt to decide. `index` is the place in the array of decisions. */
export type Plan =
  | { readonly is: "planned"; readonly records: readonly DecisionRecord[] }
  /** Somebody decided on the same entry, finding, action item or key moment meanwhile: both sides, for the person to look at. */
  | (MetBefore & { readonly index: number; readonly decision: Decision })
  | { readonly is: "invalid"; readonly index: number; readonly rejection: Rejection };

export interface Who {
  readonly by: string;
  /** RFC 3339, UTC */
  readonly at: string;
}

/**
 * Makes records of decisions, numbered from the draft's revision on, all or none. The records MUST be appended under these numbers; if one
 * is taken by then, plan again on the new draft. `draft` is whole (evidence not capped) and folded of `machine` and `records`.
 */
export function planDecisions(
  draft: Draft,
  machine: MachineDraft,
  records: readonly DecisionRecord[],
  decisions: readonly Decision[],
  who: Who,
  memory: Memory = {},
): Plan {
  if (decisions.length === 0) {
    const { rejection } = reject("no_decision", "The array of decisions is empty: send at least one.");
    return { is: "invalid", index: 0, rejection };
  }
  const desk = deskOf(draft, machine, records, memory);
  const planned: DecisionRecord[] = [];
  for (const [index, decision] of decisions.entries()) {
    const blank: DecisionRecord = {
      incident: machine.opener,
      number: draft.revision + 1 + index,
      batch: draft.revision + 1,
      ...who,
      decision,
      anchors: [],
    };
    const step = planOne(desk, blank, planned);
    if (step.is === "invalid") return { ...step, index };
    if (step.is === "conflict") return { ...step, index, decision };
    planned.push(step.record);
  }
  return { is: "planned", records: planned };
}

type Step =
  | { readonly is: "planned"; readonly record: DecisionRecord }
  | MetBefore
  | Omit<Extract<Plan, { is: "invalid" }>, "index">;

function planOne(desk: Desk, blank: DecisionRecord, planned: readonly DecisionRecord[]): Step {
  const { decision } = blank;
  const rejection = checkDecision(decision, desk.machine);
  if (rejection) return { is: "invalid", rejection };
  switch (decision.type) {
    case "add":
      return { is: "planned", record: { ...blank, anchors: [addedEntryId(blank)] } };
    case "review":
      return planReview(desk, blank, decision.digest);
    case "undo":
      return planUndo(desk, blank, decision.decision, planned);
    case "judge":
      return addressFinding(desk, blank, decision);
    case "action":
      return addressAction(desk, blank, decision);
    case "moment":
      return addressMoment(desk, blank, decision);
    default:
      return addressEntry(desk, blank, decision);
  }
}

function planReview({ draft, machine, memory }: Desk, blank: DecisionRecord, digest: string): Step {
  const seen = digest === draft.digest ? machine.events : (memory.seenOf?.(digest) ?? null);
  if (seen) return { is: "planned", record: { ...blank, seen: { ...seen } } };
  return {
    is: "invalid",
    rejection: reject(
      "unknown_digest",
      `No draft with digest ${digest} is known any more: the draft has changed since. Load it again, look at what is new, and review that one.`,
    ).rejection,
  };
}

function planUndo({ records }: Desk, blank: DecisionRecord, target: number, planned: readonly DecisionRecord[]): Step {
  const undone = records.find(({ number }) => number === target);
  const nothing = (why: string): Step => ({ is: "invalid", rejection: reject("nothing_to_undo", why).rejection });
  if (!undone) return nothing(`There is no decision ${target} to undo: the last one is ${blank.batch - 1}.`);
  const isTakenBackHere = planned.some(
    ({ decision }) =>
      decision.type === "undo" && records.find(({ number }) => number === decision.decision)?.batch === undone.batch,
  );
  if (isTakenBackHere || batchesTakenBack(records).has(undone.batch))
    return nothing(`Decision ${target} is taken back already. To bring it back, undo the undo.`);
  const taken = records.filter(({ batch }) => batch === undone.batch).map(({ number }) => number);
  const anchors = touches(records)
    .filter(({ number }) => taken.includes(number))
    .flatMap(({ record }) => record.anchors);
  return { is: "planned", record: { ...blank, anchors: [...new Set(anchors)] } };
}
