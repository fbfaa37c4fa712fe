import type { DecisionRecord } from "../../decision.ts";
import { instantOf } from "../../time.ts";
import type { Conflict, Entry } from "../schema.ts";
import { entryNamed } from "./slots.ts";

type Of<T extends DecisionRecord["decision"]["type"]> = Extract<DecisionRecord["decision"], { type: T }>;

/**
 * What a person should look at again, given the decisions that stand on one entry, by number. A conflict ends when somebody decides on
 * that field with the value as it is now, or decides on the merged entry.
 */
export function conflictsOf(machine: Entry, decided: Entry, landed: readonly DecisionRecord[]): Conflict[] {
  const reword = decisionsOf(landed, "reword").at(-1);
  const retime = decisionsOf(landed, "retime").at(-1);
  const rekind = decisionsOf(landed, "rekind").at(-1);
  const conflicts: Conflict[] = [];
  const isMachines = machine.origin === "machine";
  if (isMachines && reword && reword.basis !== machine.text)
    conflicts.push({ field: "text", basis: reword.basis, machine: machine.text, human: decided.text });
  if (isMachines && retime && !sameTime(retime.basis, machine)) conflicts.push(timeConflict(retime, machine, decided));
  // Kinds are few: the machine may well come to say what the person said.
  if (isMachines && rekind && rekind.basis !== machine.kind && machine.kind !== decided.kind)
    conflicts.push({ field: "kind", basis: rekind.basis, machine: machine.kind, human: decided.kind });
  return [...conflicts, ...mergeConflicts(machine, decided, landed)];
}

function decisionsOf<T extends "reword" | "retime" | "rekind">(landed: readonly DecisionRecord[], type: T): Of<T>[] {
  return landed.flatMap(({ decision }) => (decision.type === type ? [decision as Of<T>] : []));
}

function sameTime(basis: Of<"retime">["basis"], machine: Entry): boolean {
  return instantOf(basis.at) === instantOf(machine.at) && basis.precision === machine.precision;
}

function timeConflict(retime: Of<"retime">, machine: Entry, decided: Entry): Conflict {
  const said = (at: string, precision: string): string =>
    retime.basis.precision === machine.precision ? at : `${at} (${precision})`;
  return {
    field: "at",
    basis: said(retime.basis.at, retime.basis.precision),
    machine: said(machine.at, machine.precision),
    human: said(decided.at, decided.precision),
  };
}

/**
 * Entries that people decided on apart and that are one entry now: their decisions apply in the order of the log, and somebody should say
 * whether that was meant. Each side whose words do not show is told of, until a decision on the merged entry settles it.
 */
function mergeConflicts(machine: Entry, decided: Entry, landed: readonly DecisionRecord[]): Conflict[] {
  const shows = landed.findLast(({ decision }) => decision.type === "reword") ?? landed.at(-1);
  return sidesWithout(shows, landed).flatMap((side): Conflict[] => {
    const both = { machine: machine.text, human: decided.text };
    const merged: Conflict = { field: "merged", basis: wordsOf(side), ...both };
    const wording = decisionsOf(side, "reword").at(-1)?.text;
    const isOther = wording !== undefined && wording !== decided.text;
    return isOther ? [merged, { field: "text_by_two", basis: wording, ...both }] : [merged];
  });
}

/** What the person did to an entry, for the side that lost or is not visible in the text. */
function wordsOf(landed: readonly DecisionRecord[]): string {
  return landed.map(({ by, number, decision }) => `${deedOf(decision)} (${by}, decision ${number})`).join("; ");
}

function deedOf(decision: DecisionRecord["decision"]): string {
  if (decision.type === "reword") return `reword to "${decision.text}"`;
  if (decision.type === "annotate") return `annotate "${decision.text}"`;
  return decision.type === "rekind" ? `rekind to ${decision.kind}` : decision.type;
}

/**
 * What was decided by people who did not know of `shows`, nor those who came after it of them: a side for each of the last such decisions,
 * with what its author knew of, by first number.
 */
function sidesWithout(shows: DecisionRecord | undefined, landed: readonly DecisionRecord[]): DecisionRecord[][] {
  const lasts = landed.filter((one) => !landed.some((later) => knewOf(later, one)));
  const sides = lasts.map((last) => knownTo(last, landed));
  const shown = new Set(sides.filter((side) => side.some((record) => record === shows)).flat());
  return sides
    .filter((side) => !side.some((record) => record === shows))
    .map((side) => side.filter((record) => !shown.has(record)))
    .sort(([a], [b]) => (a?.number ?? 0) - (b?.number ?? 0));
}

/** A decision and all that its author could know of, by number. */
function knownTo(last: DecisionRecord, landed: readonly DecisionRecord[]): DecisionRecord[] {
  const known = new Set([last]);
  // A set goes on to what is added to it meanwhile.
  for (const later of known) for (const one of landed) if (knewOf(later, one)) known.add(one);
  return [...known].sort((a, b) => a.number - b.number);
}

/**
 * A decision records the first anchor of each that its entry held when it was made. Its author knew of those up to the version that they
 * saw: on a page that stayed open they see less than the entry holds.
 */
function knewOf(later: DecisionRecord, earlier: DecisionRecord): boolean {
  const { number, anchors, batch, decision } = later;
  const [first] = earlier.anchors;
  if (earlier.number >= number || first === undefined || !anchors.includes(first)) return false;
  if (earlier.batch === batch) return entryNamed(earlier) === entryNamed(later);
  return "version" in decision && decision.version >= earlier.number;
}
