import { type Plan, planDecisions } from "../../../src/domain/decide/decide.ts";
import type { Decision, DecisionRecord } from "../../../src/domain/decision.ts";
import { foldDecisions } from "../../../src/domain/draft/decided/fold.ts";
import type { Published } from "../../../src/domain/draft/decided/new.ts";
import type { DraftedAction, DraftedEntry, DraftedFinding, MachineDraft } from "../../../src/domain/draft/machine.ts";
import type { Action, Draft, Entry, Finding, Moment, Moments } from "../../../src/domain/draft/schema.ts";
import { nameHash } from "../../../src/domain/hash.ts";
import { MOMENTS, type MomentName } from "../../../src/domain/kinds.ts";
import { actionId, findingId } from "../../../src/domain/served-names.ts";
import { formatInstant } from "../../../src/domain/time.ts";
import { minutes } from "../events.ts";

export const entryId = (anchor: string, ordinal = 0): string => `e_${nameHash(anchor, ordinal)}`;

/** An entry of which a test states what it is about: the events that it holds, the first being its anchor, and its minute after ten. */
export interface EntrySpec extends Partial<Entry> {
  readonly events: readonly string[];
  readonly minute: number;
  readonly ordinal?: number;
  readonly raisedFor?: MomentName;
}

function drafted({ events, minute, ordinal = 0, raisedFor, ...facts }: EntrySpec): DraftedEntry {
  const [anchor = "none"] = events;
  const at = formatInstant(minutes(minute), "s");
  return {
    anchor,
    ...(raisedFor ? { raisedFor } : {}),
    entry: {
      id: entryId(anchor, ordinal),
      at,
      precision: "s",
      zoneAssumed: false,
      orderCertain: true,
      kind: "alert",
      text: `What ${anchor} says`,
      visibility: "timeline",
      order: `${String(minutes(minute)).padStart(16, "0")}.2.${anchor}.${ordinal}`,
      origin: "machine",
      pinned: false,
      notes: [],
      version: 0,
      reason: "alert: it opened the incident.",
      attach: { reason: "opener", rank: 0 },
      occurrences: 1,
      new: false,
      lint: [],
      evidence: events.map((event) => ({
        event,
        delivery: `d:${event}`,
        source: event.split("/")[0] ?? event,
        occurredAt: at,
        receivedAt: at,
      })),
      ...facts,
    },
  };
}

const absent: Moment = { at: null, entry: null, reason: "none: nothing says it.", version: 0 };

/** A moment that stands on an entry of the draft. */
export const momentOn = ({ at, id }: Pick<Entry, "at" | "id">): Moment => ({ ...absent, at, entry: id });

interface MachineSpec extends Partial<Omit<MachineDraft, "entries" | "moments">> {
  readonly entries: readonly EntrySpec[];
  /** Minutes of moments, by name; each stands on the entry of that minute. */
  readonly moments?: Partial<Record<keyof Moments, number>>;
  /** Content hashes other than `c1`, by event key. */
  readonly contents?: Readonly<Record<string, string>>;
}

export function machineDraft({
  entries: specs,
  moments: set = {},
  contents = {},
  ...facts
}: MachineSpec): MachineDraft {
  const entries = specs.map((spec) => drafted(spec)).sort((a, b) => (a.entry.order < b.entry.order ? -1 : 1));
  const moments = {} as Record<keyof Moments, Moment>;
  for (const name of MOMENTS) {
    const minute = set[name];
    const at = minute === undefined ? null : formatInstant(minutes(minute), "s");
    const entry = entries.find((each) => each.entry.at === at)?.entry;
    moments[name] = entry ? momentOn(entry) : { ...absent, at };
  }
  return {
    opener: "am/alertmanager:v1:opener",
    incident: {
      id: "inc_0123456789abcdef0123",
      aliases: [],
      title: "Checkout fails",
      status: "resolved",
      severity: "critical",
      services: ["checkout"],
      teams: ["payments"],
      startedAt: formatInstant(minutes(0), "s"),
      endedAt: formatInstant(minutes(60), "s"),
      candidate: false,
    },
    asOf: minutes(60),
    entries,
    moments,
    detection: { by: null, entry: null, report: "none", gaps: { toReport: null, toAction: null } },
    metrics: { ttd: null, tta: null, ttm: null, ttr: null },
    findings: [],
    actions: [],
    questions: [],
    suggestions: [],
    coverage: [],
    lint: () => [],
    events: Object.fromEntries(specs.flatMap(({ events }) => events).map((key) => [key, contents[key] ?? "c1"])),
    ...facts,
  };
}

export function draftedFinding(
  facts: Partial<Finding> & { readonly rule: string },
  subject: string | null,
): DraftedFinding {
  return {
    subject,
    finding: {
      id: findingId(facts.rule, subject),
      part: "went_well",
      category: "automated_detection",
      text: "An alert told of it first.",
      reason: `${facts.rule}: an alert fired before anybody reported.`,
      evidence: [],
      version: 0,
      state: "candidate",
      ...facts,
    },
  };
}

/** An action item that a message set: the first of that message, unless stated. */
export function draftedAction(subject: string, facts: Partial<Action> = {}, ordinal = 0): DraftedAction {
  const id = actionId(subject, ordinal);
  return {
    ...{ subject, ordinal },
    action: { id, text: `What ${subject} asks for`, owner: null, version: 0, state: "open", ...facts },
  };
}

export const SURROUNDINGS = { missing: [], configDigest: "0".repeat(64) };

export const fold = (
  machine: MachineDraft,
  records: readonly DecisionRecord[] = [],
  publication: Published | null = null,
): Draft => foldDecisions(machine, records, publication, SURROUNDINGS);

/** Plans one batch on the machine's proposal and the log so far. */
export function plan(
  machine: MachineDraft,
  records: readonly DecisionRecord[],
  decisions: readonly Decision[],
  by = "Ada",
): Plan {
  const at = `2026-03-02T09:00:${String(records.length % 60).padStart(2, "0")}Z`;
  return planDecisions(fold(machine, records), machine, records, decisions, { by, at });
}

/** The log after one more batch, which MUST be accepted. */
export function decided(
  machine: MachineDraft,
  records: readonly DecisionRecord[],
  decisions: readonly Decision[] | Decision,
  by = "Ada",
): DecisionRecord[] {
  const made = plan(machine, records, Array.isArray(decisions) ? decisions : [decisions as Decision], by);
  if (made.is !== "planned") throw new Error(`not planned: ${JSON.stringify(made)}`);
  return [...records, ...made.records];
}

/** The one entry of a draft with this id. */
export function entryOf(draft: Draft, id: string): Entry {
  const found = draft.entries.find((entry) => entry.id === id);
  if (!found) throw new Error(`no entry ${id} in the draft`);
  return found;
}
