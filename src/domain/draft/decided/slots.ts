import type { DecisionRecord } from "../../decision.ts";
import { addedEntryId } from "../../served-names.ts";
import type { DraftedEntry, MachineDraft } from "../machine.ts";
import type { Entry, Evidence } from "../schema.ts";
import { cutInstant } from "./time.ts";

/** An entry before decisions: the machine's, or what a person added. */
export interface Slot extends DraftedEntry {
  /** The key of its first event; for a person's entry its own id. */
  readonly anchor: string;
  /** For a person's entry: the decision that added it. */
  readonly added?: DecisionRecord;
}

/** Finds the entry that holds one of the anchors now, preferring the one of the given id: see {@link locator}. */
export type Locate = (anchors: readonly string[], id: string) => Slot | undefined;

/** The id that an entry had when it was decided on, or that an added one has for ever; null for what is about no entry. A key moment that is set to one is not about it. */
export function entryNamed(record: DecisionRecord): string | null {
  const { decision } = record;
  if (decision.type === "add") return addedEntryId(record);
  return "entry" in decision && decision.type !== "moment" ? decision.entry : null;
}

/** The keys of all events that an entry holds. A person's entry holds none: what it rests on stays with the machine's entries. */
export function eventsOf({ anchor, entry, added }: Slot): Set<string> {
  if (added) return new Set();
  const keys = new Set([anchor]);
  for (const { event } of entry.evidence) keys.add(event);
  for (const { event } of entry.members ?? []) keys.add(event);
  return keys;
}

/** The machine's entries and those that people added by decisions that stand. */
export function slotsOf(machine: MachineDraft, standing: readonly DecisionRecord[]): Slot[] {
  const slots: Slot[] = [...machine.entries];
  const adds = standing.filter(({ decision }) => decision.type === "add");
  if (adds.length === 0) return slots;
  const evidence = new Map(machine.entries.flatMap(({ entry }) => entry.evidence).map((piece) => [piece.event, piece]));
  for (const record of adds) {
    const entry = addedEntry(record, evidence);
    if (entry) slots.push({ anchor: entry.id, entry, added: record });
  }
  return slots;
}

function addedEntry(record: DecisionRecord, evidence: ReadonlyMap<string, Evidence>): Entry | null {
  const { decision, by } = record;
  if (decision.type !== "add") return null;
  return {
    id: addedEntryId(record),
    at: cutInstant(decision.at, decision.precision) ?? decision.at,
    precision: decision.precision,
    zoneAssumed: false,
    orderCertain: true,
    kind: decision.kind,
    text: decision.text,
    visibility: "timeline",
    order: String(record.number).padStart(16, "0"),
    origin: "person",
    pinned: false,
    notes: [],
    version: record.number,
    reason: `added: ${by} wrote this line.`,
    attach: { reason: "added_by_person", rank: 0 },
    occurrences: 1,
    new: false,
    lint: [],
    evidence: (decision.evidence ?? []).flatMap((key) => evidence.get(key) ?? []),
  };
}

/**
 * A decision applies to whichever entry holds its anchor now. Where one event makes several entries, the one that the decision named;
 * where the first anchor vanished, the entry that holds the next: the person decided on all of it.
 */
export function locator(slots: readonly Slot[], renamed: ReadonlyMap<string, string>): Locate {
  let known: ReadonlyMap<string, readonly Slot[]> | null = null;
  return (anchors, id) => {
    known ??= holdersOf(slots);
    for (const anchor of anchors) {
      const key = renamed.get(anchor) ?? anchor;
      const held = known.get(key) ?? [];
      const slot = held.find(({ entry }) => entry.id === id) ?? held.find((each) => each.anchor === key) ?? held[0];
      if (slot) return slot;
    }
    return undefined;
  };
}

/** By event key: the slots that hold the event. */
function holdersOf(slots: readonly Slot[]): ReadonlyMap<string, readonly Slot[]> {
  const holders = new Map<string, Slot[]>();
  for (const slot of slots) {
    for (const key of slot.added ? [slot.anchor] : eventsOf(slot))
      holders.getOrInsertComputed(key, () => []).push(slot);
  }
  return holders;
}
