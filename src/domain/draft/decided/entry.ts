import type { DecisionRecord } from "../../decision.ts";
import type { Entry } from "../schema.ts";
import { conflictsOf } from "./conflicts.ts";
import type { Slot } from "./slots.ts";
import { cutInstant } from "./time.ts";

/** What people decided on one entry. */
export interface Landed {
  /** Decisions that stand, by number; for a person's entry without its `add`. */
  readonly records: readonly DecisionRecord[];
  /** The number of the last decision or undo that touched it. */
  readonly version: number;
}

/** Folds the decisions that stand over one entry, in the order of their numbers. */
export function decideEntry({ entry: machine }: Slot, { records, version }: Landed): Entry {
  let entry: Entry = { ...machine, version };
  for (const record of records) entry = applyDecision(entry, record);
  const edited = editedBy(records);
  if (!edited) return entry;
  const conflict = conflictsOf(machine, entry, records);
  const isOtherwise = edited.fields.some((field) => OTHERWISE.has(field));
  return {
    ...entry,
    edited,
    ...(isOtherwise && machine.origin === "machine" ? { machine: proposed(machine) } : {}),
    ...(conflict.length > 0 ? { conflict } : {}),
  };
}

/** Fields of which the machine proposes something, for the line itself. */
const OTHERWISE = new Set(["text", "at", "kind"]);

const proposed = ({ at, precision, text, kind }: Entry): Required<Entry>["machine"] => ({ at, precision, text, kind });

/** A pin beats every filter, so it also shows; hiding later takes the pin back. Nothing is ever removed. */
function applyDecision(entry: Entry, { decision, by, at: decidedAt }: DecisionRecord): Entry {
  switch (decision.type) {
    case "hide":
      return { ...entry, visibility: "log", pinned: false, reason: `hidden: ${by} hid this entry.` };
    case "show":
      return { ...entry, visibility: "timeline", reason: `shown: ${by} put this entry on the timeline.` };
    case "pin":
      return { ...entry, visibility: "timeline", pinned: true, reason: `pinned: ${by} pinned this entry.` };
    case "reword":
      return { ...entry, text: decision.text };
    case "retime": {
      const at = cutInstant(decision.at, decision.precision) ?? entry.at;
      return { ...entry, at, precision: decision.precision, zoneAssumed: false };
    }
    case "rekind":
      return { ...entry, kind: decision.kind };
    case "annotate":
      return { ...entry, notes: [...entry.notes, { by, at: decidedAt, text: decision.text }] };
    default:
      return entry;
  }
}

const FIELDS: Partial<Record<DecisionRecord["decision"]["type"], string>> = {
  reword: "text",
  retime: "at",
  rekind: "kind",
  annotate: "notes",
  hide: "visibility",
  show: "visibility",
  pin: "visibility",
};

/** Who decided last, and on which fields: `text`, `at`, `kind`, `notes`, `visibility`. */
function editedBy(records: readonly DecisionRecord[]): Entry["edited"] {
  const last = records.at(-1);
  const fields = new Set(records.flatMap(({ decision }) => FIELDS[decision.type] ?? []));
  return last && { by: last.by, at: last.at, fields: [...fields].sort() };
}
