import type { DecisionRecord } from "../../decision.ts";
import { withLosses } from "../coverage.ts";
import { draftDigest } from "../digest.ts";
import { lintEntry } from "../lines/lint-entry.ts";
import type { DraftedFinding, MachineDraft } from "../machine.ts";
import { withoutHeard } from "../questions.ts";
import type { Draft, Entry, Missing } from "../schema.ts";
import { actionLocator, actionSlotsOf, type FindingNow, foldActions } from "./actions.ts";
import { followDetection } from "./detection.ts";
import { decideEntry } from "./entry.ts";
import { type FindFinding, findingFinder, judgeFinding } from "./findings.ts";
import { followHead } from "./head.ts";
import { standing, type Touch, touches } from "./log.ts";
import { followMoments, remeasure, retimedEntries } from "./moments.ts";
import { isNew, type Published, seenEvents } from "./new.ts";
import { arrange } from "./order.ts";
import { retellRaised } from "./raised.ts";
import { entryFinder, setMoments } from "./set-moments.ts";
import { entryNamed, type Locate, locator, type Slot, slotsOf } from "./slots.ts";
import { exactInstant } from "./time.ts";

/** What a draft says beside the machine's proposal and people's decisions. */
export interface Surroundings {
  readonly missing: readonly Missing[];
  readonly configDigest: string;
  /** Former event keys, each with the key that the event has now. */
  readonly renamed?: ReadonlyMap<string, string>;
}

/**
 * Folds people's decisions over the machine's proposal (DESIGN §3.2), in the order of their numbers, whatever order they come in. No
 * decision that stands is lost: it shows in its entry, key moment, finding or action item, or stands in `orphans`. Evidence is whole: see `capEvidence`.
 */
export function foldDecisions(
  machine: MachineDraft,
  records: readonly DecisionRecord[],
  publication: Published | null,
  rest: Surroundings,
): Draft {
  const stand = standing(records);
  const log = touches(records);
  const slots = slotsOf(machine, stand);
  const renamed = rest.renamed ?? new Map<string, string>();
  const locate = locator(slots, renamed);
  const places = place(stand, log, locate);
  const seen = seenEvents(stand, publication);
  const decided = slots.map((slot) => {
    const entry = foldEntry(slot, places, isNew(slot, machine.events, seen));
    return entry.version === 0 ? entry : { ...entry, lint: lintEntry(entry, machine.lint) };
  });
  const retimed = retimedEntries(decided);
  const find = findingFinder(machine, slots);
  const findings = foldFindings(machine, find, stand, log);
  const items = actionSlotsOf(machine, stand);
  const findingNow: FindingNow = (finding, subject) => find(finding, subject)?.finding.id ?? finding;
  const actions = foldActions(items, stand, log, actionLocator(items, renamed), findingNow);
  const followed = followMoments(machine.moments, retimed);
  const set = setMoments(machine.moments, followed, { stand, log, entryNow: entryFinder(decided, locate) });
  const told = slots.map((slot, index) => retellRaised(decided[index] ?? slot.entry, slot, set));
  const review = stand.findLast(({ decision }) => decision.type === "review");
  const { metrics, questions } = remeasure(set, machine);
  const draft: Omit<Draft, "digest"> = {
    incident: followHead(machine.incident, set),
    asOf: exactInstant(machine.asOf),
    revision: Math.max(0, ...records.map(({ number }) => number)),
    configDigest: rest.configDigest,
    review: review ? { by: review.by, at: review.at } : null,
    entries: arrange(told, ({ id, origin }) => origin === "person" || retimed.has(id)),
    moments: set.moments,
    detection: followDetection(machine.detection, decided, retimed, set),
    findings: findings.judged,
    actions: actions.decided,
    metrics,
    questions: withoutHeard(questions, rest.missing),
    suggestions: [...machine.suggestions],
    orphans: [...places.orphans, ...set.orphans, ...findings.orphans, ...actions.orphans]
      .sort((a, b) => a.number - b.number)
      .map(({ number, by, at, decision }) => ({ number, by, at, decision })),
    missing: [...rest.missing],
    coverage: withLosses(machine.coverage, rest.missing),
  };
  return { ...draft, digest: draftDigest(draft) };
}

interface Places {
  readonly landed: ReadonlyMap<Slot, readonly DecisionRecord[]>;
  readonly versions: ReadonlyMap<Slot, number>;
  readonly orphans: readonly DecisionRecord[];
}

/** Where each decision on an entry lands. */
function place(stand: readonly DecisionRecord[], log: readonly Touch[], locate: Locate): Places {
  const landed = new Map<Slot, DecisionRecord[]>();
  const orphans: DecisionRecord[] = [];
  for (const record of stand) {
    const id = entryNamed(record);
    if (id === null || record.decision.type === "add") continue;
    const slot = locate(record.anchors, id);
    if (slot) landed.getOrInsertComputed(slot, () => []).push(record);
    else orphans.push(record);
  }
  return { landed, versions: versionsOf(log, locate), orphans };
}

/**
 * The number of the last decision or undo that touched each entry. A decision touched all that its entry held then: where that stands in
 * several entries now, each of them, so that whoever decides on one has seen it.
 */
function versionsOf(log: readonly Touch[], locate: Locate): Map<Slot, number> {
  const versions = new Map<Slot, number>();
  for (const { number, record } of log) {
    const id = entryNamed(record);
    if (id === null) continue;
    for (const anchors of [record.anchors, ...record.anchors.slice(1).map((anchor) => [anchor])]) {
      const slot = locate(anchors, id);
      if (slot) versions.set(slot, number);
    }
  }
  return versions;
}

function foldEntry(slot: Slot, { landed, versions }: Places, isSeenFirst: boolean): Entry {
  const version = Math.max(slot.entry.version, versions.get(slot) ?? 0);
  if (version === 0) return isSeenFirst ? { ...slot.entry, new: true } : slot.entry;
  return { ...decideEntry(slot, { records: landed.get(slot) ?? [], version }), new: isSeenFirst };
}

function foldFindings(
  { findings }: MachineDraft,
  find: FindFinding,
  stand: readonly DecisionRecord[],
  log: readonly Touch[],
): { judged: Draft["findings"]; orphans: DecisionRecord[] } {
  const judgedBy = ({ decision, anchors }: DecisionRecord): DraftedFinding | undefined =>
    decision.type === "judge" ? find(decision.finding, anchors[0]) : undefined;
  const verdicts = Map.groupBy(stand, judgedBy);
  const touched = Map.groupBy(log, ({ record }) => judgedBy(record));
  return {
    judged: findings.map((drafted) =>
      judgeFinding(drafted.finding, verdicts.get(drafted) ?? [], touched.get(drafted) ?? []),
    ),
    orphans: (verdicts.get(undefined) ?? []).filter(({ decision }) => decision.type === "judge"),
  };
}
