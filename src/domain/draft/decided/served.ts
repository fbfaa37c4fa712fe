import { entryId, findingId } from "../../served-names.ts";
import type { DraftedFinding, MachineDraft } from "../machine.ts";
import { locateFinding } from "./findings.ts";
import { eventsOf, type Locate, type Slot } from "./slots.ts";

/** No event makes more entries than this by itself. */
const MOST_ORDINALS = 16;

/** An entry as a draft once served it, and the entry that holds its anchor now. */
export interface ServedEntry {
  /** The anchor that the served id is made of. */
  readonly anchor: string;
  readonly slot: Slot;
}

/**
 * Resolves an entry id that a draft of this incident served at any time: an id is made of its anchor, so every event of the incident is
 * tried. Null for an id that none of them makes.
 */
export function resolveServedEntry(
  events: Iterable<string>,
  slots: readonly Slot[],
  locate: Locate,
  id: string,
): ServedEntry | null {
  const current = slots.find(({ entry }) => entry.id === id);
  if (current) return { anchor: current.anchor, slot: current };
  const anchor = anchorOf([...events], id);
  const slot = anchor === null ? undefined : locate([anchor], id);
  return anchor !== null && slot ? { anchor, slot } : null;
}

function anchorOf(events: readonly string[], id: string): string | null {
  for (let ordinal = 0; ordinal < MOST_ORDINALS; ordinal += 1) {
    const anchor = events.find((key) => entryId(key, ordinal) === id);
    if (anchor !== undefined) return anchor;
  }
  return null;
}

/** The same for a finding: its id is made of its rule and the event that the rule is about. */
export function resolveServedFinding(
  machine: MachineDraft,
  slots: readonly Slot[],
  id: string,
): { readonly subject: string | null; readonly drafted: DraftedFinding } | null {
  const named = machine.findings.find(({ finding }) => finding.id === id);
  if (named) return { subject: named.subject, drafted: named };
  const holders = new Map(slots.map((slot) => [slot.entry.id, eventsOf(slot)]));
  const rules = [...new Set(machine.findings.map(({ finding }) => finding.rule))];
  const subject = Object.keys(machine.events).find((key) => rules.some((rule) => findingId(rule, key) === id));
  const holds = (entry: string, event: string): boolean => holders.get(entry)?.has(event) ?? false;
  const drafted = locateFinding(machine.findings, { finding: id, subject }, holds);
  return drafted && subject !== undefined ? { subject, drafted } : null;
}
