import type { Decision, DecisionRecord } from "../decision.ts";
import { type ActionChange, type ActionSlot, actionNamed, isChange } from "../draft/decided/actions.ts";
import { resolveServedFinding } from "../draft/decided/served.ts";
import { addedActionId } from "../served-names.ts";
import { type Addressed, conflictOn, type Desk, fromTheFuture, invalid } from "./address.ts";

type OnAction = Extract<Decision, { type: "action" }>;

/** Gives a decision on an action item what set the item, unless somebody decided on it since the person saw it. */
export function addressAction(desk: Desk, blank: DecisionRecord, decision: OnAction): Addressed {
  const answered = answeredBy(desk, decision);
  if ("is" in answered) return answered;
  if (!isChange(decision)) return planned(blank, addedActionId(blank), answered);
  const { draft, locateAction, log } = desk;
  const slot = locateAction(decision.id);
  if (!slot)
    return invalid("unknown_action", `No action item ${decision.id} is in this incident: load the draft again.`);
  if (decision.version > draft.revision) return fromTheFuture(decision.version, draft.revision);
  const isOn = (record: DecisionRecord): boolean => {
    const id = actionNamed(record);
    return id !== null && locateAction(id) === slot;
  };
  const since = log.filter(({ number, record }) => number > decision.version && isOn(record));
  if (since.length > 0) {
    const action = draft.actions.find(({ id }) => id === slot.action.id) ?? null;
    return conflictOn({ action }, desk, since);
  }
  return withoutBasis(slot, decision) ?? planned(blank, slot.subject, answered);
}

/** The subject of the finding that an item is said to answer; none where it answers none, or one that is about the whole incident. */
function answeredBy({ machine, slots }: Desk, { answers }: OnAction): readonly string[] | Addressed {
  if (answers === undefined || answers === null) return [];
  const served = resolveServedFinding(machine, slots, answers);
  if (!served) return invalid("unknown_finding", `No finding ${answers} is in this incident: load the draft again.`);
  return served.subject === null ? [] : [served.subject];
}

/** Without what the person saw, nobody could say later whether the machine's words changed under theirs. */
function withoutBasis({ added }: ActionSlot, { basis, text, owner }: ActionChange): Addressed | null {
  if (added || basis || (text === undefined && owner === undefined)) return null;
  return invalid(
    "no_basis",
    "Other words or another owner for an item of the machine's need the `basis`: its `text` and `owner` as you saw them, of `machine` where the item has one.",
  );
}

function planned(blank: DecisionRecord, subject: string, answered: readonly string[]): Addressed {
  return { is: "planned", record: { ...blank, anchors: [subject, ...answered] } };
}
