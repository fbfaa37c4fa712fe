import type { Decision, DecisionRecord } from "../../decision.ts";
import { actionId, addedActionId } from "../../served-names.ts";
import type { DraftedAction, MachineDraft } from "../machine.ts";
import type { Action, ActionConflict } from "../schema.ts";
import type { Touch } from "./log.ts";

/** More than these are a plan of their own: what the machine proposes beyond them shows once somebody decided on it. */
const MOST = 10;

type OnAction = Extract<Decision, { type: "action" }>;
export type ActionChange = Extract<OnAction, { id: string }>;

/** An action item before decisions: the machine's, or what a person added. */
export interface ActionSlot extends DraftedAction {
  /** For a person's item: the decision that added it. */
  readonly added?: DecisionRecord;
}

export const isChange = (decision: Decision): decision is ActionChange =>
  decision.type === "action" && "id" in decision;

/** The machine's action items, and after them those that people added by decisions that stand. */
export function actionSlotsOf(
  { actions }: Pick<MachineDraft, "actions">,
  stand: readonly DecisionRecord[],
): ActionSlot[] {
  return [...actions, ...stand.flatMap((record) => addedSlot(record) ?? [])];
}

/** The words alone: what else the record says of the item is folded over it, as later records are. */
function addedSlot(record: DecisionRecord): ActionSlot | null {
  const { decision, number: version } = record;
  if (decision.type !== "action" || isChange(decision)) return null;
  const id = addedActionId(record);
  const action = { id, text: decision.text, owner: null, version, state: "open" } as const;
  return { subject: id, ordinal: 0, action, added: record };
}

/** Finds the action item of an id that was served at any time: see {@link actionLocator}. */
export type LocateAction = (id: string) => ActionSlot | undefined;

/**
 * An item is found by its id; where the key of what set it changed, also by the id that the former key gave it.
 *
 * @param renamed former event keys, each with the key that the event has now
 */
export function actionLocator(slots: readonly ActionSlot[], renamed: ReadonlyMap<string, string>): LocateAction {
  let known: ReadonlyMap<string, ActionSlot> | null = null;
  return (id) => {
    known ??= byServedId(slots, renamed);
    return known.get(id);
  };
}

function byServedId(slots: readonly ActionSlot[], renamed: ReadonlyMap<string, string>): Map<string, ActionSlot> {
  const known = new Map<string, ActionSlot>();
  const bySubject = Map.groupBy(slots, ({ subject }) => subject);
  for (const [former, key] of renamed)
    for (const slot of bySubject.get(key) ?? []) known.set(actionId(former, slot.ordinal), slot);
  for (const slot of slots) known.set(slot.action.id, slot);
  return known;
}

/** The id that the action item of a decision had when it was decided on; null for a decision on anything else. */
export function actionNamed(record: DecisionRecord): string | null {
  const { decision } = record;
  if (decision.type !== "action") return null;
  return isChange(decision) ? decision.id : addedActionId(record);
}

/** The id that a finding, served under `id` and about `subject`, has now. */
export type FindingNow = (id: string, subject: string | undefined) => string;

/**
 * Folds the decisions that stand over the action items, in the order of their numbers. What is about an item that the draft does not hold
 * any more is an orphan.
 */
export function foldActions(
  slots: readonly ActionSlot[],
  stand: readonly DecisionRecord[],
  log: readonly Touch[],
  locate: LocateAction,
  findingNow: FindingNow,
): { readonly decided: Action[]; readonly orphans: readonly DecisionRecord[] } {
  const find = (record: DecisionRecord): ActionSlot | undefined => {
    const id = actionNamed(record);
    return id === null ? undefined : locate(id);
  };
  const landed = Map.groupBy(
    stand.filter(({ decision }) => isChange(decision)),
    find,
  );
  const touched = Map.groupBy(
    log.filter(({ record }) => actionNamed(record) !== null),
    ({ record }) => find(record),
  );
  const decided = slots.map((slot) => {
    const version = Math.max(slot.action.version, ...(touched.get(slot) ?? []).map(({ number }) => number));
    return version === 0 ? slot.action : decideAction(slot, landed.get(slot) ?? [], version, findingNow);
  });
  return {
    decided: decided.filter(({ version }, place) => place < MOST || version > 0),
    orphans: landed.get(undefined) ?? [],
  };
}

function decideAction(
  { action: machine, added }: ActionSlot,
  records: readonly DecisionRecord[],
  version: number,
  findingNow: FindingNow,
): Action {
  let action: Action = { ...machine, version };
  for (const record of added ? [added, ...records] : records) action = apply(action, record, findingNow);
  const last = records.at(-1);
  if (!last) return action;
  const changes = records.flatMap(({ decision }) => (isChange(decision) ? [decision] : []));
  const fields = FIELDS.filter((field) => changes.some((change) => change[field] !== undefined));
  const edited = { ...action, edited: { by: last.by, at: last.at, fields: [...fields] } };
  if (added || !(fields.includes("text") || fields.includes("owner"))) return edited;
  const conflict = conflictsOf(machine, action, changes);
  const proposed = { machine: { text: machine.text, owner: machine.owner } };
  return { ...edited, ...proposed, ...(conflict.length > 0 ? { conflict } : {}) };
}

const FIELDS = ["text", "owner", "due", "answers", "state"] as const;

function apply(action: Action, { decision, anchors }: DecisionRecord, findingNow: FindingNow): Action {
  if (decision.type !== "action") return action;
  const { text = action.text, owner = action.owner, due, answers, state = action.state } = decision;
  const { due: stoodDue, answers: stoodAnswers, ...rest } = action;
  const dueNow = due === undefined ? stoodDue : due;
  const answersNow = answers === undefined ? stoodAnswers : answers && findingNow(answers, anchors[1]);
  return {
    ...{ ...rest, text, owner, state },
    ...(dueNow ? { due: dueNow } : {}),
    ...(answersNow ? { answers: answersNow } : {}),
  };
}

/** What the machine says otherwise than the person saw, and than the person says. It ends when somebody decides on it as it is now. */
function conflictsOf(machine: Action, human: Action, changes: readonly ActionChange[]): ActionConflict[] {
  return (["text", "owner"] as const).flatMap((field) => {
    const basis = changes.findLast((change) => change[field] !== undefined)?.basis?.[field];
    if (basis === undefined || basis === machine[field] || machine[field] === human[field]) return [];
    return [{ field, basis, machine: machine[field], human: human[field] }];
  });
}
