import type { Decision, DecisionRecord } from "../../decision.ts";
import { MOMENTS, type MomentName } from "../../kinds.ts";
import { instantOf } from "../../time.ts";
import type { Entry, Moment, Moments } from "../schema.ts";
import type { Touch } from "./log.ts";
import type { Locate } from "./slots.ts";
import { exactInstant } from "./time.ts";

type OnMoment = Extract<Decision, { type: "moment" }>;

/** The key moments as people set them. */
export interface SetMoments {
  readonly moments: Moments;
  /** Those that a decision is in force on. */
  readonly set: ReadonlySet<MomentName>;
  /** What would be in force, were its entry still there. */
  readonly orphans: readonly DecisionRecord[];
}

interface Log {
  readonly stand: readonly DecisionRecord[];
  readonly log: readonly Touch[];
  /** The entry that a decision on a key moment names, as it is now. */
  readonly entryNow: (decision: OnMoment, record: DecisionRecord) => Entry | undefined;
}

/**
 * Folds what people set over the moments, in the order of the numbers: the last whose entry is there counts. What it was set to moves with its
 * entry, unless it has a time of its own; `machine` keeps what the machine proposes.
 *
 * @param machine as the machine found them
 * @param followed with those that moved with their entries
 */
export function setMoments(machine: Moments, followed: Moments, { stand, log, entryNow }: Log): SetMoments {
  const moments = { ...followed };
  const set = new Set<MomentName>();
  const orphans: DecisionRecord[] = [];
  for (const name of MOMENTS) {
    const touched = log.filter(({ record }) => setsMoment(record, name)).map(({ number }) => number);
    if (touched.length === 0) continue;
    const version = Math.max(followed[name].version, ...touched);
    moments[name] = { ...followed[name], version };
    for (const record of stand.filter((one) => setsMoment(one, name)).reverse()) {
      const made = momentOf(record, entryNow);
      if (made) {
        const { at, entry } = machine[name];
        moments[name] = { ...made, version, machine: { at, entry } };
        set.add(name);
        break;
      }
      orphans.push(record);
    }
  }
  return { moments, set, orphans };
}

/** Whether a decision is on the key moment of this name. */
export const setsMoment = ({ decision }: DecisionRecord, name: MomentName): boolean =>
  decision.type === "moment" && decision.name === name;

/** Null where its entry is gone. */
function momentOf(record: DecisionRecord, entryNow: Log["entryNow"]): Pick<Moment, "at" | "entry" | "reason"> | null {
  const { decision, by } = record;
  if (decision.type !== "moment") return null;
  const at = decision.at === undefined ? null : exactInstant(instantOf(decision.at));
  if (decision.entry === null) {
    const reason = at === null ? `set: ${by} says that it is not in the record` : `set: ${by} set it to this time`;
    return { at, entry: null, reason };
  }
  const entry = entryNow(decision, record);
  if (!entry) return null;
  const isElsewhere = at !== null && instantOf(at) !== instantOf(entry.at);
  return {
    at: at ?? entry.at,
    entry: entry.id,
    reason: isElsewhere ? `set: ${by} set it to this time, by this line` : `set: ${by} set it to this line`,
  };
}

/** Finds an entry by the anchors of a decision on a key moment, among those that people decided on. */
export function entryFinder(entries: readonly Entry[], locate: Locate): Log["entryNow"] {
  return ({ entry }, { anchors }) => {
    const slot = entry === null ? undefined : locate(anchors, entry);
    return slot && entries.find(({ id }) => id === slot.entry.id);
  };
}
