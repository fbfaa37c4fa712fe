import type { Decision, DecisionRecord } from "../decision.ts";
import { actionLocator, actionSlotsOf, type LocateAction } from "../draft/decided/actions.ts";
import { findingFinder } from "../draft/decided/findings.ts";
import { standing, type Touch, touches } from "../draft/decided/log.ts";
import { resolveServedEntry, resolveServedFinding } from "../draft/decided/served.ts";
import { entryNamed, type Locate, locator, type Slot, slotsOf } from "../draft/decided/slots.ts";
import type { MachineDraft } from "../draft/machine.ts";
import type { Action, Draft, Entry, Finding, Moment } from "../draft/schema.ts";
import { CATEGORIES, type MomentName } from "../kinds.ts";
import { type Rejection, reject } from "../outcome.ts";

export interface Memory {
  /** The events, each with its content hash, of a draft that was served earlier, by its digest. The current draft need not be remembered. */
  readonly seenOf?: (digest: string) => Readonly<Record<string, string>> | null;
  /** Former event keys, each with the key that the event has now. */
  readonly renamed?: ReadonlyMap<string, string>;
}

/** All that planning looks at. */
export interface Desk {
  readonly draft: Draft;
  readonly machine: MachineDraft;
  readonly records: readonly DecisionRecord[];
  readonly memory: Memory;
  readonly slots: readonly Slot[];
  readonly locate: Locate;
  readonly locateAction: LocateAction;
  readonly log: readonly Touch[];
}

/** A key moment as it stands, with its name. */
export type NamedMoment = Moment & { readonly name: MomentName };

/** The one thing that a decision is on, as it stands now: the others are null. */
export interface Subject {
  readonly entry: Entry | null;
  readonly finding: Finding | null;
  readonly action: Action | null;
  readonly moment: NamedMoment | null;
}

/** Somebody decided on the same thing meanwhile. */
export interface MetBefore extends Subject {
  readonly is: "conflict";
  /** The decisions and undos that the sent `version` did not know, by number. */
  readonly since: readonly DecisionRecord[];
}

/** What came of addressing one decision: its record, or who came first, with the thing as it stands now. */
export type Addressed =
  | { readonly is: "planned"; readonly record: DecisionRecord }
  | MetBefore
  | { readonly is: "invalid"; readonly rejection: Rejection };

type OnEntry = Extract<Decision, { entry: string }>;
type OnFinding = Extract<Decision, { type: "judge" }>;

/** What decisions are addressed on: the draft that people see, what the machine made of it, and all that was decided so far. */
export function deskOf(draft: Draft, machine: MachineDraft, records: readonly DecisionRecord[], memory: Memory): Desk {
  const stand = standing(records);
  const slots = slotsOf(machine, stand);
  const renamed = memory.renamed ?? new Map<string, string>();
  const locate = locator(slots, renamed);
  const locateAction = actionLocator(actionSlotsOf(machine, stand), renamed);
  return { draft, machine, records, memory, slots, locate, locateAction, log: touches(records) };
}

/** The keys that the incident's events have and had. */
export const eventsNamed = ({ machine, memory }: Desk): string[] => [
  ...(memory.renamed?.keys() ?? []),
  ...Object.keys(machine.events),
];

/** Gives a decision on an entry its anchors, unless somebody decided on what the person saw since they saw it. */
export function addressEntry(desk: Desk, blank: DecisionRecord, decision: OnEntry): Addressed {
  const { slots, locate, draft, log } = desk;
  const served = resolveServedEntry(eventsNamed(desk), slots, locate, decision.entry);
  if (!served) return invalid("unknown_entry", `No entry ${decision.entry} is in this incident: load the draft again.`);
  if (decision.version > draft.revision) return fromTheFuture(decision.version, draft.revision);
  const since = log.filter(
    ({ number, record }) => number > decision.version && recordsAnchor(desk, record, served.anchor, decision.entry),
  );
  if (since.length > 0) {
    const entry = draft.entries.find(({ id }) => id === served.slot.entry.id) ?? null;
    return conflictOn({ entry }, desk, since);
  }
  const folded = log.flatMap(({ record }) => {
    const id = entryNamed(record);
    return id !== null && locate(record.anchors, id) === served.slot ? record.anchors.slice(0, 1) : [];
  });
  return { is: "planned", record: { ...blank, anchors: [...new Set([served.anchor, ...folded])] } };
}

/** Two entries that one event makes have the same anchor and different ids: a decision on one is none on the other. */
function recordsAnchor({ memory }: Desk, record: DecisionRecord, anchor: string, id: string): boolean {
  const named = entryNamed(record);
  if (named === null) return false;
  const [first, ...others] = record.anchors;
  if (first === anchor) return named === id;
  const current = (key: string | undefined): string | undefined =>
    key === undefined ? undefined : (memory.renamed?.get(key) ?? key);
  return [first, ...others].some((key) => current(key) === current(anchor));
}

/** Gives a verdict its subject, unless somebody judged the same finding since the person saw it. */
export function addressFinding(desk: Desk, blank: DecisionRecord, decision: OnFinding): Addressed {
  const { machine, slots, draft, log } = desk;
  const served = resolveServedFinding(machine, slots, decision.finding);
  if (!served)
    return invalid("unknown_finding", `No finding ${decision.finding} is in this incident: load the draft again.`);
  if (decision.version > draft.revision) return fromTheFuture(decision.version, draft.revision);
  const { id, part } = served.drafted.finding;
  const categories: readonly string[] = CATEGORIES[part];
  if (decision.category !== undefined && !categories.includes(decision.category))
    return invalid(
      "unknown_category",
      `"${decision.category}" is no category of ${part}: use one of ${categories.join(", ")}.`,
    );
  const find = findingFinder(machine, slots);
  const isOn = ({ decision: other, anchors: [subject] }: DecisionRecord): boolean =>
    other.type === "judge" && find(other.finding, subject) === served.drafted;
  const since = log.filter(({ number, record }) => number > decision.version && isOn(record));
  if (since.length === 0)
    return { is: "planned", record: { ...blank, anchors: served.subject === null ? [] : [served.subject] } };
  const finding = draft.findings.find((each) => each.id === id) ?? null;
  return conflictOn({ finding }, desk, since);
}

const NOTHING: Subject = { entry: null, finding: null, action: null, moment: null };

/** What is said of a thing that somebody decided on since the person saw it. */
export function conflictOn(subject: Partial<Subject>, desk: Desk, since: readonly Touch[]): MetBefore {
  return { is: "conflict", ...NOTHING, ...subject, since: recordsOf(desk, since) };
}

/** The records of touches, undos as themselves, by number. */
function recordsOf({ records }: Desk, since: readonly Touch[]): DecisionRecord[] {
  const numbers = new Set(since.map(({ number }) => number));
  return records.filter(({ number }) => numbers.has(number)).sort((a, b) => a.number - b.number);
}

export const invalid = (code: string, detail: string): Addressed => ({
  is: "invalid",
  rejection: reject(code, detail).rejection,
});

/** For a version that no draft had yet: whoever sends it has mistaken the incident, or made it up. */
export function fromTheFuture(version: number, revision: number): Addressed {
  return invalid(
    "unknown_version",
    `Version ${version} does not exist yet, the incident is at decision ${revision}: send the \`version\` that the draft shows.`,
  );
}
