import type { Attachment } from "../correlate/incident-view.ts";
import { isShown, type Told } from "../draft/entries.ts";
import { byOrder, eventOf, keyOf } from "../draft/happenings/happening.ts";
import type { People } from "../draft/happenings/people.ts";
import type { OpsEvent } from "../event.ts";
import type { Reader } from "../reading.ts";
import type { Remark } from "../remark.ts";
import type { Instant } from "../time.ts";

/** A remark, who made it and behind which entry it stands. */
export interface Remarked extends Remark {
  readonly on: Told;
  readonly by: string | undefined;
  readonly at: Instant;
  readonly event: OpsEvent;
  /** What the message is called through all its edits. */
  readonly message: string;
}

interface Said {
  readonly on: Told;
  readonly attached: Attachment;
}

/**
 * What people and status posts remark on, in the order of time. In a channel that is not the incident's own, only those count who have a
 * line of the timeline: others talk there, too. The last edit counts, and nothing that was taken back.
 */
export function gatherRemarks(entries: readonly Told[], people: People, readingOf: Reader): Remarked[] {
  const tookPart = new Set<string>();
  for (const told of entries) if (isShown(told) && told.entry.actor !== undefined) tookPart.add(told.entry.actor);
  const remarked: Remarked[] = [];
  for (const { on, attached } of lastWords(entries, messagesThatRemark(entries, readingOf))) {
    const event = eventOf(attached);
    const remarks = readingOf(event).remarks?.() ?? NONE;
    if (remarks.length === 0) continue;
    const by = people.nameOf(event.actor);
    const isTheirs = event.kind === "status" || attached.rank < 4 || (by !== undefined && tookPart.has(by));
    if (!isTheirs) continue;
    const at = event.occurredAt;
    const message = messageOf(event);
    for (const remark of remarks) remarked.push({ ...remark, on, by, at, event, message });
  }
  return remarked;
}

const NONE: readonly Remark[] = [];

/** The names of messages of which a revision remarks on something: few do, and of the others nothing is to be looked up. */
function messagesThatRemark(entries: readonly Told[], readingOf: Reader): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { happening } of entries)
    for (const attached of happening.events) {
      const event = eventOf(attached);
      if (speaks(event) && (readingOf(event).remarks?.() ?? NONE).length > 0) names.add(messageOf(event));
    }
  return names;
}

/** What those messages say last. */
function lastWords(entries: readonly Told[], names: ReadonlySet<string>): readonly Said[] {
  if (names.size === 0) return [];
  const words: Said[] = [];
  for (const on of entries)
    for (const attached of on.happening.events) {
      const event = eventOf(attached);
      if (speaks(event) && names.has(messageOf(event))) words.push({ on, attached });
    }
  words.sort(byTime);
  const said = new Map<string, Said>();
  for (const one of words) {
    const event = eventOf(one.attached);
    const name = messageOf(event);
    if (event.action === "deleted") said.delete(name);
    else said.set(name, one);
  }
  return said.size === words.length ? words : [...said.values()].sort(byTime);
}

function messageOf(event: OpsEvent): string {
  const revises = event.action === "edited" || event.action === "deleted";
  return (revises ? event.refersTo?.value : undefined) ?? keyOf(event, "message") ?? event.key;
}

function speaks({ kind, actor }: OpsEvent): boolean {
  return kind === "status" || (kind === "message" && actor.type !== "automation");
}

const byTime = (a: Said, b: Said): number => byOrder(a.attached, b.attached);
